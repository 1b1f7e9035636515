import { type Asked, nounStems, type Topic } from './asked.js';
import type { Mention } from './mentions.js';
import {
  after,
  before,
  byName,
  cue,
  formOf,
  type Picked,
  strongOrComplement,
  top,
} from './picking.js';
import { ANY_CHILD, ANY_PET, isOccupation, LANGUAGE, ofKind, PEOPLE_NOUN } from './topic-words.js';
import type { Value } from './values.js';
import { stemOf } from './words.js';

/** How statements of one topic are recognised and which of their values is the one. */
export interface TopicReader {
  /** The attribute's noun must stand in the statement, and be the asked person's. */
  byNoun?: boolean;
  says?: (text: string, asked: Asked) => boolean;
  /** Whether one of the mentions of the asked person is what the statement is about. */
  owned: (text: string, owners: readonly Mention[]) => boolean;
  /** More words that are no values here. */
  frame?: RegExp;
  keepsTimes?: boolean;
  pick: (values: readonly Value[], text: string, asked: Asked) => Picked[];
}

/** A subject, or a possessive of one of these nouns: "my job is at …", not "my dentist works at …". */
const subjectOr =
  (nouns: RegExp) =>
  (text: string, owners: readonly Mention[]): boolean =>
    owners.some(({ possessive, end }) => !possessive || nouns.test(text.slice(end, end + 40)));

const FAVOURITE =
  /\bfavou?rite\b|\b(?:best|most|prefers?|preferred|faves?|favs?|number one|top|above all|nothing beats|beats (?:any|every|all)|go-to|choice|over (?:any|every|all))\b/i;

/** Where mail of another kind goes is no address by itself. */
const OTHER_ADDRESS = /\b(?:e-?mail|ip|mac|web|wallet) address\b/i;

/** "My name is Lena", not "my dog's name is Rex". */
const OWN_NAME =
  /\b(?:my|user['’]s) (?:\p{L}+ )?name\b|\b(?:I|user)(?:['’]m| am| is) (?:called|named)\b|\bcall me\b/iu;

const names = (values: readonly Value[]): Picked[] =>
  values
    .filter(({ strong, text }) => strong && /^\p{Lu}/u.test(text))
    .map((value) => ({ value, worth: 1 }));

