import { DISTILLED, RETRIEVED } from '../agents/answer.js';
import { inputError } from '../errors.js';
import { mean } from './ingest.js';
import { PUBLISHED, PUBLISHED_QUESTIONS, PUBLISHED_READER } from './published.js';
import type { LocomoResult, Results, RetrievalResult } from './results.js';

/** Dialogues that nothing was made on, and those that it was. */
const TEST = ['conv-41', 'conv-42', 'conv-43', 'conv-44'];
const DEVELOPMENT = ['conv-26', 'conv-30'];
const ALL = [...DEVELOPMENT, ...TEST];

/** The generated parts of docs/benchmarks.md, by the name in their markers. */
const PARTS: Record<string, (results: Results) => string> = {
  retrieval: ({ retrieval }) => retrievalTable(retrieval),
  answers: ({ locomo }) => answersTables(locomo),
  published: ({ locomo }) => publishedTable(locomo),
  managers: ({ locomo }) => managersTable(locomo),
};

const markedPart = (name: string): RegExp =>
  new RegExp(`(<!-- results: ${name} -->\n)[^]*?(<!-- end -->)`);

/**
 * The document with those of the generated parts that it has a place for written anew, each between
 * `<!-- results: NAME -->` and `<!-- end -->`. Where a part's results are missing it says so.
 * @throws MemoryR1Error `bench-report` where the document has a place for none
 */
export function withResults(document: string, results: Results): string {
  const parts = Object.entries(PARTS).filter(([name]) => markedPart(name).test(document));
  if (parts.length === 0)
    throw inputError(
      'bench-report',
      `the document has no place for results: a line "<!-- results: NAME -->" and below it "<!-- end -->", NAME being one of ${Object.keys(PARTS).join(', ')}`,
    );
  return parts.reduce(
    (text, [name, write]) =>
      text.replace(markedPart(name), (_, open: string, end: string) =>
        [open, write(results), end].join('\n'),
      ),
    document,
  );
}

const MISSING = 'No result yet.\n';
const times100 = (value: number): string => (100 * value).toFixed(1);
const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each) => b.includes(each));
const bare = (policy: string): string => policy.split('@')[0] ?? policy;

