import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Presets, SingleBar } from 'cli-progress';
import { benchLlm, formatLlm, type LlmBenchOptions } from '../bench/llm.js';
import { configurationError } from '../errors.js';
import type { CommandContext } from './context.js';
import { interruptSignal, print } from './output.js';

export interface LlmBenchFlags {
  schema: 'enforced' | 'asked' | 'both';
  remembers: number;
  answers: number;
  json?: string;
}

/** Prints how the replies of the configured language model can be used, beside the built-in policies. */
export async function benchLlmCommand(
  flags: LlmBenchFlags,
  { settings }: CommandContext,
): Promise<void> {
  const { llm, llmApiKey } = settings;
  if (llm === undefined) {
    throw configurationError(
      'bad-setting',
      'bench llm needs a model: --llm "gguf:<path>" or --llm "openai:<model>@<base url>"',
    );
  }
  const schemas: LlmBenchOptions['schema'][] =
    flags.schema === 'both' ? ['enforced', 'asked'] : [flags.schema];
  const main = fileURLToPath(new URL('../main.js', import.meta.url));
  const signal = interruptSignal();
  const run = async (model: string | null, schema: LlmBenchOptions['schema']) => {
    const bar = new SingleBar(
      { format: '{bar} {value}/{total}', stream: process.stderr, hideCursor: true },
      Presets.shades_classic,
    );
    bar.start(flags.remembers + flags.answers, 0);
    try {
      return await benchLlm({
        ...flags,
        ...{ main, llm: model, apiKey: llmApiKey, schema, signal },
        onProgress: (done) => bar.update(done),
      });
    } finally {
      bar.stop();
    }
  };
  const builtIn = await run(null, 'enforced');
  const reports = [];
  for (const schema of schemas) reports.push(await run(llm, schema));
  print(formatLlm(reports, builtIn));
  if (flags.json !== undefined)
    await writeFile(flags.json, `${JSON.stringify({ builtIn, reports }, null, 2)}\n`);
}
