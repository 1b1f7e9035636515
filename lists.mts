import { readFileSync } from 'node:fs';
import { createEmbedder } from './src/embeddings/create.js';
import { optionsOf, readerPolicy, createExtractivePolicy } from './src/agents/answerer/extractive.js';
import { parseAnswerWeights } from './src/agents/answerer/learned/answer-weights.js';
import { f1 } from './src/bench/metrics.js';
import { createGym } from './src/training/gym.js';
import { Vectors } from './src/training/prepare.js';
import { prepareTalks } from './src/training/conversation-exercises.js';
import { conversations } from './src/training/environment/conversations.js';
import { probabilitiesOf } from './src/agents/answerer/learned/encoding.js';
import { Bank } from './src/training/bank.js';
import { parseQuestion } from './src/agents/answerer/question.js';
const embedder = createEmbedder('bundled', { home: '' });
const gym = createGym({ embedder, answerer: readerPolicy, reward: { kind: 'em', sizeCost: 0 } as any, credited: false });
const W = parseAnswerWeights(readFileSync(process.argv[2]!, 'utf8'), 'w');
const policy = createExtractivePolicy(() => W);
const samples = conversations((process.argv[3] ?? 'validation') as any);
const talks = await prepareTalks(samples, new Vectors(embedder));
const cat: any = {}; const lists: any[] = [];
const best = (t: string | null, a: string[]) => (t === null ? 0 : Math.max(...a.map((x) => f1(t, x))));
talks.forEach((talk, ti) => talk.banks.forEach((items, bi) => { if (bi !== 2) return; const bank = Bank.empty.with(items);
  talk.questions.forEach((q, qi) => {
    const c = samples[ti]!.questions[qi]!.category;
    const found = gym.simulator.retrieve(q, bank);
    const rules = (readerPolicy.distilAndAnswer!(q.question, found, 12) as any).answer.text;
    const got = (policy.distilAndAnswer!(q.question, found, 12) as any).answer.text;
    const r = (cat[c] ??= { n: 0, rules: 0, got: 0, rs: 0, gs: 0 }); r.n++;
    if (q.answers === null) { r.rs += rules === null ? 1 : 0; r.gs += got === null ? 1 : 0; return; }
    r.rules += best(rules, q.answers); r.got += best(got, q.answers); r.rs += rules === null ? 1 : 0; r.gs += got === null ? 1 : 0;
    if (c === 1 || c === 4) lists.push({ q, c, found, got, plural: parseQuestion(q.question, samples[ti]!.speakers).plural });
  });
}));
for (const c in cat) { const r = cat[c]; console.log('category', c, r.n, 'F1 rules', (100 * r.rules / r.n).toFixed(1), 'learned', (100 * r.got / r.n).toFixed(1), 'silent', (100 * r.rs / r.n).toFixed(0), (100 * r.gs / r.n).toFixed(0)); }
for (const c of [1, 4]) for (const plural of [true, false]) {
  const sel = lists.filter((l) => l.c === c && l.plural === plural); let line = `cat ${c} plural ${plural} n ${sel.length} single ${(100 * sel.reduce((s, l) => s + best(l.got, l.q.answers), 0) / Math.max(1, sel.length)).toFixed(1)}`;
  for (const lambda of [0.2, 0.35, 0.5, 0.7]) for (const most of [3]) {
    let sum = 0;
    for (const l of sel) {
      const o = optionsOf(l.q.question, l.found, 12); let text = l.got;
      if (o !== null && text !== null) {
        const p = probabilitiesOf(o.encoding, W.signs); const together = new Float64Array(p.length); o.answers.forEach((a, i) => { together[a] += p[i]!; });
        const order = [...together.keys()].filter((i) => o.answers[i] === i && o.options[i]!.text !== null && i > 0 || i === 0 && o.options[0]!.text !== null).sort((a, b) => together[b]! - together[a]!);
        const chosen: string[] = []; const top = together[order[0]!]!;
        for (const i of order) { const t = o.options[i]!.text!; if (together[i]! < lambda * top || chosen.length === most) break; const w = new Set(t.toLowerCase().split(/\W+/)); if (chosen.some((x) => x.toLowerCase().split(/\W+/).some((y) => y.length > 2 && w.has(y)))) continue; chosen.push(t); }
        if (chosen.length > 1) text = chosen.join(', ');
      }
      sum += best(text, l.q.answers);
    }
    line += ` | ${lambda}: ${(100 * sum / Math.max(1, sel.length)).toFixed(1)}`;
  }
  console.log(line);
}
