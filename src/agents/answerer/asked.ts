import { mentionsIn, type Mention } from './mentions.js';
import { isContent, stemOf, wordsOf } from './words.js';

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
  /** Read by its words only, so that the answer may stand in a sentence of any form. */
  open?: boolean;
}

type Rule = [pattern: RegExp, topic: Topic, form?: Asked['form']];

/** On the question with its owner as `@` (`@'s` in the possessive), without "now" and question mark. */
const RULES: readonly Rule[] = [
  // Yes or no.
  [/^(?:is|are|was) (?<v>.+?) (?:still )?(?:on|in|part of|a member of) @'s (?<n>[\p{L} -]+)$/iu, 'attribute', 'whether'],
  [/^(?:is|are) (?<v>\p{Lu}.*?) (?:still )?@'s (?:favou?rite )?(?<n>[\p{L} -]+)$/u, 'attribute', 'whether'],
  [/^Is (?<v>.+?) @'s (?<n>[\p{L} -]+)$/u, 'attribute', 'whether'],
  [/^(?:is|are) @'s (?<nv>.+)$/iu, 'attribute', 'whether'],
  [/^(?:do|does) @ (?:still )?work (?:at|for|with) (?<v>.+)$/iu, 'employer', 'whether'],
  [/^(?:is|are|am) @ (?:still )?(?:working|employed) (?:at|for|with|by) (?<v>.+)$/iu, 'employer', 'whether'],
  [/^(?:do|does|is|are|am) @ (?:still )?(?:live|living|reside|based) in (?<v>.+)$/iu, 'home', 'whether'],
  [/^(?:do|does) @ (?:still )?work as (?:an? )?(?<v>.+)$/iu, 'title', 'whether'],
  [/^(?:do|does|can|is|am|are) @ (?:still )?(?:speak|fluent in) (?<v>.+)$/iu, 'language', 'whether'],
  [/^(?:is|are|am) @ (?:still )?allergic to (?<v>.+)$/iu, 'allergy', 'whether'],
  [/^(?:do|does) @ (?:still )?(?:do|practi[sc]e|go) (?<v>.+?)(?: as a hobby)?$/iu, 'hobby', 'whether'],
  [/^(?:do|does) @ (?:still )?(?:like|love|enjoy) (?<v>.+)$/iu, 'taste', 'whether'],
  [/^(?:do|does) @ (?:still )?(?:have|use|own|run) (?<v>.+?) as (?:an? |one of )?(?:my |our |his |her |their |its )?(?<n>[\p{L} -]+)$/iu, 'attribute', 'whether'],
  [/^(?:do|does) @ (?:still )?(?:have|own|keep) (?:an? |any )(?<n>[\p{L} -]+)$/u, 'pet', 'whether'],
  [/^(?:do|does) @ (?:still )?(?:use|run|drive|play) (?:an? |the )?(?<v>.+)$/iu, 'attribute', 'whether'],
  // "Do I have kids?" is not denied by what else somebody has.
  [/^(?:[Dd]o|[Dd]oes) @ (?:still )?(?:own|have) (?:an? |the )?(?<v>[\p{Lu}\d].*)$/u, 'attribute', 'whether'],
  // Details of a named thing.
  [/^(?:what|which) colou?r (?:is|are|does) (?:@'s |the )?(?<v>[^@]+?)(?: have)?$/iu, 'colour'],
  [/^(?:which|what) version of (?<v>.+?) (?:do|does|is|are|did) @(?: \p{L}+(?: on)?)?$/iu, 'version'],
  [/^(?:which|what) version (?:is|of) @'s (?<v>.+?)(?: on| at)?$/iu, 'version'],
  [/^(?:on )?(?:which|what) floor (?:is|are|do|does) @.*$/iu, 'floor'],
  [/^(?:on )?(?:which|what) street (?:is|are|do|does) @.*$/iu, 'street'],
  [/^what is @'s (?:street|street address|home address)$/iu, 'street'],
  [/^how old (?:is|are|am) (?:@'s )?(?<v>\p{Lu}[\p{L}-]+)$/u, 'age'],
  [/^how old (?:is|are|am) @'s (?:\p{L}+ )?(?<v>\p{Lu}[\p{L}-]+)$/u, 'age'],
  [/^how old (?:is|are|am) @$/iu, 'age'],
  [/^what(?:'s| is) @'s age$/iu, 'age'],
  [/^where is (?:@'s (?:[\p{Ll} -]+) )(?<v>\p{Lu}[\p{L} -]*) (?:based|located|working|living)$/u, 'base'],
  [/^where (?:is|are|am) @ (?:based|located)$/iu, 'base'],
  [/^where (?:is|does) (?<v>\p{Lu}[\p{L}-]+) (?:based|located|work from|sit)$/u, 'base'],
  // People.
  [/^where (?:do|does|is|are|am) @ (?:work|working|employed)$/iu, 'employer'],
  [/^(?:who|what)(?:'s| is) @'s (?:current )?(?:employer|workplace|company)$/iu, 'employer'],
  [/^(?:which|what) (?:company|employer|firm|business) (?:do|does|is|are|am) @ (?:work|working|employed)(?: for| at| with| by)?$/iu, 'employer'],
  [/^(?:for )?(?:who|whom|which company|what company) (?:do|does) @ work(?: for)?$/iu, 'employer'],
  [/^where (?:do|does|is|are|am) @ (?:live|living|reside)$/iu, 'home'],
  [/^(?:in )?(?:which|what) (?:city|town|place) (?:do|does|is|are|am) @ (?:live|living|based|reside|home)(?: in)?$/iu, 'home'],
  [/^(?:where|what|which city|what city|in which city)(?:'s| is) @'s (?:home|house|flat|apartment|place|home ?town|city)(?: in)?$/iu, 'home'],
  [/^what(?:'s| is) @'s (?:current )?(?:job title|job|title|role|position|profession|occupation)(?: at work)?$/iu, 'title'],
  [/^what (?:do|does) @ (?:do(?: for (?:a living|work))?|work as)$/iu, 'title'],
  [/^(?:which|what) (?:job|profession|occupation|position) (?:do|does) @ (?:have|hold|do)$/iu, 'title'],
  [/^(?:what|which) languages? (?:do|does|can|is|are|am) @ (?:speak|know|fluent in|understand)$/iu, 'language', 'all'],
  [/^what are @'s languages$/iu, 'language', 'all'],
  [/^(?:in )?(?:what|which) (?:languages? )(?:is|are|am) @ fluent(?: in)?$/iu, 'language', 'all'],
  [/^(?:what|which foods?|which things) (?:is|are|am) @ allergic to$/iu, 'allergy', 'all'],
  [/^(?:what|which) allerg(?:y|ies) (?:do|does) @ have$/iu, 'allergy', 'all'],
  [/^what(?:'s| is| are) @'s allerg(?:y|ies)$/iu, 'allergy', 'all'],
  [/^what (?:is|are|am) @ (?:a (?:big )?fan of|crazy about|fond of|into)$/iu, 'taste', 'all'],
  [/^what (?:do|does) @ (?:love|like|enjoy|adore)$/iu, 'taste', 'all'],
  [/^what(?:'s| is| are) @'s (?:hobby|hobbies|pastimes?)$/iu, 'hobby', 'all'],
  [/^(?:what|which) (?:hobby|hobbies|pastimes?) (?:do|does) @ (?:have|do|enjoy|pursue)$/iu, 'hobby', 'all'],
  [/^what (?:do|does) @ do (?:as a hobby|in \p{L}+ (?:free|spare) time|for fun)$/iu, 'hobby', 'all'],
  [/^what(?:'s| is| are) (?:the names? of )?@'s (?<n>pets?|animals?)(?: called| named)?$/iu, 'pet', 'all'],
  [/^(?:what|which) (?<n>pets?|animals?) (?:do|does) @ (?:have|own|keep)$/iu, 'pet', 'all'],
  [/^what(?:'s| is| are) (?:the names? of )?@'s (?<n>children|kids|child|kid)(?: called| named)?$/iu, 'child', 'all'],
  [/^who are @'s (?<n>children|kids)$/iu, 'child', 'all'],
  [/^(?:what|which) (?<n>[\p{L} -]+?) (?:is|are|am) @ (?<k>\p{L}+ing)(?: to| on)?$/iu, 'media'],
  [/^what (?:is|are|am) @ (?<k>reading|watching|listening to|playing|studying)$/iu, 'media'],
  // Dated things.
  [/^(?:when|(?:on )?(?:what|which) (?:date|day))(?:'s| is| are| will) @'s (?<n>.+?)(?: be| on| scheduled(?: for)?| planned| taking place| happening)*$/iu, 'event'],
  [/^(?:when|(?:on )?(?:what|which) (?:date|day)) (?:do|does|will) @'s (?<n>.+?) (?:take place|happen|start|begin|be)(?: on)?$/iu, 'event'],
  [/^(?:when|(?:on )?(?:what|which) (?:date|day)) (?:do|does|will|is|are|am) @ (?:have|having|scheduled for|booked for) (?:\p{L}+ )?(?<n>.+?)(?: on)?$/iu, 'event'],
  [/^what(?:'s| is) the (?:new )?(?:date|day) (?:of|for) @'s (?<n>.+)$/iu, 'event'],
  [/^(?:when|(?:on )?(?:what|which) (?:date|day)) did @ (?<n>.+)$/iu, 'did'],
  [/^where(?:'s| is| are| will) @'s (?<n>.+?)(?: be)?(?: held| taking place| happening)?$/iu, 'place-of'],
  [/^where (?:do|does|will) @'s (?<n>.+?) (?:take place|happen|be held|be)$/iu, 'place-of'],
  // Anything with a name for it.
  [/^who (?:is|are) (?:all )?(?:on|in|part of|a member of|the members? of) @'s (?<n>[\p{L} -]+)$/iu, 'attribute', 'all'],
  [/^who (?:belongs to|makes up|plays in) @'s (?<n>[\p{L} -]+)$/iu, 'attribute', 'all'],
  [/^(?:what|which) (?<n>[\p{L}\p{N} -]+?) (?:do|does|is|are|am) @ (?:like|love|prefer|enjoy|favou?r)(?: (?:the )?(?:best|most))?$/iu, 'attribute'],
  [/^(?:what|which) (?<n>[\p{L}\p{N} -]+?) (?:do|does|is|are|am|has|have) @ (?:have|own|use|using|drive|ride|run|running|play|need|keep|on|take|taking|got|rely on)$/iu, 'attribute'],
  [/^what (?:do|does|is|are|am) @ (?:use|using|have|run|drive|ride) (?:as|for) (?:the |an? |my |our |his |her |their |its )?(?<n>[\p{L}\p{N} -]+)$/iu, 'attribute'],
  [/^what(?:'s| is) the name of @'s (?<n>[\p{L}\p{N} -]+)$/iu, 'called'],
  [/^what are the names of @'s (?<n>[\p{L}\p{N} -]+)$/iu, 'called', 'all'],
  [/^what (?:is|are) @'s (?<n>[\p{L}\p{N} -]+?) (?:called|named)$/iu, 'called'],
  [/^what(?:'s| is) the (?<n>[\p{L}\p{N} -]+?) (?:that )?@ (?:use|uses|have|has|own|owns|like|likes|run|runs|set|love|loves)(?: (?:best|most))?$/iu, 'attribute'],
  [/^(?:what|who|which)(?:'s| is| are) @'s (?:current |new |present )?(?<n>[\p{L}\p{N} -]+?)(?: set to| named)?$/iu, 'attribute'],
  [/^who (?:do|does) @ have as (?:the |an? |my |our |his |her |their |its )?(?<n>[\p{L} -]+)$/iu, 'attribute'],
]; // prettier-ignore

const PETS =
  /^(?:dog|cat|puppy|kitten|rabbit|bunny|parrot|hamster|bird|fish|goldfish|turtle|tortoise|snake|lizard|gecko|ferret|horse|pony|canary|budgie|mouse|rat|gerbil|guinea pig|hedgehog|chinchilla|iguana|cockatiel|pet)s?$/;
const CHILDREN = /^(?:son|daughter|child|kid|baby|boy|girl)s?$/;
const MANY = /(?:[^sui]s|children|people|hobbies|allergies)$/;

/** What one does with a thing that one is busy with for a while. */
const MEDIA: Readonly<Record<string, string>> = {
  book: 'reading',
  novel: 'reading',
  series: 'watching',
  show: 'watching',
  podcast: 'listening',
};

/** What a plain name stands next to when it is the one asked about. */
const BEFORE_OWNER =
  /(?:^|\s)(?:do|does|did|is|are|am|was|were|has|have|had|can|could|will|would)(?: the)?\s+$/i;
const AFTER_OWNER = /^\s+(?:uses?|has|owns?|runs?|likes?|loves?|prefers?|works?|lives?)(?!\p{L})/u;

function ownerOf(text: string, mentions: readonly Mention[]): Mention | null {
  const possessive = mentions.filter((mention) => mention.possessive && mention.key !== 'third');
  const subjects = mentions.filter(
    ({ key, possessive: owns, start, end }) =>
      !owns &&
      key !== 'third' &&
      (key === 'self' ||
        key === 'group' ||
        BEFORE_OWNER.test(text.slice(0, start)) ||
        AFTER_OWNER.test(text.slice(end))),
  );
  const named = mentions.filter(({ relation }) => relation !== null);
  return possessive.at(-1) ?? named[0] ?? subjects[0] ?? null;
}

const TRAILING =
  /\s+(?:now|nowadays|currently|at the moment|right now|these days|today|at present)$/i;

const TWO_PEOPLE =
  /\b(?:[Dd]o|[Dd]oes|[Dd]id|[Aa]re|[Ww]ere|[Hh]ave|[Hh]ad|[Ww]ill|[Cc]an) \p{Lu}[\p{L}'’-]+ and \p{Lu}[\p{L}'’-]+ /u;

/**
 * Reads a question as one for a fact about somebody; null where it has no such form.
 */
export function parseAsked(question: string): Asked | null {
  let text = question.trim().replace(/[?.!\s]+$/, '');
  text = text
    .replace(/^(?:please )?(?:list|name|give me|tell me) (?:all )?(?:of )?(?=\S)/i, 'What are ')
    .replace(/^What are (who|what|which|where|when|how)\b/i, '$1')
    .replace(TRAILING, '')
    .replace(/\b(?:currently|now|presently) (?=\p{Ll})/iu, '');
  // What two people do together is told by no fact of one of them.
  if (TWO_PEOPLE.test(text)) return null;
  // "My manager" is the thing asked for, "my manager Ben's" somebody asked about.
  const mentions = mentionsIn(text).flatMap((mention) =>
    mention.key.startsWith('rel:') && !mention.possessive && asksForRelation(text, mention)
      ? mentionsIn(text, new Set([mention.relation ?? ''])).filter(
          ({ start }) => start === mention.start,
        )
      : [mention],
  );
  const owner = ownerOf(text, mentions);
  const skeleton =
    owner === null
      ? text
      : `${text.slice(0, owner.start)}${owner.possessive ? "@'s" : '@'}${text.slice(owner.end)}`;
  for (const [pattern, topic, form] of RULES) {
    const match = pattern.exec(skeleton);
    if (match === null) continue;
    const groups = match.groups ?? {};
    const noun = nounOf(groups.n ?? groups.nv ?? '');
    const value = groups.v?.trim() ?? null;
    if (owner === null && value === null) continue;
    const asked: Asked = {
      owner: owner?.key ?? null,
      relation: owner?.relation ?? null,
      topic,
      noun: groups.k === undefined ? noun : [...noun, groups.k.toLowerCase()],
      value,
      form: form ?? 'one',
    };
    if (asked.topic === 'attribute' && asked.form !== 'whether' && asked.noun.includes('date')) {
      return { ...asked, topic: 'event', noun: asked.noun.filter((word) => word !== 'date') };
    }
    return refined(asked, (groups.n ?? '').toLowerCase(), skeleton);
  }
  return owner === null ? null : byKeyword(skeleton, owner);
}

type Keyword = [pattern: RegExp, topic: Topic, form?: Asked['form']];

/** Topics by what a question speaks of, where its form is none of the usual. */
const KEYWORDS: readonly Keyword[] = [
  [/\b(?:employer|employs|employed|workplace|company|firm)\b|\bwork(?:s|ing)? (?:for|at)\b|^where .*\bwork/i, 'employer'],
  [/\bstreet\b/i, 'street'],
  [/\bfloor\b/i, 'floor'],
  [/\b(?:job|profession|occupation|work as|for a living|title)\b/i, 'title'],
  [/\bhow old\b|@'s age\b/i, 'age'],
  [/\b(?:pets?|animals?)\b/i, 'pet', 'all'],
  [/\b(?:children|kids)\b/i, 'child', 'all'],
  [/\b(?:dog|cat|puppy|kitten|rabbit|parrot|hamster)\b/i, 'pet'],
  [/@'s (?:son|daughter|baby)\b|\b(?:son|daughter) of @/i, 'child'],
  [/\b(?:hobby|hobbies|pastimes?|free time|spare time|for fun|leisure)\b/i, 'hobby', 'all'],
  [/\blanguages?\b/i, 'language', 'all'],
  [/\ballerg/i, 'allergy', 'all'],
  [/^(?:in )?(?:which|what) (?:city|town)\b|\b(?:live|lives|living|reside)\b|^where(?:'s| is) @'s home|\bcall home\b/i, 'home'],
]; // prettier-ignore

/** Verbs and other words of a question that name no attribute. */
const NO_NOUN =
  /^(?:model|brand|make|choice|setting|tool|someone|responsible|charge|answer|pick|use|uses|using|used|have|own|owns|run|runs|running|set|rely|pick|picked|choose|chosen|go|going|drive|currently|please|person|held|happen|scheduled|planned|take|place|member|part|belong|belongs|act|serve|serving|work|working|play|like|love|enjoy|prefer|best|most|favou?rite|value|date|day|acting|hold|holding|keep|fill|model|remember|know)$/;

function byKeyword(skeleton: string, owner: Mention): Asked | null {
  const base = { owner: owner.key, relation: owner.relation, value: null, noun: [] };
  const whether = /^(?:is|are|am|do|does|did|was|were|has|have|can)\b/i.test(skeleton);
  if (whether) return openWhether(skeleton, base);
  const noun = wordsOf(skeleton).filter((word) => isContent(word) && !NO_NOUN.test(word));
  if (/^(?:when|(?:on |for )?(?:what|which) (?:date|day))\b/i.test(skeleton)) {
    const past = /\bdid @/i.test(skeleton);
    if (!past && !/@'s|\bhave\b/.test(skeleton)) return null;
    return { ...base, noun, topic: past ? 'did' : 'event', form: 'one' };
  }
  if (
    /^(?:what|which|for when)\b.*\b(?:date|day) (?:is|has|was|have) .*@|\bdate of @/i.test(skeleton)
  ) {
    return { ...base, noun: noun.filter((word) => word !== 'date'), topic: 'event', form: 'one' };
  }
  for (const [pattern, topic, form] of KEYWORDS) {
    if (!pattern.test(skeleton)) continue;
    const kinds =
      topic === 'pet' || topic === 'child'
        ? noun.filter((word) => PETS.test(word) || CHILDREN.test(word))
        : [];
    const all = topic === 'pet' || topic === 'child';
    return { ...base, noun: kinds, topic, form: form ?? (all ? 'all' : 'one') };
  }
  if (
    noun.length === 0 ||
    noun.length > 4 ||
    !/^(?:what|which|who|where|what's|who's|how)\b/i.test(skeleton)
  )
    return null;
  if (/^how\b/i.test(skeleton)) return null;
  if (/^where\b/i.test(skeleton)) return { ...base, noun, topic: 'place-of', form: 'one' };
  const favourite = /\bfavou?rite\b|\b(?:best|most|prefer)\b/i.test(skeleton) ? ['favourite'] : [];
  const many =
    MANY.test(noun.at(-1) ?? '') ||
    /\bwho are\b|\bmembers?\b|\beveryone\b|\bwho is (?:on|in)\b/i.test(skeleton);
  return {
    ...base,
    noun: [...noun, ...favourite],
    topic: 'attribute',
    form: many ? 'all' : 'one',
    open: true,
  };
}

/** "Does Ben still rely on Jest?": the name or number in it is what is doubted. */
function openWhether(
  skeleton: string,
  base: Pick<Asked, 'owner' | 'relation' | 'value' | 'noun'>,
): Asked | null {
  const rest = skeleton.replace(/^\p{L}+\s+/u, '');
  const value =
    /https?:\/\/\S+/.exec(rest)?.[0] ??
    /(?:\p{Lu}[\p{L}\p{N}.-]*|\d[\p{N}.]*|\p{L}+-[\p{L}\p{N}-]+)(?: (?:\p{Lu}[\p{L}\p{N}.-]*|\d[\p{N}.]*))*/u.exec(
      rest,
    )?.[0];
  if (value === undefined) return null;
  const noun = wordsOf(rest.replace(value, ' ')).filter(
    (word) => isContent(word) && !NO_NOUN.test(word) && word !== 'speak' && word !== 'live',
  );
  return { ...base, value, noun, topic: 'attribute', form: 'whether' };
}

/** "Who is my manager?", "what is my sister called?": the relation is what is asked for. */
function asksForRelation(text: string, mention: Mention): boolean {
  const after = text.slice(mention.end).trim();
  return /^(?:called|named|)$/i.test(after) && /^(?:who|what|is)\b/i.test(text);
}

function nounOf(text: string): string[] {
  const words = wordsOf(text);
  // "What is my name?": a word that says little elsewhere is what is asked for.
  if (/^name$/.test(words.at(-1) ?? '') && !words.some(isContent)) return ['name'];
  return words.filter(
    (word) =>
      isContent(word) &&
      !/^(?:current|new|favou?rite|preferred|present|model|brand|choice|setting|everyone|person|people)$/.test(
        word,
      ),
  );
}

/** The topic by its noun where the form of the question leaves it open. */
function refined(asked: Asked, noun: string, skeleton: string): Asked {
  const bare = noun.replace(/^(?:current|new) /, '');
  const last = bare.split(' ').at(-1) ?? '';
  const open = asked.topic === 'attribute' || asked.topic === 'called' || asked.topic === 'pet';
  if (open && PETS.test(last)) return { ...asked, topic: 'pet', form: manyOf(asked) };
  if (open && CHILDREN.test(last)) return { ...asked, topic: 'child', form: manyOf(asked) };
  if (asked.topic === 'pet' && asked.form === 'whether') return { ...asked, topic: 'attribute' };
  if (/\bfavou?rite\b|\b(?:best|most|prefer)\b/i.test(skeleton) && asked.topic === 'attribute') {
    return { ...asked, noun: [...asked.noun.map((word) => word), 'favourite'] };
  }
  const gerund = MEDIA[last];
  if (open && gerund !== undefined && asked.form === 'one') {
    return { ...asked, topic: 'media', noun: [last, gerund] };
  }
  if (
    (asked.topic === 'attribute' || asked.topic === 'called') &&
    asked.form === 'one' &&
    MANY.test(last)
  ) {
    return { ...asked, form: 'all' };
  }
  return asked;
}

/** Animals and children are all named, however the question counts them. */
const manyOf = (asked: Asked): Asked['form'] => (asked.form === 'whether' ? 'whether' : 'all');

/** Stems of an attribute's noun. */
export const nounStems = (asked: Asked): string[] =>
  asked.noun.filter((word) => word !== 'favourite').map(stemOf);
