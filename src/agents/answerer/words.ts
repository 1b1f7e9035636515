import { porterStem } from '../../memory/porter.js';

/** Words as the answerer compares them: lower case, stemmed, function words left out. Pure. */

const STOP = new Set(
  `a an the and or but nor so yet if then than that this these those there here it its itself he him
  his she her hers they them their theirs i me my mine myself we us our ours you your yours who whom
  whose what which when where why how is am are was were be been being do does did done doing have has
  had having can could will would shall should may might must of in on at to from for with by about
  as into onto over under up down out off not no yes too very really just also even still already
  some any all both each other more most such own same much many lot lots say says said tell told get
  got getting make makes made let lets thing things way ways kind kinds type types sort name names
  s t re ve ll d m am pm gonna wanna kinda
  likely currently recently according`.split(/\s+/),
);

const CONTRACTION = /(?:n't|'(?:s|re|ve|ll|d|m))$/;

/** Lower-case words of a text, without possessive and contracted endings. */
export function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replace(/[’]/g, "'")
      .match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*\+?/gu) ?? []
  ).map((word) => word.replace(CONTRACTION, ''));
}

/** The word of a token as `wordsOf` gives it: the tagger's own has lost its accents. */
export const wordOf = ({ text, word }: { text: string; word: string }): string =>
  wordsOf(text)[0] ?? word;

/** Whether a lower-case word carries meaning of its own. */
export function isContent(word: string): boolean {
  return word.length > 1 ? !STOP.has(word) : /\p{N}/u.test(word);
}

/** Irregular forms that a stemmer cannot bring together, as `base=form,form`. */
const IRREGULAR = new Map(
  `go=went,gone,goes do=does buy=bought bring=brought teach=taught think=thought find=found give=gave,given
  know=knew,known leave=left lose=lost meet=met pay=paid run=ran see=saw,seen sell=sold send=sent
  speak=spoke,spoken spend=spent take=took,taken win=won write=wrote,written begin=began,begun
  build=built choose=chose,chosen draw=drew,drawn drive=drove,driven eat=ate,eaten fall=fell,fallen
  fly=flew,flown grow=grew,grown hold=held keep=kept sleep=slept swim=swam,swum sing=sang,sung
  hide=hid,hidden wear=wore,worn lend=lent break=broke,broken catch=caught feel=felt fight=fought
  forget=forgot,forgotten grind=ground hear=heard lead=led mean=meant ride=rode,ridden
  ring=rang,rung rise=rose,risen shake=shook,shaken shoot=shot steal=stole,stolen stick=stuck
  throw=threw,thrown wake=woke,woken dig=dug bend=bent bind=bound deal=dealt become=became child=children,kid,kids person=people foot=feet`
    .split(/\s+/)
    .flatMap((entry) => {
      const [base = '', forms = ''] = entry.split('=');
      return forms.split(',').map((form): [string, string] => [form, base]);
    }),
);

const stems = new Map<string, string>();

/** Stem of a lower-case word; kept, for the same words come back all the time. */
export function stemOf(word: string): string {
  let stem = stems.get(word);
  if (stem === undefined) {
    // "Flies" and "tries" are too short for the stemmer to meet "fly" and "try".
    const plain = word.replace(/^([^aeiou]{2,3})ie[sd]$/, '$1y');
    stem = porterStem(IRREGULAR.get(plain) ?? plain);
    if (stems.size > 50_000) stems.clear();
    stems.set(word, stem);
  }
  return stem;
}

/** Stems of the content words of a text, in order, with repeats. */
export function stemsOf(text: string): string[] {
  return wordsOf(text).filter(isContent).map(stemOf);
}

const PARTICLE =
  /^(?:up|down|in|out|off|on|over|away|back|through|around|along|by|after|together|apart)$/;

/** "Pick_up" of "picked the kids up": words with the particle that may belong to them. */
export const phrasesOf = (words: readonly string[]): string[] =>
  words.flatMap((word, at) =>
    isContent(word)
      ? words
          .slice(at + 1, at + 4)
          .filter((next) => PARTICLE.test(next))
          .map((particle) => `${stemOf(word)}_${particle}`)
      : [],
  );

/** What a sentence can be matched by: the stems of its words and of their parts, and phrases. */
export function matchableOf(text: string): Set<string> {
  const words = wordsOf(text);
  return new Set([
    ...words.filter(isContent).map(stemOf),
    ...stemsOf(text.replace(/[-_]/g, ' ')),
    ...phrasesOf(words),
  ]);
}

/**
 * Words that answer for each other in questions about people's lives: the asker's word is rarely the
 * teller's. General English, in groups; a group is any words between commas.
 */
const RELATED_GROUPS = `work job company employer employed hired joined career position office,
  live home house apartment moved move living based relocated settled,
  use switch chose choose migrate picked,
  married husband wife wedding spouse partner,
  pet dog cat puppy kitten,
  child son daughter baby,
  mother mum mom mummy,
  father dad daddy,
  grandmother grandma granny,
  grandfather grandpa grandad,
  hobby enjoy love like fun passion interest,
  favorite favourite love top best prefer fave fav,
  born birthday birth,
  study school college university degree major education,
  destress relax stress unwind calm,
  research look investigate,
  start begin launch open,
  visit trip travel go vacation,
  buy purchase get,
  feel feeling felt emotion,
  symbolize represent mean stand,
  plan going hope want intend,
  attend go participate join,
  meet appointment meeting,
  car drive vehicle,
  eat food meal dish dinner lunch,
  allergic allergy,
  movie film,
  doctor dentist physician,
  receive get gift given,
  hour hourly,
  day daily,
  week weekly,
  month monthly,
  year yearly annual annually,
  picture photo image,
  prod production,
  dev development,
  db database,
  repo repository,
  config configuration,
  docs documentation,
  env environment,
  auth authentication`;

const related = new Map<string, Set<string>>();
for (const group of RELATED_GROUPS.split(',')) {
  const members = group.trim().split(/\s+/).map(stemOf);
  for (const member of members) {
    related.set(member, new Set([...(related.get(member) ?? []), ...members]));
  }
}

/** Stems that may stand for this one (itself included). */
export function relatedStems(stem: string): ReadonlySet<string> {
  return related.get(stem) ?? new Set([stem]);
}
