import type { ManagerPolicy } from '../policy.js';

/** Adds every fact, whatever is known already: plain retrieval-augmented generation, the baseline. */
export const appendPolicy: ManagerPolicy = {
  name: 'append@1',
  decide: ({ fact }) => [
    {
      operation: 'ADD',
      text: fact.text,
      reason: 'Every fact is added by this policy.',
      confidence: 1,
    },
  ],
};
