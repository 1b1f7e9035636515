/** The sorts of facts about people and teams that are read by their form. */
export type Topic =
  | 'employer'
  | 'home'
  | 'title'
  | 'age'
  | 'pet'
  | 'child'
  | 'hobby'
  | 'language'
  | 'allergy'
  | 'taste'
  | 'media'
  | 'event'
  | 'did'
  | 'place-of'
  | 'base'
  | 'floor'
  | 'street'
  | 'colour'
  | 'version'
  | 'called'
  | 'attribute';

/** A question for one fact about somebody: whose, which, and in what form the answer is wanted. */
export interface Asked {
  /** Key of the mention it is about; null where only `value` says what it is about. */
  owner: string | null;
  /** `sister` where the owner is "my sister" or "my sister Ana". */
  relation: string | null;
  topic: Topic;
  /** Words of the noun that names the attribute, lower case: `work`, `laptop`. */
  noun: string[];
  /** The value asked about: of "is V my dentist?", "what colour is my V?". */
  value: string | null;
  form: 'one' | 'all' | 'whether';
  /** Keys of other mentions of the same person: their name beside their relation. */
  aliases?: ReadonlySet<string>;
  /** Read by its words only, so that the answer may stand in a sentence of any form. */
  open?: boolean;
}
