/** Families of attributes that are worded alike. */
export const FAMILIES = [
  'employer',
  'home',
  'title',
  'age',
  'role',
  'thing',
  'favourite',
  'media',
  'tool',
  'config',
  'pet',
  'child',
  'activity',
  'language',
  'allergy',
  'member',
  'inventory',
  'taste',
  'event',
  'past',
] as const;
export type FamilyId = (typeof FAMILIES)[number];

/**
 * Templates of one family. Written in lower case at the start; a capital and a full stop come later.
 * `[a|b|]` chooses one wording. Slots: `{S}` who, `{S's}` whose, `{S obj}` whom; `{he}` `{him}` `{my}`
 * `{his}` `{himself}` `{he's}` pronouns, or the name where nothing before them says who is meant;
 * `{work/works}` agreement (I, third person; a third form for "we"); `{v}` value, `{old}` value before,
 * `{n}` `{ns}` the attribute's noun, `{k}` kind or activity, `{d}` detail, `{when}` "on Friday", `{date}`
 * "Friday"; `{a v}` the same with its article.
 */
export interface FamilyWording {
  /** Says the value; also serves implicit replacement and repeats. */
  state: string[];
  /** Says that a new value took the old one's place. */
  supersede?: string[];
  /** One more value of a multi-valued attribute. */
  add?: string[];
  /** The old value is gone and nothing follows. */
  retract?: string[];
  /** The old value was never right. */
  correct?: string[];
  /** More about the value; everything said before still holds. */
  elaborate?: string[];
  /** Says the value again, with more detail. */
  refine?: string[];
  ask: string[];
  /** Asks for the values of one kind `{k}`. */
  askKind?: string[];
  /** Asks for `{d}`. */
  askDetail?: string[];
  /** Asks whether `{v}` is the value now. */
  askWhether?: string[];
}

/** Everything that is worded, for one split. */
export interface Wording {
  families: Record<FamilyId, FamilyWording>;
  /** Takes the value `{old}` of `{S's} {n}` back by talking of what was said. */
  takeBack: string[];
  /** Corrections that only make sense right after what they correct. */
  correctBare: string[];
  prefixes: string[];
  updatePrefixes: string[];
  suffixes: string[];
  smallTalk: string[];
  noiseQuestions: string[];
}