const WORKS =
  /\b(?:work(?:s|ing|ed)?(?: (?:at|for|with)|$|[.,;])|employ\w*|jobs?|hired|hires|joined|workplace|company|shifts?|nine to five|living at|office|where .* works?|payroll|offer from|position at|role at|started (?:at|with|working)|began (?:at|with)|moved (?:(?:on |over )?from|(?:on|over) to)|left|quit|resigned|signed with|career|desk)\b|\b(?:am|is|are|['’][mrs]e?) (?:now |currently |back )?(?:at|with) \p{Lu}|['’][ms] (?:now |currently )?at \p{Lu}/iu;
const LIVES =
  /\b(?:liv(?:e|es|ed|ing)|based|resid\w+|homes?|house|flat|apartment|place|studio|moved|moving|relocat\w+|settled|rent(?:s|ed|ing)?|city|town|packed|traded|address)\b/i;
/** "My friend Ana in Porto". */
const KIN_IN =
  /\b(?:friend|sister|brother|cousin|aunt|uncle|son|daughter|mother|father|colleague) \p{Lu}\p{L}+ (?:over |down |up )?in \p{Lu}/u;
const AN_OCCUPATION_AT =
  /(?:\bam|\bis|['’][ms]|\bwork(?:s|ed|ing)? as) (?:now |currently )?(?:(?:an?|the) )?((?:[\p{L}-]+ ){1,4})(?:at|for|with) \p{Lu}/u;

/** "I'm a nurse at Charité" tells where one works, "I'm a regular at Moe's" does not. */
function worksAt(text: string): boolean {
  const last = AN_OCCUPATION_AT.exec(text)?.[1]?.trim().toLowerCase().split(' ').at(-1);
  const stated = /\bwork(?:s|ed|ing)? as\b/.test(text);
  return last !== undefined && (stated || (isOccupation(last) && last !== 'student'));
}
const STREET_END = /\b(?:Street|Road|Lane|Avenue|Drive|Boulevard|Square|Court|Crescent|Terrace)$/;

/** "I live in Namur and I work in Liège": the values of the clause with the cue, where it has any. */
function inClauseOf(cues: RegExp, values: readonly Value[], text: string): readonly Value[] {
  const own: [number, number][] = [];
  let from = 0;
  for (const part of text.split(/(?<=[,;]|\band|\bbut)(?=\s+(?:I|we|he|she|they|user|it)\b)/iu)) {
    if (cues.test(part)) own.push([from, from + part.length]);
    from += part.length;
  }
  const inside = values.filter(
    ({ start, strong }) => strong && own.some(([a, b]) => start >= a && start < b),
  );
  return inside.length > 0 ? inside : values;
}

/** What somebody's body does not take. */
const FORBIDS = /\ballerg|\breacts? (?:badly|to)\b|\bintoleran|\bc(?:o)?eliac\b/i;
const NOT_EATEN =
  /(?:\b(?:cannot|not|never|no longer)|n['’]t) (?:\p{L}+ ){0,2}?(?:eat|tolerate|digest|drink)\b|\beats? no\b|\bno [\p{L} ]+ for (?:me|us|him|her|them|user)\b/iu;
const IS_FINE = /^,? (?:is|are) (?:\p{L}+ )?(?:fine|ok(?:ay)?|safe|no problem)\b/iu;
/** "Allergic to nuts, milk and eggs", "cannot eat figs": all that follows in the same breath. */
const LED_TO =
  /(?:\b(?:allergic|allergy|intolerant|intolerance|reacts?(?: badly)?) (?:to|of)|(?:\b(?:cannot|not|never|no longer)|n['’]t) (?:\p{L}+ ){0,2}?(?:eat|tolerate|digest|drink))\b(?![^]*(?:[;:.]|\bbut\b|, (?:so|as|I|he|she|it|they|we|and \p{L}+ (?:is|are)))\s)/iu;

export const TOPICS: Partial<Record<Topic, TopicReader>> = {
  employer: {
    says: (text) => WORKS.test(text) || worksAt(text),
    owned: subjectOr(
      /^\s+(?:\p{L}+ )?(?:job|work|workplace|employer|company|office|desk|shifts?|living|position|role|career|payroll|boss)\b/iu,
    ),
    frame:
      /^(?:employer|employed|company|job|jobs|office|desk|workplace|shift|shifts|floor|building|hired|earn|earns|living|nine|five|notice|joined|firm|team|break|employee)$/,
    pick: (values, text) =>
      top(
        values
          .filter(({ strong }) => strong)
          .map((value) => ({
            value,
            worth:
              (cue('at|for|with|joined|by|to|is|called|named|employer:|company:|into|started').test(
                before(text, value),
              ) || /:\s*$/.test(before(text, value))
                ? 2
                : 0) +
              (/^\s+(?:is where|is the company|is \S+ (?:new |current )?(?:employer|workplace)|employs|hired|took)/i.test(
                after(text, value),
              )
                ? 2
                : 0),
          }))
          .filter(({ worth, value }) => worth > 0 || !value.live),
        false,
      ),
  },
  home: {
    says: (text) =>
      (LIVES.test(text) || KIN_IN.test(text)) && !/\bdog|\bcat\b|\bat home\b/i.test(text),
    owned: subjectOr(
      /^\s+(?:\p{L}+ )?(?:home|house|flat|apartment|place|city|town|street|address|studio|new)\b/iu,
    ),
    frame:
      /^(?:home|house|flat|apartment|city|town|street|address|studio|live|rent|rents|based|relocated|packed|move|residence|resides)$/,
    pick: (values, text) =>
      top(
        inClauseOf(LIVES, values, text)
          .filter(
            ({ strong, text: value }) =>
              strong && !STREET_END.test(value) && /^\p{Lu}/u.test(value),
          )
          .map((value) => ({
            value,
            worth:
              (cue('in|to|for|is|at|called|into|of').test(before(text, value)) ? 2 : 0) +
              (/^\s+(?:is (?:where|home|the city|\S+ home)|now\b)/i.test(after(text, value))
                ? 2
                : 0),
          }))
          .filter(({ worth, value }) => worth > 0 || !value.live),
        false,
      ),
  },
  title: {
    says: (text) => !/\ballergic\b|^as \p{L}+,/iu.test(text),
    owned: subjectOr(
      /^\s+(?:\p{L}+ ){0,2}(?:job|title|role|position|profession|occupation|contract|card|career|living|day job|line of work)\b/iu,
    ),
    frame:
      /^(?:job|title|role|position|profession|occupation|contract|living|promoted|careers?|retrained|trained|employed|business|card|mislabelled|wrongly|trade|earn|earns|reads)$/,
    pick: (values, text) => {
      const stated =
        /\b(?:title|role|position|profession|occupation|works? as|working as|employed as|promoted|living|career|careers|retrained|job)\b/i.test(
          text,
        );
      const fitting = values.filter(({ text: value }) => {
        const last = value.toLowerCase().split(' ').at(-1) ?? '';
        return isOccupation(last);
      });
      const open =
        fitting.length > 0 ? fitting : stated ? values.filter(({ strong }) => !strong) : [];
      return top(
        open
          .map((value) => ({
            value,
            worth:
              /(?:\b(?:as|is|am|are|to|became|become|being|into|title)|['’](?:m|s|re)|:)\s+(?:(?:now|currently|an?) )*$/i.test(
                before(text, value),
              )
                ? 2
                : 0,
          }))
          .filter(({ worth, value }) => worth > 0 || !value.live),
        false,
      );
    },
  },
  pet: {
    says: (text, asked) => ofKind(asked, ANY_PET)(text),
    owned: () => true,
    frame:
      /^(?:pets?|home|family|second|grew|adopted|lives|friend|shelter|neighbours?|animal|animals|house|welcomed|rescue|rescued|puppy|kitten|baby)$/,
    pick: (values) => top(names(values), true),
  },
  child: {
    says: (text, asked) => ofKind(asked, ANY_CHILD)(text),
    owned: () => true,
    frame: /^(?:sons?|daughters?|child|children|kids?|baby|parent|born|girl|boy|twins?)$/,
    pick: (values) => top(names(values), true),
  },
  hobby: {
    says: (text) =>
      /\b(?:enjoys?|enjoying|hobb(?:y|ies)|go(?:es)? \p{L}+ing|into|free time|spare time|lot of|taken up|took up|taking up|picked up|started|begun|began|pastime|weekends?|gave up|given up|quit|dropped|lost interest|stopped|do(?:es)?n['’]t do|leisure|fun|passion|relax\w*|evenings|practi[sc]\w*|regularly|keen|hooked|tried|every)\b/iu.test(
        text,
      ) &&
      /ing\b|hobb|chess|yoga|karate|judo|pastime|free time|spare|leisure|\binto\b|enjoy/i.test(
        text,
      ) &&
      !/\ballergic\b/.test(text),
    owned: subjectOr(
      /^\s+(?:\p{L}+ )?(?:hobb(?:y|ies)|free|spare|pastimes?|weekends?|passion|leisure|evenings|newest|latest)\b/iu,
    ),
    frame:
      /^(?:hobby|hobbies|free|spare|interest|pastime|spend|spends|weekend|sundays?|weekly|newest|begun|adds?|practises?|practices?|hours|position|role|job|career|evenings?|passion|leisure|fun|relax|unwind|hour|afternoons?|mornings?|enthusiast)$/,
    pick: (values, text) => {
      const fitting = values.filter(({ strong, start }) => !strong || start === 0);
      return top(
        fitting.map((value) => ({
          value,
          worth:
            (/^\p{L}*ing\b|ing$/u.test(value.text) ? 1 : 0) +
            (cue(
              'enjoys?|is|are|goes|go|into|of|on|does|do|doing|up|started|begun|began|hobby,|hobby:|with|to|added',
            ).test(before(text, value)) || /[:,]\s*$/.test(before(text, value))
              ? 1
              : 0),
        })),
        true,
      );
    },
  },
  language: {
    says: (text) => !/\b(?:courses?|class|lessons?|food|cuisine|restaurant)\b/i.test(text),
    owned: subjectOr(/^\s+(?:\p{L}+ )?(?:\p{Lu}\p{L}+|languages?|mother|native)/u),
    pick: (values) =>
      top(
        values
          .filter(({ text }) => LANGUAGE.test(text.split(' ').at(-1) ?? ''))
          .map((value) => ({ value, worth: 1 })),
        true,
      ),
  },
  allergy: {
    says: (text, asked) => FORBIDS.test(text) || (asked.noun.length === 0 && NOT_EATEN.test(text)),
    owned: subjectOr(/^\s+(?:\p{L}+ ){0,3}(?:body|list|allerg\p{L}+)/iu),
    frame:
      /^(?:allerg\p{L}+|reacts?|badly|bad|body|eats?|eaten|eating|doctor|says|test|shows|turned|due|severe|mild|strong|because|list|turns|diagnosed|react\p{L}*|touch|avoid|avoids|tests?|results?|confirmed|intoleran\p{L}*|coeliac|celiac|disease|tolerate|digest|fine|ok|okay|safe|medicines?|drugs?)$/u,
    pick: (values, text, asked) => {
      const noun = nounStems(asked);
      const bad = values.filter(
        (value) =>
          !IS_FINE.test(after(text, value)) && !noun.includes(stemOf(value.text.toLowerCase())),
      );
      const led = bad.filter((value) => value.live && LED_TO.test(before(text, value)));
      return top(
        (led.length > 0 ? [...led, ...bad.filter(({ live }) => !live)] : bad).map((value) => ({
          value,
          worth: value.strong ? 0 : 1,
        })),
        true,
      );
    },
  },
  taste: {
    says: (text) =>
      /\b(?:loves?|likes?|adores?|fan|crazy|enough|soft spot|keen|hates?|dislikes?|stand|gone off|went off|over|mad about|fond|obsessed|detests?|bear|enjoys?|big on|passionate|sucker|resist|lives? for|treat|weakness|appreciates?|happy|joy)\b/i.test(
        text,
      ) &&
      !FAVOURITE.test(text) &&
      !/\b(?:hobb(?:y|ies)|free time|spare time|allerg\p{L}*|weekends?)\b/iu.test(text) &&
      !/\binto \p{L}+ing\b/u.test(text),
    owned: subjectOr(/^\s+(?:\p{L}+ )?(?:love|fondness|soft|heart|passion)\b/iu),
    frame:
      /^(?:fan|crazy|enough|soft|spot|adores?|hates?|dislikes?|fond|huge|mad|keen|obsessed|used|heart)$/,
    pick: (values, text) => {
      const negative =
        /can['’]?(?:no)?t (?:stand|bear)|\bhates?\b|\bdislikes?\b|n['’]t (?:like|love|enjoy)|gone off|went off|\b(?:am|is|are|['’]m|['’]s) over\b|no longer|any ?more|\bdetests?\b|used to/i.test(
          text,
        );
      return top(
        values.map((value) => ({
          value: negative ? { ...value, live: false } : value,
          worth: 1,
        })),
        true,
      );
    },
  },
  media: {
    says: (text, asked) => {
      const noun = asked.noun[0] ?? '';
      const gerund = asked.noun.at(-1) ?? '';
      const stem = gerund.replace(/ing$/, '');
      return new RegExp(`\\b${noun}\\b|\\b${stem}(?:ing|s|ed)?\\b`, 'i').test(text);
    },
    owned: () => true,
    frame:
      /^(?:reading|watching|listening|taking|playing|studying|book|series|show|podcast|course|busy|right|finished|halfway|episode|chapter|read|reads|watch|watches|hooked|through)$/,
    pick: (values, text) =>
      top(
        strongOrComplement(
          // "Studying law in Bern": where something is done is not what is done.
          values.filter(
            (value) => value.strong && !/\b(?:in|at|with|for|from)\s+$/i.test(before(text, value)),
          ),
          text,
        ),
        false,
      ),
  },
  attribute: {
    byNoun: true,
    owned: () => true,
    keepsTimes: false,
    says: (text, asked) =>
      (!asked.noun.includes('favourite') || FAVOURITE.test(text)) &&
      (asked.noun.length !== 1 || asked.noun[0] !== 'address' || !OTHER_ADDRESS.test(text)) &&
      (asked.noun[0] !== 'name' || asked.owner !== 'self' || OWN_NAME.test(text)),
    frame:
      /^(?:team|user|position|role|person|configured|points|pointing|pinned|version|gave|name)$/,
    pick: (values, text, asked) => {
      const fits = formOf(asked.noun);
      const stems = nounStems(asked);
      const people =
        PEOPLE_NOUN.test(asked.noun.at(-1) ?? '') &&
        !/^(?:package|password|process|task|window|file|version|dependency|download)$/.test(
          asked.noun[0] ?? '',
        );
      const versions = asked.noun.includes('version');
      const kept = values.filter(
        ({ text: value, strong, start }) =>
          fits(value) &&
          (!people || (strong && /^\p{Lu}/u.test(value))) &&
          (versions || !/^v?\d/.test(value) || !/\bversion\s+$/i.test(text.slice(0, start))),
      );
      const named =
        asked.topic === 'called' || asked.noun[0] === 'name' || people
          ? byName(kept, text, asked)
          : kept.map((value) => ({ value, bonus: 0 }));
      const picked = strongOrComplement(
        named.map(({ value }) => value),
        text,
      ).map(({ value, worth }, at) => {
        // "With the password 'abc'": the noun and its value side by side.
        const word = /([\p{L}\d-]+)[ ,:]*["“'‘`]?$/u.exec(before(text, value))?.[1] ?? '';
        const beside = value.strong && stems.includes(stemOf(word.toLowerCase()));
        return { value, worth: worth + (named[at]?.bonus ?? 0) + (beside ? 1 : 0) };
      });
      return top(picked, asked.form === 'all').filter(
        ({ worth, value }) => worth > 0 || !value.live,
      );
    },
  },
};
/** What something is called is read as what it is. */
const { attribute } = TOPICS;
if (attribute !== undefined) TOPICS.called = attribute;
