import { memoised } from '../memo.js';
import { isKnown, isSort, mayBeA } from '../thesaurus.js';
import { wordsOfStem } from './alike.js';
import { stemOf, wordsOf } from './words.js';

/**
 * What sort of thing well-known names are, and words that mean the same thing: "we moved to Postgres"
 * speaks of a database without the word. General knowledge, in no relation to any data set.
 */

const KINDS: Readonly<Record<string, RegExp>> = {
  database:
    /\b(?:Postgres(?:QL)?|MySQL|MariaDB|SQLite|Mongo(?:DB)?|Redis|Cassandra|Dynamo(?:DB)?|Oracle|SQL Server|Cockroach(?:DB)?|DuckDB|Firestore|Neo4j|ClickHouse|Supabase|Elasticsearch)\b/i,
  editor:
    /\b(?:VS ?Code|Visual Studio|Neovim|Vim|Emacs|IntelliJ|Sublime(?: Text)?|WebStorm|PyCharm|Zed|Helix|Cursor|Atom|Nano|Xcode|Eclipse)\b/i,
  framework:
    /\b(?:React|Vue|Angular|Svelte|Next(?:\.js)?|Nuxt|Django|Flask|FastAPI|Rails|Laravel|Express|Fastify|NestJS|Spring(?: Boot)?|Phoenix|Symfony|Remix|Astro)\b/,
  runner: /\b(?:Jest|Vitest|Mocha|pytest|JUnit|Cypress|Playwright|Jasmine|RSpec|Karma|Ava)\b/,
  car: /\b(?:Toyota|Honda|Volkswagen|VW|Subaru|Ford|Mazda|Volvo|Fiat|Renault|Skoda|Hyundai|Nissan|Opel|Kia|Peugeot|BMW|Audi|Mercedes|Tesla|Porsche|Seat|Citro[eë]n|Chevrolet|Jeep|Lexus|Mini)\b/,
  phone:
    /\b(?:iPhone|Pixel|Galaxy|OnePlus|Fairphone|Nokia|Xperia|Motorola|Huawei|Xiaomi|Zenfone)\b/i,
  laptop:
    /\b(?:macbook(?: (?:pro|air))?|thinkpad|dell xps|xps|Surface|zenbook|chromebook|ideapad|vivobook|HP Spectre|Yoga|Acer Swift|LG Gram|Framework \d+)\b/i,
  doctor: /\bDr\.? \p{Lu}/u,
  gp: /\bDr\.? \p{Lu}/u,
  bike: /\b(?:Trek|Canyon|Brompton|Gazelle|Giant|Specialized|Scott|Cube|Cannondale|Bianchi)\b/,
  camera: /\b(?:Canon|Nikon|Fuji(?:film)?|Sony|Leica|Ricoh|Olympus|Pentax|Hasselblad|GoPro)\b/,
};
/** Generic names of medicines by their endings. */
const MEDICINES =
  '(?!cholesterol)\\p{L}{2,}(?:pril|olol|statin|mycin|micin|cillin|prazole|sartan|formin|xaban|parin|azepam|azolam|oxetine|traline|pram|thyroxine|profen|lukast|gliptin|flozin|glutide|cycline|floxacin|triptan|setron|dipine|terol|sone|solone|zine|barbital)|insulin|warfarin|aspirin|paracetamol|codeine|morphine|lithium|metformin|iron tablets';

const DISTRIBUTIONS =
  '(?:arch|alpine|gentoo|debian|ubuntu|fedora|mint|nixos|manjaro|centos|rocky|opensuse|suse|slackware|kali|pop!?_os|red hat|rhel)(?: linux)?';

const NAMES_OF_KINDS: Readonly<Record<string, string>> = {
  medication: MEDICINES,
  medicine: MEDICINES,
  drug: MEDICINES,
  thinner: MEDICINES,
  antibiotic: MEDICINES,
  tablet: MEDICINES,
  pill: MEDICINES,
  painkiller:
    'ibuprofen|paracetamol|acetaminophen|aspirin|naproxen|diclofenac|codeine|tramadol|morphine|co-codamol|oxycodone',
  linux: DISTRIBUTIONS,
  distro: DISTRIBUTIONS,
  distribution: DISTRIBUTIONS,
  manager:
    'npm|pnpm|yarn|bun|pip|pipenv|poetry|uv|conda|cargo|bundler|composer|maven|gradle|homebrew|brew|apt|nix',
  // What the thesaurus does not know.
  sport: 'padel|pickleball|bouldering|crossfit|parkour|ultimate|futsal|kitesurfing|hyrox|pilates',
  instrument:
    'ukulele|cajon|synth|oud|kalimba|bodhr[aá]n|djembe|theremin|electric guitar|double bass',
  breed:
    'labradoodle|cockapoo|cavapoo|goldendoodle|golden retriever|jack russell|border collie|german shepherd|shiba inu|akita|french bulldog|great dane|cane corso|maine coon|ragdoll|british shorthair|sphynx|bengal|siamese|persian|lab',
  currency: `(?:${Intl.supportedValuesOf('currency').join('|')})(?![\\p{L}])|euros?|dollars?|pounds?|sterling|francs?|yen|rupees?|kron[ae]r?|zloty|forints?|pesos?|rand|yuan|renminbi|lira|bitcoin`,
  diet: 'vegan|vegetarian|pescatarian|flexitarian|keto|paleo|gluten[- ]free|low[- ]carb|dairy[- ]free|halal|kosher|carnivore|mediterranean|coeliac',
};
const NAMED_BY_STEM = new Map(
  Object.entries(NAMES_OF_KINDS).map(([noun, names]) => [
    stemOf(noun),
    new RegExp(`(?<![\\p{L}-])(?:${names})(?![\\p{L}-])`, 'giu'),
  ]),
);

