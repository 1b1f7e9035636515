import { createAnswerAgent } from '../agents/answer.js';
import { createLlm } from '../agents/llm/create.js';
import type { LlmProvider } from '../agents/llm/provider.js';
import { createManager } from '../agents/manager.js';
import { benchLocomo } from '../bench/answering.js';
import { loadWrongGolds } from '../bench/audit.js';
import { createJudge } from '../bench/judge.js';
import { formatLocomo } from '../bench/locomo-report.js';
import { configurationError } from '../errors.js';
import { randomIds, systemClock } from '../memory/clock.js';
import { createPolicies } from '../policies.js';
import type { Settings } from '../settings.js';
import { type LocomoOptions, loadSamples, onScratchStore, writeFigures } from './bench.js';
import { programOfTree } from './bench-program.js';
import type { CommandContext } from './context.js';
import { print } from './output.js';

export interface LocomoBenchFlags extends LocomoOptions {
  limit?: number;
  distilled: number;
  audit?: string;
  judge?: boolean;
}

/**
 * Prints answer quality on LoCoMo with the manager and the answerer that the settings name. `append`
 * stores everything as it is, past the manager.
 */
export async function benchLocomoCommand(
  options: LocomoBenchFlags,
  context: CommandContext,
): Promise<void> {
  const { settings, runtime, log } = context;
  const samples = await loadSamples(options);
  const wrongGolds = options.audit === undefined ? undefined : await loadWrongGolds(options.audit);
  const judging = options.judge === true ? await judgeOf(settings) : null;
  const embedder = await runtime.embedder();
  const policies = await createPolicies(settings, log);
  const { roles } = policies;
  const parts = { embedder, ids: randomIds, clock: systemClock };
  try {
    const report = await onScratchStore(context, async (createStore, onProgress, signal) =>
      benchLocomo({
        samples,
        facts: options.facts,
        createStore,
        embedder,
        createAgents: (store) => ({
          agent: createAnswerAgent({
            store,
            embedder,
            policy: roles.answerer,
            distilled: options.distilled,
          }),
          manager:
            settings.manager === 'append'
              ? null
              : createManager({ store, policy: roles.manager, ...parts }),
        }),
        run: {
          manager: roles.manager.name,
          answerer: roles.answerer.name,
          distilled: options.distilled,
          ...(await programOfTree()),
        },
        judge: judging ? createJudge(judging) : undefined,
        wrongGolds,
        limit: options.limit,
        onProgress,
        signal,
      }),
    );
    print(formatLocomo(report));
    await writeFigures(options.json, report);
  } finally {
    await judging?.close();
    await policies.close();
  }
}

async function judgeOf({ llm, llmApiKey }: Settings): Promise<LlmProvider> {
  if (llm === undefined) {
    throw configurationError(
      'bad-setting',
      '--judge needs a language model: name one with --llm or MEMORY_R1_LLM ("openai:<model>@<base url>" or "gguf:<path>")',
    );
  }
  const provider = createLlm(llm, { apiKey: llmApiKey });
  await provider.ready();
  return provider;
}
