import { factStream, type FactStream, type LocomoSample } from '../../bench/locomo.js';
import { epochOf, HOUR_MS, offsetOf, toZoned } from '../../memory/time.js';
import type { Episode, Question, Step } from './episode.js';

/**
 * A LoCoMo dialogue as an episode, for experiments only (CC BY-NC: never for shipped weights). Steps are
 * what was said or the facts that come with the file; a question's evidence is the steps that stem from
 * the turns it cites. Nobody annotated operations, so `truth` is empty and `gold` null.
 * @param categories which questions to keep; the paper leaves out 5 (adversarial).
 */
export function locomoEpisode(
  sample: LocomoSample,
  facts: FactStream,
  categories: readonly number[] = [1, 2, 3, 4],
): Episode {
  const items = factStream(sample, facts);
  const steps = items.map((item): Step => {
    const { speaker, saidAt, text } = item;
    return { speaker, saidAt, text, truth: [] };
  });
  const stepsOf = new Map<string, number[]>();
  items.forEach((item, index) => {
    for (const turn of item.evidence) {
      stepsOf.set(turn, [...(stepsOf.get(turn) ?? []), index]);
    }
  });
  const last = steps.at(-1);
  const asOf = last ? toZoned(epochOf(last.saidAt) + HOUR_MS, offsetOf(last.saidAt)) : '';
  const questions = sample.questions
    .filter((question) => categories.includes(question.category))
    .map((question): Question => {
      const evidence = question.evidence.flatMap((turn) => stepsOf.get(turn) ?? []);
      const gone = question.category === 5 || question.answer === null;
      return {
        question: question.question,
        answers: gone ? [] : [question.answer ?? ''],
        asOf,
        evidence: [...new Set(evidence)].sort((a, b) => a - b),
        kind: `locomo-${question.category}`,
        distractors: question.adversarialAnswer === null ? [] : [question.adversarialAnswer],
      };
    });
  return {
    id: `${sample.id}:${facts}`,
    people: sample.speakers,
    steps,
    questions,
    gold: null,
    distractors: [],
  };
}

/**
 * A long dialogue as overlapping episodes of at most `size` steps, each with the questions whose evidence
 * lies within it: what a rollout costs grows with the square of the steps. Windows without questions go.
 */
export function windowsOf(episode: Episode, size: number): Episode[] {
  const windows: Episode[] = [];
  for (let from = 0; from < episode.steps.length; from += Math.ceil(size / 2)) {
    const steps = episode.steps.slice(from, from + size);
    const questions = episode.questions
      .map((question) => ({ ...question, evidence: question.evidence.map((step) => step - from) }))
      .filter(
        ({ evidence }) =>
          evidence.length > 0 && evidence.every((step) => step >= 0 && step < steps.length),
      );
    if (questions.length > 0)
      windows.push({ ...episode, id: `${episode.id}:${from}`, steps, questions });
  }
  return windows;
}

/**
 * The training examples of the paper: for each step that some question rests on, the step and its
 * questions; the bank at that point is built from the steps before it.
 */
export function linkedQuestions(episode: Episode): { step: number; questions: Question[] }[] {
  return episode.steps.flatMap((_, step) => {
    const questions = episode.questions.filter((question) => question.evidence.includes(step));
    return questions.length > 0 ? [{ step, questions }] : [];
  });
}
