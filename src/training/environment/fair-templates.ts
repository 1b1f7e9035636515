import type { StoryEvent } from './episode.js';
import type { FamilyId } from './wording/types.js';

/** Families whose values mean little without the attribute's noun. */
export const NAMED: ReadonlySet<FamilyId> = new Set<FamilyId>([
  'role',
  'thing',
  'favourite',
  'media',
  'tool',
  'config',
]);

const OWNER = /\{(?:S|S's|S obj|he|him|my|his|himself|he's)\}/;
const USE = /\{(?:a )?(?:n|ns|k)\}/;
const LEANING: ReadonlySet<StoryEvent> = new Set(['elaborate', 'retract', 'supersede', 'correct']);

/**
 * The templates whose sentence, read alone, says whom it is about and what the value is for: nobody
 * could tell from "There is a new cat at home" whose it is, or from "I own a Surface" whether that is the
 * phone or the laptop. Changes may lean on what was said before.
 */
export function fairTemplates(
  templates: readonly string[],
  family: FamilyId,
  event: StoryEvent,
): readonly string[] {
  const fair = templates.filter(
    (template) =>
      (event === 'elaborate' || event === 'retract' || OWNER.test(template)) &&
      (!NAMED.has(family) || LEANING.has(event) || USE.test(template)),
  );
  return fair.length > 0 ? fair : templates;
}
