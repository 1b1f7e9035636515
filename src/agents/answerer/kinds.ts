import { stemOf } from './words.js';

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
    /\b(?:MacBook|ThinkPad|Dell XPS|XPS|Surface|Zenbook|Chromebook|HP Spectre|Yoga|Acer Swift|LG Gram|Framework \d+)\b/,
  bike: /\b(?:Trek|Canyon|Brompton|Gazelle|Giant|Specialized|Scott|Cube|Cannondale|Bianchi)\b/,
  camera: /\b(?:Canon|Nikon|Fuji(?:film)?|Sony|Leica|Ricoh|Olympus|Pentax|Hasselblad|GoPro)\b/,
};
/** Generic names of medicines by their endings. */
const MEDICINES =
  '\\p{L}{2,}(?:pril|olol|statin|mycin|micin|cillin|prazole|sartan|formin|xaban|parin|azepam|azolam|oxetine|traline|pram|thyroxine|profen|lukast|gliptin|flozin|glutide|cycline|floxacin|triptan|setron|dipine|terol|sone|solone|zine|barbital)|insulin|warfarin|aspirin|paracetamol|codeine|morphine|lithium|metformin|iron tablets';

const NAMES_OF_KINDS: Readonly<Record<string, string>> = {
  instrument:
    'piano|keyboard|violin|viola|cello|double bass|bass|harp|guitar|ukulele|banjo|mandolin|flute|clarinet|oboe|bassoon|saxophone|sax|trumpet|trombone|tuba|horn|drums?|percussion|accordion|recorder|organ|harmonica|bagpipes|xylophone|sitar|oud',
  sport:
    'football|soccer|rugby|hockey|basketball|handball|volleyball|netball|cricket|baseball|tennis|padel|squash|badminton|table tennis|golf|judo|karate|taekwondo|boxing|fencing|swimming|rowing|running|climbing|bouldering|cycling|athletics|gymnastics|skiing|snowboarding|skating|surfing|sailing|wrestling|archery|hurling|lacrosse|water polo|triathlon',
  breed:
    'beagle|labrador|labradoodle|golden retriever|retriever|poodle|cockapoo|whippet|greyhound|dachshund|corgi|terrier|jack russell|border collie|collie|spaniel|cocker spaniel|springer spaniel|german shepherd|husky|boxer|bulldog|french bulldog|pug|chihuahua|dalmatian|rottweiler|doberman|schnauzer|shih tzu|samoyed|vizsla|pointer|setter|mastiff|great dane|akita|shiba inu|malinois|siamese|persian|maine coon|bengal|ragdoll|british shorthair|sphynx|tabby|tortie|tortoiseshell|burmese|birman',
  medication: MEDICINES,
  medicine: MEDICINES,
  drug: MEDICINES,
  thinner: MEDICINES,
  antibiotic: MEDICINES,
  manager:
    'npm|pnpm|yarn|bun|pip|pipenv|poetry|uv|conda|cargo|bundler|composer|maven|gradle|homebrew|brew|apt|nix',
  diet: 'vegan|vegetarian|pescatarian|flexitarian|keto|paleo|gluten[- ]free|low[- ]carb|dairy[- ]free|halal|kosher|carnivore|mediterranean|coeliac',
};
const NAMED_BY_STEM = new Map(
  Object.entries(NAMES_OF_KINDS).map(([noun, names]) => [
    stemOf(noun),
    new RegExp(`(?<![\\p{L}-])(?:${names})(?![\\p{L}-])`, 'iu'),
  ]),
);

/** Whether a text names something of one of these kinds. */
export const isNamedKind = (text: string): boolean =>
  [...NAMED_BY_STEM.values()].some((names) => names.test(text));

/** The thing of this kind that a text names: `cello` for an instrument; null where none, or none is known. */
export function kindNamed(text: string, stem: string): string | null {
  return NAMED_BY_STEM.get(stem)?.exec(text)?.[0] ?? null;
}
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
