import { canonical } from './words.js';

/**
 * Words that tell two statements of the same matter apart less than the words around them. Data only;
 * `alignment.ts` reads it.
 */
const keys = (words: string): Set<string> => new Set(words.split(' ').map(canonical));

/** Verbs and nouns in which the same fact is told in one way or the other: "is on", "runs on", "is hosted on". */
export const CARRIERS = keys(
  'be have use run get take go do keep host base locate sit own possess say write build place put fall happen occur work wear live-there stay serve consist come give make set exist need-be user team we everything code-base people person that thing one url link address site disease condition long old way currently always usually by just so there eat drink can cup mean kind type sort value setting please note',
);

/** Words that tell nothing by themselves, not even what was done. */
export const EMPTY = keys(
  'be have get go do use keep own say user we people person that thing one so there just by currently always usually please note mean can way type kind sort value',
);

/** Say little where the other statement has no word in their place: "starts at 9" beside "is at 9". */
export const FAINT = keys(
  'start begin follow attend hold find reach store schedule require call name post send available own tool app application software program platform system service company firm place brand model name number day time date position channel page person guy diet method language computer machine main usually normally regularly already basically altogether',
);

/** What one does with a thing says no more than that one has it: "my bike is a Brompton", "I ride a Brompton". */
const DONE_WITH: readonly (readonly [string, string])[] = [
  ['car van truck motorhome taxi bus', 'drive'],
  ['bike bicycle motorbike scooter horse pony', 'ride cycle'],
  ['rent fee bill price subscription mortgage', 'pay charge cost'],
  ['rate wage salary fee', 'charge earn pay'],
  ['flat apartment house home room city town country address floor place', 'live rent stay'],
  ['language tongue', 'speak'],
  ['instrument piano guitar violin cello drum flute', 'play'],
  ['employer company job firm workplace occupation profession', 'work employ hire'],
  ['school university college gym church nursery kindergarten', 'go attend study train visit'],
  ['shoe size boot glass ring uniform', 'wear need take'],
  ['medication pill tablet dose', 'take'],
  ['keyboard', 'type'],
  ['phone number', 'call reach ring'],
  ['desk office', 'sit work'],
  ['meal food diet', 'eat follow'],
  ['lesson class course', 'teach give take attend'],
  ['shift', 'work'],
  ['meeting standup', 'hold meet'],
  ['flight', 'fly'],
  ['trip holiday', 'visit travel fly'],
  ['email letter message report', 'send write'],
  ['club choir band team', 'play sing member'],
  ['deadline', 'due'],
  ['fluent', 'speak'],
  ['birthday', 'bear'],
  ['licence', 'drive'],
  ['boss manager supervisor', 'report'],
  ['husband wife partner spouse', 'marry'],
];
const USES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  DONE_WITH.flatMap(([things, verbs]) =>
    things.split(' ').map((thing) => [canonical(thing), keys(verbs)] as const),
  ),
);

/** Whether one of two canonical words is what is commonly done with the other. */
export const doneWith = (one: string, other: string): boolean =>
  USES.get(one)?.has(other) === true || USES.get(other)?.has(one) === true;
