/** @import {Actions, LedgerEntry, Model} from './types.js' */
import * as api from './api.js';
import { plural } from './format.js';

const ERASED = '(erased)';
/** As many as fit in a dialog. */
const MAX_QUOTES = 5;

/**
 * What changes memories, each after a question.
 * @param {Model} model
 * @param {() => void} update shows the model
 * @param {() => void} reload reads everything shown again
 * @returns {Pick<Actions, 'ask' | 'answer' | 'askUndo' | 'undo' | 'askForget' | 'askErase' | 'dismiss'>}
 */
export function createMending(model, update, reload) {
  /**
   * @param {() => Promise<unknown>} work
   * @param {string} done
   * @param {() => Promise<string | null>} [undo] finds what would take it back
   */
  async function run(work, done, undo = async () => null) {
    await attempt(async () => {
      await work();
      model.notice = { kind: 'done', text: done, undo: await undo() };
    });
    reload();
  }

  /**
   * Null where it failed, which is then shown.
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T | null>}
   */
  async function attempt(work) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof api.NoSession) model.session = 'refused';
      const text = error instanceof Error ? error.message : String(error);
      model.notice = { kind: 'failed', text, undo: null };
      update();
      return null;
    }
  }

  /** @type {(id: string) => Promise<string | null>} */
  const newestChange = async (id) => {
    const { entries } = await api.getMemory(model.route.namespace, id);
    return entries[0]?.transactionId ?? null;
  };

  const undo = (/** @type {string} */ transactionId) =>
    run(() => api.undoTransaction(transactionId), 'Undone. The undo is in the history too.');

  /** @type {Actions['ask']} */
  const ask = (question) => {
    model.question = question;
    update();
  };

  return {
    ask,
    undo,
    answer(yes) {
      const { question } = model;
      model.question = null;
      update();
      if (yes) void question?.run();
    },
    dismiss() {
      model.notice = null;
      update();
    },
    async askUndo(transactionId) {
      const transaction = await attempt(() => api.getTransaction(transactionId));
      if (transaction === null) return;
      const effective = transaction.entries.filter(({ operation }) => operation !== 'NOOP');
      ask({
        title: 'Undo this change?',
        text: `Puts ${plural(effective.length, 'memory', 'memories')} back as before it. The undo is kept in the history and can be undone.`,
        quotes: effective.slice(0, MAX_QUOTES).map(sayUndo),
        action: 'Undo',
        isDangerous: false,
        pledge: null,
        run: () => undo(transactionId),
      });
    },
    askForget({ id, text }) {
      ask({
        title: 'Forget this memory?',
        text: 'It will no longer be recalled. Its history stays, and the change can be undone.',
        quotes: [text],
        action: 'Forget',
        isDangerous: false,
        pledge: null,
        run: () =>
          run(
            () => api.forgetMemory(model.route.namespace, id, false),
            'Forgotten.',
            () => newestChange(id),
          ),
      });
    },
    askErase({ id, text }) {
      ask({
        title: 'Erase this memory for good?',
        text: 'Every version of it is taken off the disk.',
        quotes: [text],
        action: 'Erase for good',
        isDangerous: true,
        pledge: 'I know that nothing can bring it back.',
        run: () =>
          run(
            () => api.forgetMemory(model.route.namespace, id, true),
            'Erased. Nothing of it is left but the fact that it was erased.',
          ),
      });
    },
  };
}

/** @param {LedgerEntry} entry */
function sayUndo({ operation, text, previousText }) {
  if (operation === 'ADD') return `No longer remembered: ${text || ERASED}`;
  if (operation === 'DELETE') return `Remembered again: ${text || ERASED}`;
  return `Again: ${previousText || ERASED}`;
}
