/**
 * Word lists of the linguistic analysis: how English marks that something changed, was corrected, was
 * taken back or comes on top, and which verbs speak of the same thing. Data only; `language.ts` reads it.
 */

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
    /\b(actually|(?:note|message|entry|memory|info|information|statement|record|address|number|date|time|name|spelling) (?:was|is) (?:wrong|incorrect|mistaken|a typo|off by one|misspelled|misspelt)|misspoke|misspelled|mistyped|clarif(?:ied|ies)\b|(?:it|that|this)(?:'s| was| is) [^,.;]{1,40}, not|correct(?:ed|s) (?:that|themselves|himself|herself|the|an earlier|a previous|their|his|her)|no,? wait|wait,? no|oops|i meant?( to say)?|i misspoke|correction|to correct|let me correct|scratch that|i was wrong|my (mistake|bad)|i got (that|it) wrong|got (that|it|them) mixed up|mixed (that|it|them) up|(that|this) was a typo|typo|(?:oops|sorry|no wait|wait no|wait|er|nope|no),? (?:it|that|he|she|they|my|the|i)(?:'s|'m| is| are| was| meant| am)|should (?:be|have been|read)|rather than|strike that|not .{1,40}? but (?:rather )?|to be precise|more precisely)\b/i,
  retraction:
    /\b(forget (?!to\b)(?:that|about|what|the|my|i|it|everything|all|this)|(?:^|[.,;!] |please |just |can |should )forget (?!to\b)[\w' -]{1,60}$|never ?mind|disregard|(?:please )?(?:delete|remove|erase) (?:that|the|my|what) .{0,80}(?:memory|note|fact|part|said)?|was (?:just |only )?(?:kidding|joking)|just kidding|only joking|(?:is|was|are|were|it'?s|that'?s)(?:n't| not) (?:actually |really )?(?:true|correct|right)(?: any ?more)?|no longer (?:true|correct|valid|applies|relevant)|not true any ?more|i take (?:that|it|this) back|i take back|i lied|i made (?:that|it) up|didn't (?:really )?mean (?:that|it)|don't (?:remember|store|keep) (?:that|the|what|my)|scrap that|ignore (?:that|what i said|my (?:last|previous|earlier) (?:message|note|statement|remark)))/i,
  change:
    /\b(left|leaving|quit|quitting|resigned|retired|moved|moving|relocated|switched|switching|migrated|migrating|changed|replaced|swapped|upgraded|downgraded|renamed|broke up|split up|divorced|separated|no longer|any ?more|now|these days|nowadays|as of (?:today|now)|from now on|going forward|became|turned|stopped|gave up|dropped|sold|instead|new|cancell?ed|called off|rescheduled|postponed|pushed (?:back|to)|ditched|deprecated|went back to|back to|currently|got fired|laid off|passed away|died|not .{1,30} yet|just (?:got|started|finished|became))\b/i,
  addition:
    /\b(another|also|too|as well|second|third|additionally|in addition|besides|plus|one more|both|along with|on top of|other one|apart from|aside from|as much as|still)\b/i,
  past: /\b(used to|formerly|previously|back then|back when|when i was (?:a |an )?(?:kid|child|young|little|teen\w*|student|\d+)|in (?:my|his|her) (?:childhood|youth|twenties|teens)|growing up|as a (?:kid|child|teenager)|once upon|ex-\w+|my ex\b|before (?:that|this))\b/i,
};

/** Plans that were called off: the event, not the talk of it, is gone. */
export const CANCELLED =
  /\b(cancell?ed|cancell?ing|(?:had to|have to|has to|going to|will) cancel|called (?:\w+ ){0,3}off|(?:is|are|'s) off(?= after all| now\b| because| since|\s*[.,;!–—]|\s*$)|fell through|fallen through|not happening|(?:won't|isn't|not) (?:be |going to be )?happening|(?:been|was|were|got|is|are) (?:scrapped|dropped|abandoned|shelved|axed|binned))\b/i;

/**
 * Relation families: verbs (with their preposition, if it matters) and nouns that state the same
 * attribute. Open keys that are in no family stand for themselves.
 * `single`: a person has one at a time, so a new value replaces the old one.
 */
export interface Family {
  readonly name: string;
  readonly single: boolean;
  /** Lemma, or `lemma preposition`. */
  readonly verbs: readonly string[];
  /** Attribute nouns, as in "my employer is …". */
  readonly nouns: readonly string[];
}

export const FAMILIES: readonly Family[] = [
  {
    name: 'work',
    single: true,
    verbs: [
      'work at',
      'work for',
      'join',
      'be at',
      'be employed',
      'be hired',
      'intern at',
      'start at',
      'start job',
      'job at',
      'quit',
      'resign from',
      'hire by',
      'employ by',
      'leave job',
      'lose job',
      'get job',
      'land job',
      'take job',
      'accept job',
    ],
    nouns: ['employer', 'company', 'workplace', 'job'],
  },
  {
    name: 'occupation',
    single: true,
    verbs: ['work as', 'be profession', 'become profession', 'train as'],
    nouns: ['occupation', 'profession', 'job title', 'title', 'role', 'position'],
  },
  {
    name: 'home',
    single: true,
    verbs: [
      'live in',
      'live at',
      'move to',
      'move into',
      'move in',
      'move back',
      'relocate to',
      'reside in',
      'be based',
      'settle in',
      'base in',
      'move from',
      'move out',
    ],
    nouns: ['home', 'address', 'city', 'hometown', 'apartment', 'residence', 'location'],
  },
  {
    name: 'partner',
    single: true,
    verbs: [
      'date',
      'marry',
      'be married',
      'be engaged',
      'be single',
      'be divorced',
      'break up',
      'break with',
      'split up',
      'split with',
      'divorce',
      'be dating',
      'engage to',
    ],
    nouns: [
      'boyfriend',
      'girlfriend',
      'husband',
      'wife',
      'partner',
      'spouse',
      'fiance',
      'fiancee',
      'fiancé',
      'fiancée',
      'relationship',
      'relationship status',
      'marital status',
    ],
  },
  {
    name: 'manager',
    single: true,
    verbs: ['report to', 'be managed', 'manage by'],
    nouns: ['manager', 'boss', 'line manager', 'supervisor'],
  },
  { name: 'age', single: true, verbs: ['be age', 'turn age'], nouns: ['age'] },
  {
    name: 'birthday',
    single: true,
    verbs: ['be born', 'bear'],
    nouns: ['birthday', 'birthdate', 'birth date', 'date of birth'],
  },
  {
    name: 'name',
    single: true,
    verbs: ['be called', 'be named', 'go by'],
    nouns: ['name', 'nickname'],
  },
  {
    name: 'pet',
    single: false,
    verbs: ['have pet', 'adopt', 'adopt pet', 'get pet', 'own pet'],
    nouns: ['pet'],
  },
  {
    name: 'like',
    single: false,
    verbs: [
      'like',
      'love',
      'enjoy',
      'adore',
      'prefer',
      'be into',
      'be fond',
      'hate',
      'dislike',
      'detest',
      'stand',
      'despise',
      'loathe',
      'favor',
      'favour',
      'be fan',
      'fancy',
    ],
    nouns: ['preference'],
  },
  {
    name: 'have',
    single: false,
    verbs: ['have', 'own', 'get', 'buy', 'possess', 'drive', 'sell', 'purchase', 'pick up'],
    nouns: [],
  },
  {
    name: 'use',
    single: false,
    verbs: [
      'use',
      'switch to',
      'migrate to',
      'move to tool',
      'adopt tool',
      'rely on',
      'run on',
      'deploy to',
      'deploy on',
      'host on',
      'build with',
      'write in',
      'standardize on',
      'go with',
      'switch from',
      'migrate from',
      'replace',
      'switch',
      'migrate',
      'pick',
      'choose',
    ],
    nouns: [],
  },
  { name: 'allergy', single: false, verbs: ['be allergic', 'be intolerant'], nouns: ['allergy'] },
  {
    name: 'study',
    single: false,
    verbs: ['study', 'study at', 'major in', 'learn', 'study in'],
    nouns: ['major', 'degree', 'school', 'university'],
  },
  {
    name: 'diet',
    single: true,
    verbs: ['be diet', 'become diet', 'go diet', 'turn diet', 'eat diet'],
    nouns: ['diet'],
  },
];

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
  'forgo',
  'close',
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
  'move relocate join start begin quit leave marry divorce become switch migrate adopt break retire turn accept land change replace settle buy sell get hire employ engage upgrade graduate rename split cancel stop pick choose drop lose reschedule postpone push deprecate swap transfer finish give name'.split(
    ' ',
  ),
);

/** Verbs that say next to nothing themselves; "has a dog named" and "dog's name is" meet in the nouns. */
export const LIGHT_VERBS = new Set('be have own get name call go do possess keep'.split(' '));

/** Words that mean the same for comparing statements, to the one they are compared by. */
export const SYNONYMS: ReadonlyMap<string, string> = new Map(
  (
    [
      'mother mom mum mommy mama',
      'father dad daddy papa',
      'dog puppy pup doggy',
      'cat kitten kitty',
      'child kid',
      'grandmother grandma granny',
      'grandfather grandpa',
      'color colour',
      'favorite favourite fave',
      'like love enjoy adore',
      'hate dislike detest despise loathe',
      'apartment flat',
      'movie film',
      'live reside',
      'coworker colleague',
      'bicycle bike',
      'car automobile',
      'phone cellphone mobile',
      'spouse husband wife',
      'vacation holiday',
      'doctor physician',
      'job position',
      'big large',
      'small little tiny',
      'begin start',
      'buy purchase',
      'neighbor neighbour',
      'db database',
      'repo repository',
      'config configuration',
      'k8s kubernetes',
      'js javascript',
      'ts typescript',
      'postgres postgresql',
      'nyc newyork',
      'prod production',
      'dev development',
      'auth authentication',
      'app application',
      'afraid scared frightened',
      'allergic allergy',
      'engineer developer programmer',
      'prefer rather',
      'subscribe subscription',
      'member membership',
      'boss manager',
      'begin commence',
      'timezone time-zone',
      'email e-mail',
      'football soccer',
      'holidays vacations',
      'backend back-end',
      'frontend front-end',
      'end finish',
      'expire run-out',
    ] as const
  ).flatMap((line) => {
    const [head = '', ...others] = line.split(' ');
    return others.map((word) => [word, head] as const);
  }),
);
