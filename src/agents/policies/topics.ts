import { analyse } from '../language.js';
import { withoutLeadIn } from '../merge.js';
import { memoised } from '../memo.js';
import type { Decision, Observation } from '../policy.js';

/** A heading and what is said under it: "Project Heron: production runs in Frankfurt". */
interface Topical {
  heading: string;
  topic: string;
  said: string;
}

const HEADED =
  /^((?:(?:[Ff]or|[Oo]n|[Rr]e|[Aa]bout) )?(\p{Lu}[\p{L}\p{N}'’-]*(?: [\p{L}\p{N}'’-]+){0,4}): )(?=\p{L})/u;

/** The heading of a statement; null where what follows it is only said of the heading: "Lead: Ana". */
const topical = memoised((text: string): Topical | null => {
  const statement = withoutLeadIn(text);
  const [heading = '', , topic = ''] = HEADED.exec(statement) ?? [];
  if (heading === '') return null;
  const said = statement.slice(heading.length);
  const first = analyse(said).clauses[0];
  const stands =
    first !== undefined && first.verb !== '' && /^(?:thing|person)$/.test(first.subject.kind);
  return stands ? { heading, topic: topic.toLowerCase(), said } : null;
});

/**
 * Decides about statements under one heading by what they say, since a heading is none of the things told
 * of: both "Project Heron: errors go to Sentry" and "Project Heron: metrics go to Datadog" hold.
 *
 * @param decide how to decide about statements without headings
 */
export function underTopic(
  observation: Observation,
  decide: (observation: Observation) => Decision[],
): Decision[] {
  const { fact, related } = observation;
  const mine = topical(fact.text);
  if (!mine) return decide(observation);
  const alike = related.filter(({ text }) => topical(text)?.topic === mine.topic);
  // What stands under another heading is told of another thing.
  const free = related.filter(({ text }) => topical(text) === null);
  if (alike.length === 0) return decide({ ...observation, related: free });
  const bare = alike.map((memory) => ({ ...memory, text: topical(memory.text)?.said ?? '' }));
  const decisions = decide({
    ...observation,
    fact: { ...fact, text: leadIn(fact.text, mine) + mine.said },
    related: bare,
  });
  if (decisions.every(({ operation }) => operation === 'ADD'))
    return decide({ ...observation, related: free });
  return decisions.map((decision) => {
    if (decision.operation === 'ADD') return { ...decision, text: fact.text };
    const memory = alike.find(({ id }) => id === decision.memoryId);
    if (decision.operation !== 'UPDATE' || !memory) return decision;
    return { ...decision, text: withHeading(decision.text, topical(memory.text), mine) };
  });
}

/** "Correction for Project Heron: …" → "Correction: " */
function leadIn(text: string, { topic, said }: Topical): string {
  const before = text.slice(0, text.length - said.length);
  const lead = before
    .slice(0, before.toLowerCase().indexOf(topic))
    .replace(/(?:\b(?:for|on|re|about) )?$/i, '')
    .replace(/[\s,:;.–—-]+$/, '');
  return lead === '' ? '' : `${lead}: `;
}

/** A text under the heading of the memory that it is of, in lower case where the statement was so. */
function withHeading(text: string, memory: Topical | null, { said }: Topical): string {
  const heading = memory?.heading ?? '';
  const lower = /^\p{Ll}/u.test(said) || /^\p{Ll}/u.test(memory?.said ?? '');
  const word = /^\S+/.exec(text)?.[0] ?? '';
  const own = [said, memory?.said ?? ''].some((each) => each.startsWith(decapital(word)));
  return heading + (lower && own ? decapital(text) : text);
}

const decapital = (text: string): string =>
  text.replace(/^\p{Lu}/u, (first) => first.toLowerCase());
