import type { ScoredMemory } from '../../memory/records.js';
import { brief } from '../../memory/text.js';
import { annotateDates } from '../dates.js';
import type { Fact, Observation, Passage } from '../policy.js';

/** Statements in one call; a longer turn is split, also inside a message. */
const MAX_STATEMENTS = 8;
/** Of all candidates in one prompt together; the least related ones are left out beyond it. */
const MAX_CANDIDATE_CHARACTERS = 12_000;
/** A message is shown whole up to this length, beyond it only by its statements. */
const MAX_MESSAGE_CHARACTERS = 2_000;
/** A message in which nothing was stated only helps to understand the others. */
const MAX_CONTEXT_CHARACTERS = 300;

/** A message as the model sees it. */
export interface ShownMessage {
  /** Local: M0, M1, … */
  id: string;
  speaker: string | null;
  saidAt: Fact['saidAt'];
  /** Relative dates carry their absolute ones. */
  text: string;
  verbatim: boolean;
  /** What the built-in extraction took from it; empty where it is only context. */
  observations: readonly Observation[];
}

/** What is asked of the model at once. */
export interface TurnCall {
  messages: readonly ShownMessage[];
  /** Candidates; the local id is the position. */
  memories: readonly ScoredMemory[];
}

/** Divides a turn into calls. Messages that give orders to the memory are not shown. */
export function callsFor(turn: readonly Passage[]): TurnCall[] {
  const calls: Omit<ShownMessage, 'id'>[][] = [];
  let open: Omit<ShownMessage, 'id'>[] = [];
  let statements = 0;
  for (const piece of turn.flatMap(piecesOf)) {
    if (statements > 0 && statements + piece.observations.length > MAX_STATEMENTS) {
      calls.push(open);
      open = [];
      statements = 0;
    }
    open.push(piece);
    statements += piece.observations.length;
  }
  if (statements > 0) calls.push(open);
  return calls.map((messages) => ({
    messages: messages.map((message, at) => ({ id: `M${String(at)}`, ...message })),
    memories: candidatesFor(messages.flatMap(({ observations }) => observations)),
  }));
}

function piecesOf(passage: Passage): Omit<ShownMessage, 'id'>[] {
  const { observations, text, speaker, saidAt, verbatim } = passage;
  if (observations.some(({ fact }) => fact.instruction)) return [];
  const message = { speaker, saidAt, verbatim };
  if (observations.length === 0) {
    return [{ ...message, observations, text: brief(text, MAX_CONTEXT_CHARACTERS) }];
  }
  if (observations.length <= MAX_STATEMENTS && text.length <= MAX_MESSAGE_CHARACTERS) {
    return [{ ...message, observations, text: annotateDates(text, saidAt) }];
  }
  const pieces = [];
  for (let from = 0; from < observations.length; from += MAX_STATEMENTS) {
    const part = observations.slice(from, from + MAX_STATEMENTS);
    const told = part.map(({ fact }) => fact.text).join(' ');
    pieces.push({ ...message, observations: part, text: told });
  }
  return pieces;
}

/** Every statement's nearest memories first, each memory once. */
function candidatesFor(observations: readonly Observation[]): ScoredMemory[] {
  const found = new Map<string, ScoredMemory>();
  const ranks = Math.max(0, ...observations.map(({ related }) => related.length));
  let left = MAX_CANDIDATE_CHARACTERS;
  for (let rank = 0; rank < ranks; rank += 1) {
    for (const { related } of observations) {
      const memory = related[rank];
      if (!memory || found.has(memory.id) || memory.text.length > left) continue;
      left -= memory.text.length;
      found.set(memory.id, memory);
    }
  }
  return [...found.values()];
}
