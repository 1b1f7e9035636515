import type { ScoredMemory } from '../../memory/records.js';
import type { Asked } from './asked-facts.js';
import { mentionsIn, RELATION } from './mentions.js';

/** Who goes by a name and by a relation: "my sister is called Ana" makes "Ana" and "my sister" one person. */

const OWN = "(?:my|our|(?:the )?user['’]s|i have an?|i['’]ve got an?|has an?|have an?|got an?)";
const NAME = '(\\p{Lu}[\\p{L}-]*\\p{L})(?!\\p{L})';
const NAMED = new RegExp(
  `(?<!\\p{L})${OWN} (${RELATION})(?:['’]s name)?(?:,| is|['’]s)?(?: called| named)? ${NAME}`,
  'giu',
);
const IS_RELATION = new RegExp(
  `(?<!\\p{L})${NAME}(?: is|['’]s|,) ${OWN} (${RELATION})(?!\\p{L}| )`,
  'giu',
);

/** The keys of mentions by which the one who is asked about may go as well. */
export function aliasesOf(asked: Asked, memories: readonly ScoredMemory[]): ReadonlySet<string> {
  const { owner, relation } = asked;
  const found = new Set<string>();
  if (owner === null) return found;
  const pair = (kin: string, name: string): void => {
    // The pattern ignores case, a name does not.
    if (!/^\p{Lu}/u.test(name)) return;
    const [mention] = mentionsIn(`my ${kin.toLowerCase()}.`);
    if (mention?.relation == null) return;
    if (relation !== null && mention.relation === relation) found.add(name.toLowerCase());
    else if (name.toLowerCase() === owner) found.add(`rel:${mention.relation}`);
  };
  for (const { text } of memories) {
    for (const [, kin = '', name = ''] of text.matchAll(NAMED)) pair(kin, name);
    for (const [, name = '', kin = ''] of text.matchAll(IS_RELATION)) pair(kin, name);
  }
  return found;
}
