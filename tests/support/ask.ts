import { expect, it } from 'vitest';
import type { Answer } from '../../src/agents/answer-agent.js';
import { readerPolicy } from '../../src/agents/answerer/extractive.js';

/** Asks the answer agent's rules, without what is learned, over memories that the user told one day after another. */
export function ask(question: string, texts: readonly string[]): string | null {
  const memories = texts.map((text, index) => ({
    id: `m${index}`,
    namespace: 'test',
    version: 1,
    text,
    speaker: null,
    saidAt: `2025-05-0${index + 1}T10:00:00Z`,
    source: null,
    score: 0.8 - 0.02 * index,
    similarity: 0.5,
  }));
  return (readerPolicy.answer(question, memories) as Answer).text;
}

/** A question, its answer (null for none) and what was told before. */
type Case = [question: string, answer: string | null, ...texts: string[]];

/** One test for each question. */
export function answers(cases: readonly Case[]): void {
  it.each(cases)('%s %s', (question, answer, ...texts) => {
    expect(ask(question, texts)).toBe(answer);
  });
}
