import type { Asked, Topic } from './asked-facts.js';
import { RULES } from './asked-rules.js';
import { mentionsIn, type Mention } from './mentions.js';
import { isContent, stemOf, wordsOf } from './words.js';

export type { Asked, Topic } from './asked-facts.js';

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

const CHOICE = /^(?:is|are|am|do|does|did|was|were|has|have|should|can)\b.*\S or \S/i;

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
  // What two people do together is told by no fact of one of them, and a choice is no yes or no.
  if (TWO_PEOPLE.test(text) || CHOICE.test(text)) return null;
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
  [/\ballerg/i, 'allergy', 'all'],
  [/\b(?:employer|employs|employed|workplace|company|firm)\b|\bwork(?:s|ing)? (?:for|at)\b|^where .*\bwork/i, 'employer'],
  [/\bstreet\b/i, 'street'],
  [/\bfloor\b/i, 'floor'],
  [/\b(?:job|profession|occupation|work as|for a living|title(?! of\b))\b/i, 'title'],
  [/\bhow old\b|@'s age\b/i, 'age'],
  [/\b(?:pets?|animals?)\b/i, 'pet', 'all'],
  [/\b(?:children|kids)\b/i, 'child', 'all'],
  [/\b(?:dog|cat|puppy|kitten|rabbit|parrot|hamster)\b/i, 'pet'],
  [/@'s (?:son|daughter|baby)\b|\b(?:son|daughter) of @/i, 'child'],
  [/\b(?:hobby|hobbies|pastimes?|free time|spare time|for fun|leisure)\b/i, 'hobby', 'all'],
  [/\blanguages?\b/i, 'language', 'all'],
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
