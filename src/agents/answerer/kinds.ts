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
  'colour color, favourite favorite, organiser organizer, neighbour neighbor, programme program',
);
const SYNONYMS = groups(
  `film movie, car vehicle automobile, phone mobile smartphone cellphone, laptop notebook, series show,
  doctor physician gp, url link address, food dish meal, bike bicycle, hometown home, appointment exam visit,
  hobby pastime, editor ide, trip journey flight, colour color, wife husband spouse partner, kid child,
  boss manager supervisor, deploy deployment release, job position role, name call`,
);

/** A stem in its spellings. */
export const spellingsOf = (stem: string): ReadonlySet<string> =>
  SPELLINGS.get(stem) ?? new Set([stem]);

/** A stem and those that mean nearly the same. */
export const synonymsOf = (stem: string): ReadonlySet<string> =>
  SYNONYMS.get(stem) ?? spellingsOf(stem);
