import type { PoolId } from './values.js';
import type { FamilyId } from './wording/types.js';

/** One thing that can be true of somebody. */
export interface Attribute {
  id: string;
  family: FamilyId;
  /** Where values come from; dates and ages are computed, names are drawn from the split's names. */
  values: PoolId | 'name' | 'child-name' | 'age' | 'future-date' | 'past-date';
  /** A person's, or a team's or project's. */
  of: 'person' | 'team';
  multi: boolean;
  /** Fills `{n}`; several are siblings that must not be mixed up ("dev port", "test port"). */
  nouns: readonly string[];
  /** Fills `{ns}`. */
  plural?: string;
  /** Fills `{k}`: kinds of the value, one for each noun, or what one does with it. */
  kinds?: readonly string[];
  /** Where `{d}` comes from. */
  details?: PoolId;
  /** Never seen in training. */
  testOnly?: boolean;
  /** How often it is drawn; default 1. */
  weight?: number;
}

type Options = Omit<Attribute, 'id' | 'family' | 'values' | 'nouns' | 'of' | 'multi'>;

const attribute =
  (of: Attribute['of'], multi: boolean) =>
  (
    id: string,
    family: FamilyId,
    values: Attribute['values'],
    nouns: readonly string[] = [id],
    options: Options = {},
  ): Attribute => ({ id, family, values, nouns, of, multi, ...options });

const one = attribute('person', false);
const many = attribute('person', true);
const teamOne = attribute('team', false);
const teamMany = attribute('team', true);
const held = { testOnly: true } as const;