/** Whether a text names something of one of these kinds. */
export const isNamedKind = (text: string): boolean =>
  [...NAMED_BY_STEM.values()].some((names) => text.search(names) >= 0);

/** "Which breed is it?" asks for a kind of animal. */
const SORT_OF: Readonly<Record<string, readonly string[]>> = { [stemOf('breed')]: ['dog', 'cat'] };

const sortsOf = memoised(
  (stem: string): readonly string[] => SORT_OF[stem] ?? wordsOfStem(stem, isSort),
);

/** A noun as written, and as the dictionary may have it. */
const singulars = (word: string): string[] => [
  word,
  word.replace(/ies$/, 'y'),
  word.replace(/s$/, ''),
  word.replace(/es$/, ''),
];

/** By "noun stem": whether the noun may name something of the sort that one with this stem asks for. */
const isOfSort = memoised((pair: string): boolean => {
  const [noun = '', stem = ''] = pair.split(' ');
  return sortsOf(stem).some((sort) => singulars(noun).some((word) => mayBeA(word, sort)));
}, 50_000);

const SOMEBODY = ['person', 'group', 'organization', 'animal'];

/** Whether words can name who does something: a name, a word for people, or one that nobody knows. */
export function canBeSomebody(text: string): boolean {
  if (/\p{Lu}/u.test(text)) return true;
  const words = wordsOf(text);
  if (words.some((word) => /^\d+$/.test(word))) return false;
  const known = words.filter((word) => singulars(word).some(isKnown));
  return (
    known.length < words.length ||
    words.some((word) =>
      singulars(word).some((noun) => SOMEBODY.some((sort) => mayBeA(noun, sort))),
    )
  );
}

/**
 * The things of this kind that a text names, first those that are known by name: `cello` for an instrument.
 * Empty where there are none, or none is known.
 */
export function kindsNamed(text: string, stem: string): string[] {
  const known = [...text.matchAll(NAMED_BY_STEM.get(stem) ?? /$^/g)].map(([name]) => name);
  const words = [...text.matchAll(/(?<![\p{L}\d'’_-])\p{L}+(?:-\p{L}+)*(?![\p{L}\d_])/gu)]
    // A name is no thing: Rose is no flower.
    .filter(({ 0: word, index }) => index === 0 || !/^\p{Lu}/u.test(word))
    .map(([word]) => word)
    .filter(
      (word) => stemOf(word.toLowerCase()) !== stem && isOfSort(`${word.toLowerCase()} ${stem}`),
    );
  return [...new Set([...known, ...words])];
}

/** Whether a text names a thing of this kind. */
export const namesKind = (text: string, stem: string): boolean => kindsNamed(text, stem).length > 0;
const BY_STEM = new Map(Object.entries(KINDS).map(([noun, names]) => [stemOf(noun), names]));

/** Where a text names a thing of this kind; null where it does not, or the kind is not known. */
export function kindIn(text: string, stem: string): number | null {
  const at = BY_STEM.get(stem)?.exec(text)?.index;
  return at ?? null;
}

const groups = (text: string): Map<string, ReadonlySet<string>> =>
  new Map(
    text.split(',').flatMap((group) => {
      const stems = new Set(group.trim().split(/\s+/).map(stemOf));
      return [...stems].map((stem): [string, ReadonlySet<string>] => [stem, stems]);
    }),
  );

const SPELLINGS = groups(
  'colour color, favourite favorite, organiser organizer, neighbour neighbor, programme program, licence license',
);
const SYNONYMS = groups(
  `film movie, car vehicle automobile, phone mobile smartphone cellphone, laptop notebook, series show,
  doctor physician gp, url link address, food dish meal, bike bicycle, hometown home, appointment exam visit,
  hobby pastime, editor ide, trip journey flight, colour color, wife husband spouse partner, kid child,
  boss manager supervisor, deploy deployment release, job position role, name call, talk speech presentation lecture speak`,
);

/** A stem in its spellings. */
export const spellingsOf = (stem: string): ReadonlySet<string> =>
  SPELLINGS.get(stem) ?? new Set([stem]);

/** A stem and those that mean nearly the same. */
export const synonymsOf = (stem: string): ReadonlySet<string> =>
  SYNONYMS.get(stem) ?? spellingsOf(stem);
