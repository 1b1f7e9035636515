/** What somebody asks a memory to let go of. */
export interface TakenBack {
  /** The words for it, without those of asking: "the name of my wifi"; empty for "forget it". */
  object: string;
  /** What the sentence says before the order. */
  before: string;
  /** What it says beside the order, such as the reason. */
  rest: string;
  /** False where it may be a task of its own: "remove the unused imports" asks no memory to forget. */
  certain: boolean;
}

const ASSISTANT =
  '(?:claude|cursor|chatgpt|copilot|gemini|me|you|the (?:assistant|agent|ai|model))';
/** What comes before the verb of an order: courtesy, second thoughts, or a client's "User asked to". */
const ASKING = String.raw`(?:(?:please|pls|plz|actually|ok(?:ay)?|oh|ah|nah|no|nope|hey|and|so|well|sorry|right|just|also|wait|hmm|ugh|yeah|then|now|btw|(?:can|could|would|will) (?:you|u)|you (?:can|should|may|might as well)|let['’]?s|i(?:['’]d| would) like (?:you )?to|i (?:want|need) you to|(?:the )?user(?: has| now| just| later| then| also)* (?:ask(?:ed|s)|request(?:ed|s)|wants?|wanted|wish(?:ed|es)|told|instructed|would like)(?: for)?(?: ${ASSISTANT})?(?: to| that)?)[\s,]+)*`;
/** Said to a memory only. */
const CERTAIN = String.raw`forget(?: about)?(?! to\b)|disregard|never ?mind(?: about)?|(?:there['’]?s |there is )?no need to (?:remember|keep|store|save|note)|(?:you )?(?:don['’]?t|do not|needn['’]?t|shouldn['’]?t)(?: need to| have to)? (?:remember|keep|store|save|hold on to)(?! (?:where|when|how|who|which|why|if|whether)\b)|(?:i )?takes? back|ignore (?=what i\b|the (?:thing|bit|part|note)\b|my (?:last|previous|earlier)\b)|(?:the )?user(?: has| now)* (?:retract(?:ed|s)|took back|takes back)|(?:the )?user(?: has| now)* (?:withdr[ae]wn?|withdrew|rescinded|revoked|cancell?ed|dropped) (?:the|their|his|her|that|an|a)(?: earlier| previous| old)? (?:request|preference|wish|requirement|instruction|demand)(?: (?:for|to|about|that|of))?|(?:i was|just|only|i['’]m|i am)(?: just| only)* (?:kidding|joking|messing(?: with you)?|winding you up|pulling your leg|having you on|teasing(?: you)?)(?: (?:about|when i said))`;
/** Said of other things as well, so a certain thing must be named: "bin the haircut". */
const OF_THINGS = String.raw`(?:scrap|scratch(?! that\b)|nix|drop|bin|ditch|delete|remove|erase|wipe|clear|get rid of|(?:the )?(?:removal|deletion) of|stop)(?= (?:the|my|our|that|this|those|these|what|any|user['’]s|their|his|her|\p{L}+['’]s|\p{L}+ing)\b)`;
const ORDER = new RegExp(
  String.raw`(?:^|[.;:!?,–—-]\s+)(${ASKING})(?:(${CERTAIN})|(${OF_THINGS}))(?:\s+|$)`,
  'iu',
);
const OBJECT_END =
  /[,;.!?–—:](?=\s|$)|\s-\s|\s+(?:because|since|cos|but|so|as i)\b|\s+(?=(?:i|we|they|he|she|it)(?:['’]\w+)? \w)/i;
/** Where an order stands in a routine, it is no wish to forget: "delete the branch after merging". */
const ROUTINE =
  /\b(?:before|after|when(?:ever)?|while|each|every|always|if|unless|once|until|by default)\b/i;
const IN_MEMORY =
  /\s*\b(?:from|out of|off|in|to|of)\s+(?:your|my|the|that|its)\s+(?:own )?(?:notes?|memor(?:y|ies)|records?|lists?|head|storage|profile|files?)\b|\s*\b(?:in|from|on) (?:there|file)\b/gi;
const TOLD =
  /^(?:(?:that|what|when|where) i (?:just )?(?:said|told you|mentioned|wrote|asked)(?: (?:earlier|before|just now))*(?: (?:about|that|on))?|(?:anything|everything|all) (?:about|on)|that)\b\s*/i;
const OF_NOTE =
  /\b(?:the |that |my |this |user['’]s )?(?:whole |silly |stupid |old |earlier |last |previous )*(?:note|memory|fact|entry|part|bit|thing|stuff|info(?:rmation)?|rule|preference|instruction|reminder|requirement|convention|idea|plan)s?\b(?: (?:about|that|on|of|to|regarding|where|saying|for)\b)?/gi;

/** "User wants the address removed from memory"; without the last words it may be any address. */
const PASSIVE =
  /^(?:the )?user(?: has| now| just| also)* (?:ask(?:ed|s)|request(?:ed|s)|wants?|wanted|wish(?:ed|es)|would like)(?: for| that)? ([^.;:!?]+?) (?:(?:to|should|must) )?(?:be )?(?:deleted|removed|erased|wiped|discarded|forgotten|not (?:be )?(?:kept|stored|remembered))(?: (?:from|in) (?:the |your |its |this )?(?:memory|memories|notes?|records?))?(?=[.;:!?]|$)/i;
const TO_MEMORY = /\b(?:forgotten|memory|memories|notes?|records?|entry|remembered)\b/i;

/** The order to forget something that a sentence of the speaker's own words gives, or null. */
export function takenBack(text: string): TakenBack | null {
  const passive = PASSIVE.exec(text);
  if (passive && TO_MEMORY.test(passive[0])) {
    const object = (passive[1] ?? '').replace(OF_NOTE, ' ').replace(/\s+/g, ' ').trim();
    const rest = text.slice(passive[0].length).replace(/^[\s,;.!?:]+/, '');
    return { object, before: '', rest, certain: true };
  }
  const found = ORDER.exec(text);
  if (!found) return null;
  const said = text.slice(found.index + found[0].length).replace(TOLD, '');
  const end = OBJECT_END.exec(said);
  const words = end ? said.slice(0, end.index) : said;
  const before = text.slice(0, found.index);
  const rest = [before, end ? said.slice(end.index) : '']
    .map((part) => part.replace(/^[\s,;.!?–—:-]+/, ''))
    .join(' ')
    .trim();
  const toMemory = words.replace(IN_MEMORY, '');
  const object = toMemory.replace(OF_NOTE, ' ').replace(/\b(?:please|pls|plz)\b/gi, ' ');
  const certain =
    found[2] !== undefined ||
    toMemory !== words ||
    /\b(?:note|memory|entry)\b|^(?:the|that) (?:part|bit|thing) (?:about|that|where)\b/i.test(
      words,
    );
  if (!certain && ROUTINE.test(said)) return null;
  return { object: object.replace(/\s+/g, ' ').trim(), before, rest, certain };
}

/** A text without what it quotes: somebody else's words, or those of a screen. */
export const unquoted = (text: string): string =>
  text.replace(/["“][^"“”]{2,}["”]|(?<![\p{L}\d])['‘][^'‘’]{2,}['’](?![\p{L}\d])/gu, '…');
