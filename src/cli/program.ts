import { Command, Option } from 'commander';
import { SETTING_DEFINITIONS } from '../settings.js';
import { VERSION } from '../version.js';
import type { LlmBenchFlags } from './bench-llm.js';
import type { BenchReportFlags } from './bench-report.js';
import type { LocomoBenchFlags } from './bench-locomo.js';
import type { ScaleFlags } from './bench-scale.js';
import type { InspectFlags } from './inspect.js';
import { contextOf, portNumber, wholeNumber, withContext } from './options.js';
import type { ServeFlags } from './serve.js';
import type { SetupFlags } from './setup.js';
import { addManagerBenches, addTrainCommands } from './train.js';

/**
 * The command line. Without a command it is the stdio server. Each command's code is loaded when it is
 * called, so that the server starts without it.
 */
export function createProgram(): Command {
  const program = new Command('memory-r1')
    .description(
      'Long-term memory for MCP clients, managed by a policy. Without a command: the stdio server.',
    )
    .version(VERSION)
    .showSuggestionAfterError()
    .exitOverride()
    .allowExcessArguments()
    .action(async (_options: unknown, command: Command) => {
      const [unknown] = command.args;
      if (unknown !== undefined) {
        command.error(`memory-r1: unknown command '${unknown}'; memory-r1 --help lists them`);
      }
      const { settings, runtime, log } = contextOf(command);
      const { serveOnStdio } = await import('../server.js');
      serveOnStdio(settings, runtime, log);
    });
  for (const { flag, env, about } of SETTING_DEFINITIONS) {
    program.addOption(new Option(flag, `${about} [${env}]`));
  }

  program
    .command('demo')
    .description(
      'Show the server at work: a real client drives it over stdio in a temporary folder.',
    )
    .action(async () => (await import('./demo.js')).demo());

  program
    .command('import <file>')
    .description('Remember every line of a file. Running it again adds nothing.')
    .addOption(
      new Option('--format <format>', 'what the file is')
        .choices(['jsonl', 'locomo', 'history'])
        .default('jsonl'),
    )
    .option('--sample <id>', 'LoCoMo: only this dialogue')
    .addOption(
      new Option('--facts <kind>', 'LoCoMo: what to import')
        .choices(['turns', 'observations', 'both'])
        .default('turns'),
    )
    .action(
      async (
        file: string,
        options: {
          format: 'jsonl' | 'locomo' | 'history';
          sample?: string;
          facts: 'turns' | 'observations';
        },
        command: Command,
      ) =>
        withContext(command, async (context) => {
          const { format } = options;
          if (format === 'history')
            await (await import('./import-history.js')).importHistory(file, context);
          else
            await (await import('./import.js')).importFile(file, { ...options, format }, context);
        }),
    );

  program
    .command('export')
    .description('Write the live memories as JSON lines, oldest first; `import` reads them.')
    .option('--output <file>', 'file to write (default: stdout)')
    .option(
      '--history',
      'all that ever was, of every namespace; `import --format history` reads it',
    )
    .action(async (options: { output?: string; history?: boolean }, command: Command) =>
      withContext(command, async (context) =>
        (await import('./export.js')).exportMemories(options, context),
      ),
    );

  program
    .command('stats')
    .description('Show what is stored: namespaces, memories, operations, size.')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }, command: Command) =>
      withContext(command, async (context) => (await import('./stats.js')).stats(options, context)),
    );

  program
    .command('inspect')
    .description('Look at what is remembered, and mend it, on a page in the browser.')
    .option('--port <n>', 'port on 127.0.0.1 (default: any free one)', portNumber, 0)
    .option('--no-open', 'only print the link')
    .action(async (options: InspectFlags, command: Command) =>
      withContext(command, async (context) =>
        (await import('./inspect.js')).inspect(options, context),
      ),
    );

  program
    .command('compact')
    .description('Do all upkeep now: merge pieces, make indexes, drop old versions of the table.')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }, command: Command) =>
      withContext(command, async (context) =>
        (await import('./compact.js')).compact(options, context),
      ),
    );

  program
    .command('reembed')
    .description(
      'Embed everything with the embedder that is set now. Run it again where it was interrupted.',
    )
    .action(async (_options: unknown, command: Command) =>
      withContext(command, async (context) => (await import('./reembed.js')).reembedStore(context)),
    );

  program
    .command('doctor')
    .description(
      'Check that everything the server needs works here, and say what to do where it does not.',
    )
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }, command: Command) =>
      withContext(command, async (context) =>
        (await import('./doctor.js')).doctor(options, context),
      ),
    );

  program
    .command('setup <client>')
    .description(
      'Put this server into the configuration of claude-desktop, claude-code, cursor, vscode or windsurf. ' +
        'Setting flags (--namespace work) go along.',
    )
    .option('--remove', 'take it out again')
    .option('--dry-run', 'show what would be written; change nothing')
    .option('--config <file>', "the file to edit, e.g. a project's (default: the user's own)")
    .addOption(
      new Option('--launch <how>', 'npx: fetched when needed; node: this installation').choices([
        'npx',
        'node',
      ]),
    )
    .action(async (client: string, options: SetupFlags, command: Command) =>
      (await import('./setup.js')).setup(client, options, command.parent?.opts() ?? {}),
    );

  program
    .command('serve')
    .description(
      'Serve several clients over HTTP on this machine; tokens from MEMORY_R1_HTTP_TOKEN and ' +
        'MEMORY_R1_HTTP_READ_TOKEN, or made for this run.',
    )
    .option('--http', 'Streamable HTTP')
    .option('--port <n>', 'port on 127.0.0.1', wholeNumber, 8735)
    .action(async (options: ServeFlags, command: Command) =>
      withContext(command, async (context) => (await import('./serve.js')).serve(options, context)),
    );

  const bench = program.command('bench').description('Measure; see docs/benchmarks.md.');
  bench
    .command('retrieval')
    .description('Evidence recall on LoCoMo for vectors, full text and the fused default.')
    .requiredOption('--data <file>', "LoCoMo's official JSON")
    .option('--samples <ids>', 'comma-separated dialogues (default: all)')
    .addOption(
      new Option('--facts <kind>', 'what is stored')
        .choices(['turns', 'observations', 'both'])
        .default('both'),
    )
    .option('--json <file>', 'also write the figures here')
    .action(
      async (
        options: {
          data: string;
          samples?: string;
          facts: 'observations' | 'turns' | 'both';
          json?: string;
        },
        command: Command,
      ) =>
        withContext(command, async (context) =>
          (await import('./bench.js')).benchRetrievalCommand(options, context),
        ),
    );
  bench
    .command('locomo')
    .description(
      'Answers on LoCoMo: F1, BLEU-1 and exact match by category, abstention, retrieval.',
    )
    .requiredOption('--data <file>', "LoCoMo's official JSON")
    .option('--samples <ids>', 'comma-separated dialogues (default: all)')
    .addOption(
      new Option('--facts <kind>', 'what is stored')
        .choices(['turns', 'observations', 'both'])
        .default('observations'),
    )
    .option('--limit <n>', 'at most this many questions of each dialogue', wholeNumber)
    .option(
      '--distilled <n>',
      'at most so many memories of the 60 retrieved are read for an answer; 60: all, without distillation',
      wholeNumber,
      12,
    )
    .option('--audit <file>', 'an audit of wrong gold answers: reports without them too')
    .option('--judge', 'have the language model of --llm judge the answers too')
    .option('--json <file>', 'also write the figures here')
    .addHelpText(
      'after',
      '\n--manager (learned by default; append stores everything as it is), --answerer, --embedder and --llm choose what is measured.',
    )
    .action(async (options: LocomoBenchFlags, command: Command) =>
      withContext(command, async (context) =>
        (await import('./bench-locomo.js')).benchLocomoCommand(options, context),
      ),
    );
  bench
    .command('embedder')
    .description(
      "Throughput of the bundled embedder beside the TensorFlow.js original's (needs the dev dependencies).",
    )
    .requiredOption('--data <file>', "LoCoMo's official JSON")
    .option('--turns <n>', 'how many turns', wholeNumber, 500)
    .action(async (options: { data: string; turns: number }, command: Command) =>
      withContext(command, async (context) =>
        (await import('./bench.js')).benchEmbedderCommand(options, context),
      ),
    );
  bench
    .command('scale')
    .description('Recall, remember, memory and disk use of ledgers of several sizes.')
    .option('--sizes <n,…>', 'how many memories', '1000,10000')
    .option('--calls <n>', 'how many calls of each kind', wholeNumber, 100)
    .option('--seed <n>', 'what the ledgers are made from', wholeNumber, 7)
    .option('--json <file>', 'also write the figures here')
    .action(async (options: ScaleFlags, command: Command) =>
      withContext(command, async (context) =>
        (await import('./bench-scale.js')).benchScaleCommand(options, context),
      ),
    );
  bench
    .command('llm')
    .description(
      "How often a language model's replies can be used in either role, and how long they take; needs --llm.",
    )
    .addOption(
      new Option('--schema <how>', 'whether the form of the replies is enforced')
        .choices(['enforced', 'asked', 'both'])
        .default('both'),
    )
    .option('--remembers <n>', 'how many statements, at most 50', wholeNumber, 50)
    .option('--answers <n>', 'how many questions, at most 20', wholeNumber, 20)
    .option('--json <file>', 'also write the figures here')
    .action(async (options: LlmBenchFlags, command: Command) =>
      withContext(command, async (context) =>
        (await import('./bench-llm.js')).benchLlmCommand(options, context),
      ),
    );
  bench
    .command('startup')
    .description('Time from spawn to the initialize response beside a bare server of the same SDK.')
    .option('--runs <n>', 'how many runs of each', wholeNumber, 9)
    .action(async (options: { runs: number }) =>
      (await import('./bench.js')).benchStartupCommand(options),
    );
  bench
    .command('report')
    .description('Write the tables of docs/benchmarks.md from result files.')
    .option('--results <folder>', 'where the result files are', 'docs/results')
    .option('--into <file>', 'the document', 'docs/benchmarks.md')
    .option(
      '--add <files...>',
      'first take these results of --json in, without questions and answers',
      [],
    )
    .action(async (options: BenchReportFlags) =>
      (await import('./bench-report.js')).benchReportCommand(options),
    );
  addManagerBenches(bench);
  addTrainCommands(program);
  return program;
}
