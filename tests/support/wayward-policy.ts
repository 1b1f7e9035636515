import type { Decision, ManagerPolicy } from '../../src/agents/policy.js';
import { createRandom } from '../../src/memory/random.js';

/**
 * Decides anything that may be decided: the ledger has to hold whatever a policy does. Depends on the
 * seed and on what it is shown only, so that a repeated decision is the same.
 */
export function waywardPolicy(seed: number): ManagerPolicy {
  return {
    name: 'wayward@1',
    decide({ fact, related }) {
      const shown = [
        fact.text,
        fact.saidAt,
        ...related.map(({ id, version }) => `${id}@${version}`),
      ];
      const random = createRandom(shown.join('\n').split('').reduce(mix, seed));
      const why = { reason: 'by chance', confidence: random.next() };
      const decisions = random
        .shuffle(related)
        .slice(0, random.int(3))
        .map(({ id: memoryId, text }): Decision => {
          const operation = random.pick(['UPDATE', 'DELETE', 'NOOP'] as const);
          if (operation !== 'UPDATE') return { operation, memoryId, ...why };
          const merged = `${text} ${fact.text}`.slice(-200).trim();
          return { operation, memoryId, text: random.pick([fact.text, text, merged]), ...why };
        });
      if (decisions.length > 0 && random.chance(0.5)) return decisions;
      const own: Decision = random.chance(0.8)
        ? { operation: 'ADD', text: fact.text, ...why }
        : { operation: 'NOOP', memoryId: null, ...why };
      return [...decisions, own];
    },
  };
}

const mix = (hash: number, char: string): number =>
  Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619);
