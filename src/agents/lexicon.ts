/**
 * Word lists of the linguistic analysis: how English marks that something changed, was corrected, was
 * taken back or comes on top, and which verbs speak of the same thing. Data only; `language.ts` reads it.
 */

export { FAMILIES, type Family } from './families.js';
export { COUNTS, SYNONYMS } from './synonyms.js';

/** The names of the months, as a part of a pattern. */
export const MONTHS =
  'January|February|March|April|May|June|July|August|September|October|November|December';

/** What a sentence signals about what was said before it. */
export interface Cues {
  /** "actually", "I meant", "sorry, it's …": the earlier wording was wrong. */
  correction: boolean;
  /** "forget that …", "I was kidding": what was said should not be kept. */
  retraction: boolean;
  /** "left", "moved", "now", "no longer": the state of things is different from before. */
  change: boolean;
  /** "another", "also", "too": what was said stays and this comes on top. */
  addition: boolean;
  /** "used to", "back then": about the past, says nothing of how things are now. */
  past: boolean;
}

export const CUE_PATTERNS: { readonly [K in keyof Cues]: RegExp } = {
  correction:
    /^(?:oh |ah |um |h+m+,? )?(?:(?:silly me|my bad|oops)[\s,.!]+)?(?:wrong \p{L}+[,.:!]\s|(?:oops|sorry|sry|soz|nope|er|typo)[,.:!]?\s|(?:no|wait)[,.:!]\s|no (?:sorry|wait)\b)|\b(actually|(?:note|message|entry|memory|info|information|statement|record|address|number|date|time|name|spelling) (?:was|is) (?:wrong|incorrect|mistaken|a typo|off by one|misspelled|misspelt)|made a mistake|misspoke|misspelled|mistyped|clarif(?:ied|ies)\b|(?:it|that|this)(?:'s| was| is) [^,.;]{1,40}, not|\buser (?:has |later |just )?correct(?:ed|s)\b|correct(?:ed|s) (?:that|themselves|himself|herself|the|an earlier|a previous|their|his|her)|no,? wait|wait,? no|oops|i meant?( to say)?|i misspoke|correction|erratum|corrigendum|i (?:keep|kept|always) (?:saying|writing|typing|putting|calling)|to correct|let me correct|scratch that|i was wrong|my (mistake|bad)|i got (that|it) wrong|(?:got|had) (?:that|it|them) mixed up|mixed (that|it|them|those|these)(?: two)? up|(that|this) was a typo|(?<!\b(?:not|no|isn['’]t) an? |\b(?:not|no) )typo|(?:oops|sorry|no wait|wait no|wait|er|nope|no),? (?:it|that|he|she|they|my|the|i)(?:'s|'m| is| are| was| meant| am)|should(?:['’]ve| have)? (?:be|been|read|said)|(?:gave|told) you [^.;]{0,40}\bwrong|rather than|strike that|misread|misheard|misremembered|misunderstood|mixed up (?:the|my|our|his|her|their)|(?:got|had) (?:the|my|our|his|her|their|\p{Lu}\p{L}+['’]s) [^,.;:]{1,30} (?:wrong|mixed up)|should of (?:said|been|written)|wrong (?:surname|name|day|date|time|number|address|place|room|street|spelling|one)(?=\s*[,.;:!–—-])|was a (?:slip|mix-?up)|(?:i|you|we|he|she|they|assistant|user) got (?:that|it|this|them) wrong|(?:said|wrote|typed|noted|heard|written|wrote down|written down|put) (?:(?:that|it|this|them) )?(?:down )?wrong(?:ly)?\b|that was wrong|was mistaken|was in error|, was an error|been mishearing|says otherwise|(?:put|set) me (?:straight|right)|corrected me|(?:told you|said|wrote|talked) (?:rubbish|nonsense)|(?:rubbish|nonsense),? what i (?:said|wrote|told)|(?:swapped|mixed up|transposed|flipped) (?:the |two |some )?(?:digits|numbers|letters|figures)|(?:dropped|added|missed|forgot) a (?:letter|digit|zero|nought|number)\b|autocorrect(?:ed)?|(?:said|saying|wrote|typed|calling|called|noted|added|put) [^.;]{1,40} by (?:mistake|accident)|(?:looked|checked|counted|measured) (?:[^.;,:]{1,30} )?again|(?:read|reread) (?:the|my|our|it|that) (?:[^.;,:]{1,20} )?again|(?:rechecked|double[- ]checked|recounted|re-?read) (?:the|my|our|it|that)|(?:looked at|read|saw|had) the wrong (?:week|line|row|page|column|ticket|email|form|entry|list)|(?:is|are|was|were) in fact|i (?:said|wrote|typed|put) [^,.;]{1,40}(?: but |, it['’]?s )|not .{1,40}? but (?:rather )?|to be precise|more precisely|(?<=[,.;!] (?:so |and |please |just )*)(?:ignore|forget|disregard|scrap) (?:the |that |my )(?:\w+ )?[^\s,.]*\d[^\s,.]*(?=[.!]?$))\b/iu,
  /** Beside the orders to forget something that `takenBack` reads. */
  retraction:
    /\b(?:never ?mind|was (?:just |only )?(?:kidding|joking)|just kidding|only joking|(?:is|was|are|were|it'?s|that'?s)(?:n't| not) (?:actually |really )?(?:true|correct|right)(?: any ?more)?|no longer (?:true|correct|valid|applies|relevant)|not true any ?more|i take (?:that|it|this) back|i lied|i made (?:that|it) up|didn't (?:really )?mean (?:that|it)|scrap (?:that|it)|ignore (?:that|my (?:last|previous|earlier) (?:message|note|statement|remark))|user (?:has |now )?(?:withdrew|withdraws))\b/i,
  change:
    /\b(left|leaving|quit|quitting|resigned|retired|moved|moving|relocated|switched|switching|migrated|migrating|changed|replaced|swapped|upgraded|downgraded|renamed|broke up|split up|divorced|separated|no longer|any ?more|now|these days|nowadays|as of (?:today|now)|from now on|going forward|became|turned|stopped|gave up|dropped|sold|instead|new|cancell?ed|called off|rescheduled|postponed|pushed (?:back|to)|ditched|deprecated|went back to|back to|currently|got fired|laid off|passed away|died|not .{1,30} yet|just (?:got|started|finished|became))\b/i,
  addition:
    /\b(another|(?:my|our|the|his|her|their|user['’]s) other|also|too(?=\s*(?:[,.;!?)]|$))|as well|(?:a|an|my|our|his|her|their|user['’]s) (?:second|third)|additionally|in addition|besides|plus|one more|both|along with|on top of|other one|apart from|aside from|as much as|still)\b/i,
  past: /\b(used to|formerly|previously|back then|back when|when i was (?:a |an )?(?:kid|child|young|little|teen\w*|student|\d+)|in (?:my|his|her) (?:childhood|youth|twenties|teens)|growing up|as a (?:kid|child|teenager)|once upon|ex-\w+|my ex\b|before (?:that|this))\b/i,
};

/** "Its Mira Lang not Nora": without a comma only a name or a number is set right by this. */
export const NOT_THAT_VALUE =
  /\b(?:[Ii]t|[Tt]hat)(?:['’]?s| is| was) (?:\p{Lu}|\d)[^,.;!?]{0,40} not (?:\p{Lu}|\d)/u;

/** Plans that were called off: the event, not the talk of it, is gone. */
export const CANCELLED =
  /\b(cancell?ed|cancell?ing|(?:had to|have to|has to|going to|will) cancel|called (?:\w+ ){0,3}off|(?:is|are|'s) off(?= after all| now\b| because| since|\s*[.,;!–—]|\s*$)|fell through|fallen through|not happening|(?:won't|isn't|not) (?:be |going to be )?happening|(?:been|was|were|got|is|are) (?:scrapped|dropped|abandoned|shelved|axed|binned))\b/i;

/** Ways of eating that exclude one another. */
export const DIETS = new Set([
  'vegan',
  'vegetarian',
  'pescatarian',
  'carnivore',
  'omnivore',
  'keto',
  'paleo',
  'halal',
  'kosher',
]);

/** Animals that people keep, so that "have a dog" is about a pet. */
export const PETS = new Set([
  'dog',
  'cat',
  'puppy',
  'kitten',
  'parrot',
  'hamster',
  'rabbit',
  'bunny',
  'fish',
  'goldfish',
  'turtle',
  'snake',
  'gecko',
  'bird',
  'horse',
  'pet',
  'pup',
  'lizard',
  'ferret',
  'canary',
  'budgie',
  'guinea',
  'terrier',
  'retriever',
  'labrador',
  'corgi',
  'poodle',
  'beagle',
  'tortoise',
]);

/** Nouns for a person seen from another: "my sister". */
export const RELATIONS = new Set([
  'sister',
  'brother',
  'mother',
  'mom',
  'mum',
  'father',
  'dad',
  'son',
  'daughter',
  'wife',
  'husband',
  'partner',
  'boyfriend',
  'girlfriend',
  'fiance',
  'fiancee',
  'fiancé',
  'fiancée',
  'friend',
  'roommate',
  'flatmate',
  'colleague',
  'coworker',
  'boss',
  'manager',
  'neighbor',
  'neighbour',
  'cousin',
  'uncle',
  'aunt',
  'grandmother',
  'grandfather',
  'grandma',
  'grandpa',
  'niece',
  'nephew',
  'kid',
  'child',
  'baby',
  'parent',
  'teacher',
  'mentor',
  'therapist',
  'doctor',
  'dentist',
  'landlord',
  'assistant',
  'teammate',
  'stepson',
  'stepdaughter',
  'stepmom',
  'stepdad',
  'mother_in_law',
  'father_in_law',
  'sister_in_law',
  'brother_in_law',
  'daughter_in_law',
  'son_in_law',
  'twin',
  'ex',
  'buddy',
  'bestie',
  'coach',
  'dog',
  'cat',
  'puppy',
  'kitten',
  'client',
]);

/** Verbs that end what their object (or the object of their preposition) was part of. */
export const ENDING_VERBS = new Set([
  'leave',
  'quit',
  'stop',
  'drop',
  'sell',
  'cancel',
  'lose',
  'abandon',
  'ditch',
  'remove',
  'retire',
  'divorce',
  'replace',
  'deprecate',
  'resign',
  'discontinue',
  'cease',
  'dump',
  'break up',
  'give up',
  'split up',
  'give away',
  'get rid',
  'move away',
  'phase out',
  'fire',
  'delete',
  'uninstall',
  'end',
  'terminate',
  'scrap',
  'shelve',
  'axe',
  'revoke',
  'disable',
  'decommission',
  'donate',
  'unsubscribe',
  'withdraw',
  'call off',
  'shut down',
  'turn off',
  'switch off',
  'opt out',
  'pull out',
  'back out',
  'drop out',
  'give back',
  'part ways',
  'outgrow',
  'kill',
  'get shot',
  'forgo',
  'close',
  'skip',
  'bail',
  'trade',
  'trade in',
  'hand in',
  'pack in',
  'jack in',
  'chuck in',
  'bin off',
  'hand back',
  'send back',
  'finish',
  'come off',
  'go off',
]);

/** Verbs of going from one thing to another: "moved from X to Y". */
export const SWITCH_VERBS = new Set([
  'move',
  'switch',
  'migrate',
  'change',
  'relocate',
  'transfer',
  'transition',
  'go',
  'convert',
  'upgrade',
  'downgrade',
  'rename',
  'reschedule',
  'push',
  'postpone',
]);

/** Verbs whose meaning is the opposite of liking. */
export const DISLIKE_VERBS = new Set(['hate', 'dislike', 'detest', 'despise', 'loathe']);

/** Words that carry no subject matter. Lemmas, lower case. */
export const STOP_WORDS = new Set(
  "a an the this that these those i me my mine we us our ours you your he him his she her hers it its they them their be am is are was were been do does did have has had having will would shall should can could may might must to of in on at by for with from as and or but so if then than not no nor just really very quite also too now currently actually well oh hey yeah ok okay there here what which who whom when where why how about into onto up out off over again some any all more most other own same s t d ll m re ve don't user please remember note get got name call named called thing things one lot bit back still ever even much many right know think guess mean say tell like-so currently recently new another second as-well".split(
    ' ',
  ),
);

/** Verbs whose past tense sets how things are now: "I moved to Berlin". */
export const RESULTIVE_VERBS = new Set(
  'move relocate join start begin quit leave marry divorce become switch migrate adopt break retire turn accept land change replace settle buy sell get hire employ engage upgrade graduate rename prescribe promote appoint split cancel stop pick choose drop lose reschedule postpone push deprecate swap transfer finish give name'.split(
    ' ',
  ),
);

/** Verbs that say next to nothing themselves; "has a dog named" and "dog's name is" meet in the nouns. */
export const LIGHT_VERBS = new Set('be have own get name call go do possess keep'.split(' '));