/** A Markdown table, its columns padded as Prettier pads them. */
function table(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, at) => Math.max(3, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[], fill: string): string =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width, fill)).join(' | ')} |`;
  return `${[line(head, ' '), line([], '-'), ...rows.slice(1).map((row) => line(row, ' '))].join('\n')}\n`;
}

const NAMED: Record<string, string> = {
  vectors: 'vectors',
  text: 'full text',
  fused: "fused: the store's search",
  reranked: 'reranked (default)',
  'no speaker': 'without: said by the person named',
  'no expansion': 'without: words that go with the query',
  'no neighbours': 'without: said right beside something that fits',
};

function retrievalTable(results: readonly RetrievalResult[]): string {
  const columns = (['observations', 'turns'] as const).flatMap((facts) => {
    const result = results.find((each) => each.facts === facts && same(each.samples, ALL));
    return result === undefined
      ? []
      : [
          { title: `${facts}, conv-26 and 30`, result, samples: DEVELOPMENT },
          { title: `${facts}, conv-41 to 44`, result, samples: TEST },
        ];
  });
  if (columns.length === 0) return MISSING;
  return table([
    ['ranked by', ...columns.map(({ title }) => title)],
    ...Object.entries(NAMED).map(([method, name]) => [
      name,
      ...columns.map(({ result, samples }) =>
        result.ks.map((k) => recallOf(result, samples, method, k).toFixed(3)).join(' / '),
      ),
    ]),
  ]);
}

/** Mean over the questions of some dialogues. */
function recallOf(
  { bySample }: RetrievalResult,
  samples: readonly string[],
  method: string,
  k: number,
): number {
  return mean(
    samples.flatMap((sample) => {
      const { questions = 0, recall = {} } = bySample[sample] ?? {};
      return Array.from({ length: questions }, () => recall[method]?.[k] ?? 0);
    }),
  );
}

/** How the dialogues that nothing was made on were stored and read. */
type Setting = Pick<LocomoResult['run'], 'facts' | 'manager' | 'distilled'>;

/** Everything stored as it is, and distilled. */
const PLAIN: Setting = { facts: 'both', manager: 'append', distilled: DISTILLED };
const SETTINGS: Setting[] = [
  PLAIN,
  { ...PLAIN, manager: 'learned' },
  { ...PLAIN, distilled: RETRIEVED },
  { ...PLAIN, facts: 'observations' },
  { ...PLAIN, facts: 'turns' },
];

function onTest(results: readonly LocomoResult[], setting: Setting): LocomoResult | undefined {
  return results.find(
    ({ run }) =>
      run.facts === setting.facts &&
      bare(run.manager) === setting.manager &&
      run.distilled === setting.distilled &&
      same(run.samples, TEST),
  );
}

function answersTables(results: readonly LocomoResult[]): string {
  const both = onTest(results, PLAIN);
  if (both === undefined) return MISSING;
  const { audited, overall, byCategory } = both;
  const scored = (name: string, { f1, bleu1, em, locomoF1 }: typeof overall): string[] => [
    name,
    ...[f1, bleu1, em, locomoF1].map(times100),
  ];
  const runs = SETTINGS.flatMap((setting) => {
    const result = onTest(results, setting);
    return result === undefined ? [] : [result];
  });
  return [
    table([
      ['questions', "F1 (Mem0's)", 'BLEU-1', 'EM', "F1 (LoCoMo's)"],
      scored('categories 1 to 4', overall),
      ...Object.entries(byCategory).map(([category, scores]) =>
        scored(`category ${category}`, scores),
      ),
      ...(audited ? [scored(`${audited.leftOut} wrong golds out`, audited.overall)] : []),
    ]),
    table([
      [
        'stored',
        'manager',
        'read of 60',
        'F1',
        'evidence in 10 / in 60',
        'kept of it',
        'tokens read',
        'abstained: category 5 / others',
      ],
      ...runs.map(({ run, overall: { f1 }, retrieval, distilled, tokens, abstention }) => [
        run.facts === 'both' ? 'observations and turns' : run.facts,
        bare(run.manager),
        String(run.distilled),
        times100(f1),
        `${retrieval['10']?.toFixed(3)} / ${retrieval['60']?.toFixed(3)}`,
        `${times100(distilled.kept)} %`,
        tokens.toFixed(0),
        `${times100(abstention.cat5)} % / ${times100(abstention.answerable)} %`,
      ]),
    ]),
  ].join('\n');
}

function publishedTable(results: readonly LocomoResult[]): string {
  const ours = onTest(results, PLAIN);
  return table([
    ['method', 'answers are worded by', 'questions', 'F1', 'BLEU-1', 'judged right'],
    ...PUBLISHED.map(({ method, f1, bleu1, judge }) => [
      method,
      PUBLISHED_READER,
      String(PUBLISHED_QUESTIONS),
      ...[f1, bleu1, judge].map((value) => value.toFixed(1)),
    ]),
    ...(ours
      ? [
          [
            'memory-r1',
            'no language model',
            String(ours.overall.questions),
            times100(ours.overall.f1),
            times100(ours.overall.bleu1),
            ours.overall.judge === undefined ? '' : times100(ours.overall.judge),
          ],
        ]
      : []),
  ]);
}

/** Mean over the questions of some dialogues. */
function onSamples(
  bySample: LocomoResult['bySample'],
  samples: readonly string[],
  metric: 'f1' | 'em',
): number {
  const scored = samples.flatMap((sample) => bySample[sample] ?? []);
  const questions = scored.reduce((sum, each) => sum + each.questions, 0);
  return scored.reduce((sum, each) => sum + (each.questions / questions) * each[metric], 0);
}

function managersTable(results: readonly LocomoResult[]): string {
  const runs = ['append', 'rules', 'learned'].flatMap((manager) =>
    results.filter(
      ({ run }) =>
        bare(run.manager) === manager && run.facts === 'observations' && same(run.samples, ALL),
    ),
  );
  if (runs.length === 0) return MISSING;
  return table([
    [
      'manager',
      'F1',
      'BLEU-1',
      'EM',
      'F1, wrong golds out',
      'F1 / EM, conv-41 to 44',
      'evidence in 10 / in 60',
      'abstained: category 5 / others',
      'ADD / UPDATE / DELETE / NOOP',
      'live memories',
    ],
    ...runs.map(({ run, overall, audited, bySample, retrieval, abstention, operations }) => [
      bare(run.manager),
      ...[overall.f1, overall.bleu1, overall.em].map(times100),
      audited ? times100(audited.overall.f1) : '',
      [onSamples(bySample, TEST, 'f1'), onSamples(bySample, TEST, 'em')].map(times100).join(' / '),
      `${retrieval['10']?.toFixed(3)} / ${retrieval['60']?.toFixed(3)}`,
      `${times100(abstention.cat5)} % / ${times100(abstention.answerable)} %`,
      ['ADD', 'UPDATE', 'DELETE', 'NOOP'].map((name) => operations[name] ?? 0).join(' / '),
      String((operations.ADD ?? 0) - (operations.DELETE ?? 0)),
    ]),
  ]);
}