export const ATTRIBUTES: readonly Attribute[] = [
  one('employer', 'employer', 'company', ['employer'], { details: 'floor', weight: 3 }),
  one('home', 'home', 'city', ['home'], { details: 'street', weight: 3 }),
  one('title', 'title', 'title', ['job title'], { weight: 2 }),
  one('age', 'age', 'age', ['age']),
  one('partner', 'role', 'name', ['partner']),
  one('doctor', 'role', 'name', ['doctor', 'dentist', 'therapist'], { details: 'city' }),
  one('boss', 'role', 'name', ['manager', 'mentor'], { details: 'city' }),
  one('trainer', 'role', 'name', ['personal trainer', 'landlord', 'tutor'], held),
  one('phone', 'thing', 'phone', ['phone'], { details: 'colour', weight: 2 }),
  one('car', 'thing', 'car', ['car'], { details: 'colour', weight: 2 }),
  one('laptop', 'thing', 'laptop', ['work laptop', 'private laptop'], { details: 'colour' }),
  one('bike', 'thing', 'bike', ['bike'], { ...held, details: 'colour' }),
  one('camera', 'thing', 'camera', ['camera'], { ...held, details: 'colour' }),
  one('favourite-food', 'favourite', 'food', ['food', 'dish', 'meal']),
  one('favourite-drink', 'favourite', 'drink', ['drink']),
  one('favourite-colour', 'favourite', 'hue', ['colour']),
  one('favourite-film', 'favourite', 'film', ['film', 'movie']),
  one('favourite-season', 'favourite', 'season', ['season'], held),
  one('favourite-game', 'favourite', 'boardGame', ['board game'], held),
  one('favourite-ice', 'favourite', 'ice', ['ice cream flavour'], held),
  one('book', 'media', 'book', ['book'], { kinds: ['reading'] }),
  one('show', 'media', 'show', ['series'], { kinds: ['watching'] }),
  one('podcast', 'media', 'podcast', ['podcast'], { ...held, kinds: ['listening to'] }),
  one('course', 'media', 'course', ['course'], { ...held, kinds: ['taking'] }),
  one('editor', 'tool', 'editor', ['editor'], { details: 'version' }),

  many('pet', 'pet', 'petName', ['dog', 'cat', 'rabbit', 'parrot', 'hamster'], {
    details: 'years',
    weight: 3,
  }),
  many('child', 'child', 'child-name', ['son', 'daughter'], { details: 'years', weight: 2 }),
  many('hobby', 'activity', 'hobby', ['hobby'], { weight: 2 }),
  many('language', 'language', 'language', ['language']),
  many('allergy', 'allergy', 'allergen', ['allergy']),
  many('subscription', 'inventory', 'subscription', ['subscription'], { plural: 'subscriptions' }),
  many('side-project', 'inventory', 'sideProject', ['side project'], { plural: 'side projects' }),
  many('instrument', 'inventory', 'instrument', ['instrument'], {
    ...held,
    plural: 'instruments',
  }),
  many('friends', 'member', 'name', ['running group', 'book club', 'band']),
  many('taste', 'taste', 'liking', ['taste'], { weight: 2 }),

  teamOne('framework', 'tool', 'framework', ['framework'], { details: 'version' }),
  teamOne('test-runner', 'tool', 'testRunner', ['test runner'], { details: 'version', weight: 2 }),
  teamOne('database', 'tool', 'database', ['database'], { details: 'version', weight: 2 }),
  teamOne('ci', 'tool', 'ci', ['CI system']),
  teamOne('packages', 'tool', 'packages', ['package manager'], { details: 'version' }),
  teamOne('cloud', 'tool', 'cloud', ['cloud provider', 'hosting']),
  teamOne('chat', 'tool', 'chat', ['chat tool'], held),
  teamOne('tracker', 'tool', 'tracker', ['issue tracker'], held),
  teamOne('linter', 'tool', 'linter', ['linter'], { ...held, details: 'version' }),
  teamOne('url', 'config', 'url', ['staging URL', 'preview URL']),
  teamOne('deploy-day', 'config', 'weekday', ['deploy day', 'retro day']),
  teamOne('port', 'config', 'port', ['dev port', 'test port', 'metrics port'], { weight: 2 }),
  teamOne('release', 'config', 'release', ['production version', 'staging version']),
  teamOne('region', 'config', 'region', ['cloud region'], held),
  teamOne('branch', 'config', 'branch', ['default branch'], held),
  teamOne('level', 'config', 'level', ['log level'], held),
  teamOne('timeout', 'config', 'seconds', ['request timeout', 'job timeout'], held),
  teamOne('lead', 'role', 'name', ['tech lead', 'product owner'], { details: 'city' }),
  teamOne('on-call', 'role', 'name', ['on-call engineer', 'release manager']),
  teamOne('reviewer', 'role', 'name', ['security reviewer', 'scrum master'], held),
  teamMany('member', 'member', 'name', ['backend team', 'design group'], { weight: 2 }),
  teamMany('service', 'inventory', 'service', ['service'], { plural: 'services', weight: 2 }),
  teamMany('flag', 'inventory', 'flag', ['feature flag'], { ...held, plural: 'feature flags' }),

  one('trip', 'event', 'future-date', ['trip to {city}', 'flight to {city}'], { weight: 2 }),
  one(
    'appointment',
    'event',
    'future-date',
    [
      'dentist appointment',
      'eye exam',
      'driving test',
      'piano recital',
      'haircut',
      'job interview',
    ],
    { details: 'place', weight: 3 },
  ),
  one('outing', 'event', 'future-date', ['jazz concert', 'birthday party', 'cooking class'], {
    details: 'place',
  }),
  one('ceremony', 'event', 'future-date', ['wedding', 'graduation', 'surgery', 'marathon'], {
    ...held,
    details: 'place',
    weight: 3,
  }),
  teamOne('deadline', 'event', 'future-date', ['release', 'code freeze', 'project kickoff'], {
    weight: 2,
  }),
  teamOne(
    'team-event',
    'event',
    'future-date',
    ['customer demo', 'database migration', 'offsite'],
    {
      ...held,
      details: 'place',
      weight: 2,
    },
  ),
  one(
    'achievement',
    'past',
    'past-date',
    ['ran a half marathon', 'visited {city}', 'passed the driving test', 'adopted a plant'],
    {
      kinds: ['run a half marathon', 'visit {city}', 'pass the driving test', 'adopt a plant'],
      weight: 2,
    },
  ),
  one(
    'experience',
    'past',
    'past-date',
    ['went to a pottery workshop', 'climbed a volcano', 'saw the northern lights'],
    {
      ...held,
      kinds: ['go to a pottery workshop', 'climb a volcano', 'see the northern lights'],
    },
  ),
];

/** The attributes that a split draws from, repeated by weight. */
export function attributesOf(split: 'train' | 'test', of: Attribute['of']): Attribute[] {
  return ATTRIBUTES.filter(
    (candidate) => candidate.of === of && (split === 'test' || candidate.testOnly !== true),
  ).flatMap((candidate) => Array.from({ length: candidate.weight ?? 1 }, () => candidate));
}
