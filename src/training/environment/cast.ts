import type { Random } from '../../memory/random.js';
import { NAMES, PROJECT_NAMES, RELATIONS } from './names.js';
import {
  FIRST_PERSON,
  FIRST_PLURAL,
  namedReference,
  PRONOUNS,
  type Pronouns,
  type Reference,
} from './phrasing.js';

export type Split = 'train' | 'test';
/** Who writes: one person, an LLM client that takes notes about one person, or two people in turn. */
export type Mode = 'user' | 'notes' | 'chat';
type Gender = 'she' | 'he';

/** Somebody or something that facts are about. */
export interface Subject {
  of: 'person' | 'team';
  /** The step's `speaker` when facts about this subject are told. */
  speaker: string | null;
  /** How statements may call them; the first must be used at first mention. */
  told: Reference[];
  /** How questions may call them. */
  asked: Reference[];
}

export interface Cast {
  mode: Mode;
  people: string[];
  /** Speakers, for small talk. */
  speakers: (string | null)[];
  subjects: Subject[];
  /** A name nobody else in the episode has. */
  freshName(gender?: Gender): string;
}

const USER = namedReference('the user', PRONOUNS.they);
const TEAM = namedReference('the team', PRONOUNS.they);

/** Draws who speaks and who is spoken of. */
export function drawCast(split: Split, random: Random): Cast {
  const free = {
    she: random.shuffle(NAMES[split].she),
    he: random.shuffle(NAMES[split].he),
  };
  const freshName = (gender: Gender = random.pick(['she', 'he'])): string => {
    const name = free[gender].pop() ?? free.she.pop() ?? free.he.pop();
    if (name === undefined) throw new Error('the episode uses more names than there are');
    return name;
  };
  const draw = random.next();
  const mode: Mode = draw < 0.45 ? 'user' : draw < 0.7 ? 'notes' : 'chat';
  const cast: Cast = { mode, people: [], speakers: [], subjects: [], freshName };
  for (let index = 0; index < (mode === 'chat' ? 2 : 1); index += 1) {
    addSpeaker(cast, split, random);
  }
  if (random.chance(0.5)) addTeams(cast, split, random);
  return cast;
}

function addSpeaker(cast: Cast, split: Split, random: Random): void {
  const gender = random.pick<Gender>(['she', 'he']);
  const name = cast.freshName(gender);
  const byName = namedReference(name, PRONOUNS[gender]);
  const anonymous = cast.mode !== 'chat' && random.chance(0.65);
  const speaker = cast.mode === 'notes' || anonymous ? random.pick([null, 'user']) : name;
  cast.speakers.push(speaker);
  const told = cast.mode === 'notes' ? (anonymous ? USER : byName) : FIRST_PERSON;
  const asked =
    cast.mode === 'chat' ? [byName] : anonymous ? [FIRST_PERSON, USER] : [FIRST_PERSON, byName];
  if (!anonymous) cast.people.push(name);
  // A note names its person; asking "where do I work?" of such a bank would be a riddle.
  const fair = cast.mode === 'notes' && !anonymous ? [byName] : asked;
  cast.subjects.push({ of: 'person', speaker, told: [told], asked: fair });
  const relatives = random.pick([0, 1, 1, 2]);
  for (let index = 0; index < relatives; index += 1) {
    addRelative(cast, { split, speaker, told, askers: fair }, random);
  }
}

function addRelative(
  cast: Cast,
  of: { split: Split; speaker: string | null; told: Reference; askers: Reference[] },
  random: Random,
): void {
  const gender = random.pick<Gender>(['she', 'he']);
  const relations = RELATIONS[of.split];
  const relation = random.pick([...relations[gender], ...relations[gender], ...relations.any]);
  const name = cast.freshName(gender);
  const second: Pronouns = PRONOUNS[gender];
  const full = namedReference(`${of.told.possessive} ${relation} ${name}`, second);
  const byName = namedReference(name, second);
  cast.people.push(name);
  cast.subjects.push({
    of: 'person',
    speaker: of.speaker,
    told: [full, full, byName],
    asked: [
      byName,
      ...of.askers.map((asker) =>
        namedReference(`${asker.possessive} ${relation} ${name}`, second),
      ),
    ],
  });
}

function addTeams(cast: Cast, split: Split, random: Random): void {
  const speaker = random.pick(cast.speakers);
  const we = cast.mode === 'notes' ? TEAM : FIRST_PLURAL;
  cast.subjects.push({ of: 'team', speaker, told: [we], asked: [FIRST_PLURAL, TEAM] });
  if (random.chance(0.4)) {
    const project = namedReference(random.pick(PROJECT_NAMES[split]), PRONOUNS.it);
    cast.subjects.push({ of: 'team', speaker, told: [project], asked: [project] });
  }
}
