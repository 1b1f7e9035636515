import type { ExplainedChange } from '../../src/store/store.js';
import { add, noop, remove, update } from '../contracts/ledger-fixtures.js';

/**
 * What the n-th transaction of a burst does. Three kinds in turn: all operations at once (a merge in
 * LanceDB), additions only (an append), and one that closes what the others made.
 */
export function burstChanges(prefix: string, n: number): ExplainedChange[] {
  const turn = Math.floor(n / 3);
  const [pet, car, job] = [`${prefix}-pet${turn}`, `${prefix}-car${turn}`, `${prefix}-job${turn}`];
  switch (n % 3) {
    case 0:
      return [
        add(pet, `dog number ${turn}`),
        add(car, `car number ${turn}`),
        add(job, `job number ${turn}`),
      ];
    case 1:
      return [
        update(pet, `dog number ${turn} and a cat`),
        remove(car),
        noop(job, `job number ${turn} again`),
        add(`${prefix}-home${turn}`, `home number ${turn}`),
      ];
    default:
      return [update(job, `new job number ${turn}`), remove(`${prefix}-home${turn}`)];
  }
}
