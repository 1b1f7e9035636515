import { expect, it } from 'vitest';
import type { Answer } from '../../src/agents/answer-agent.js';
import { extractivePolicy } from '../../src/agents/answerer/extractive.js';

/** Asks the answer agent over memories that the user told one day after another. */
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
  return (extractivePolicy.answer(question, memories) as Answer).text;
}

/** A question, what its answer has (null for none at all) and what was told before. */
type Case = [question: string, answer: string | null, ...texts: string[]];

/** One test for each question. */
export function answers(cases: readonly Case[]): void {
  it.each(cases)('%s %s', (question, answer, ...texts) => {
    const given = ask(question, texts);
    if (answer === null) expect(given).toBeNull();
    else expect(given?.toLowerCase()).toContain(answer.toLowerCase());
  });
}
