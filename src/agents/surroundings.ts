import { memoised } from './memo.js';

/**
 * What people put around a statement: sounds and remarks before it, asides behind it. For comparing
 * only; what is stored keeps them.
 */
const REMARK = [
  'ok(?:ay)?|so|well|oh|ah+|aha|hey|hi|hello|yeah|yep|yes|yup|nah|no(?=[,.!])|right(?=[,. ]so|,)|anyway|anyways|look|listen|man|wow|haha+|lol|omg|tbh|btw|fyi|also|and|but|then|now(?=,)|ooh+|ugh+|hm+|honestly|actually|finally|basically|apparently|sorry|oops|wait|ps',
  'by the way|to be honest|just (?:so you know|fyi|a note|a heads up|to (?:say|add|mention|note))|so you know|heads up|as it happens|(?:it )?turns out(?: that)?|guess what|fun fact|one more thing|another thing|quick (?:update|note|one|thing)|small update|update|change of plans?|(?:so )?(?:big|good|bad|great|exciting|sad) (?:news|change)|hang on|hold on|for (?:context|reference|the record|what it.?s worth)|(?:like|as) (?:i|we) (?:said|mentioned|told you)(?: (?:before|earlier|already))?|as (?:mentioned|said|noted)(?: (?:before|earlier|already))?|did i (?:mention|say|tell you)(?: that)?|(?:just )?(?:a )?(?:reminder|note|correction)(?: that|(?= for [^:,]{1,30}:)|(?=:))|for the \\w+(?=:)|remember(?: that)?|please (?:note|remember)(?: that)?|(?:i )?forgot to (?:say|mention)(?: that)?|(?:the )?user (?:mentioned|said|noted|stated|says|notes|confirmed|confirms|reported|reiterated|repeated)(?: again)?(?: that)?',
].join('|');
const OPENING = new RegExp(`^(?:(?:${REMARK})(?:\\s*[,.:;!–—-]+\\s*|\\s+))+(?=\\S)`, 'iu');
const ASIDE =
  /(?:\s*[,;.!–—-]*\s*(?:\b(?:btw|by the way|fyi|lol|haha+|tbh|please|pls|thanks(?: a (?:lot|million))?|thank you|cheers|ta|ok(?:ay)?|right|you know|as (?:i|you) (?:said|know)|like i said|if that (?:helps|matters)(?: with [^,.;]*)?|in case (?:that|it|you|i)\b[^,;]*|just so you know|(?:dunno|not sure|don'?t know) if i (?:said|mentioned)[^,;]*|did i (?:say|mention)(?: that)?|fingers crossed|can'?t wait|cant wait|i think|i guess|though|tho|actually|really|as (?:already )?(?:mentioned|noted|said|stated)(?: (?:before|earlier|above))?|again|x+)\b|[:;]-?[)(DP]|\p{Extended_Pictographic})\s*[.!?…]*)+$/iu;

/** A statement without the remarks before it and the asides behind it. */
export const bareStatement = memoised((text: string): string => {
  const opened = text.replace(OPENING, '');
  const bare = opened.replace(ASIDE, '').trim();
  return /\p{L}.*\s/u.test(bare) ? bare : text;
});

const ONLY_REMARK = new RegExp(`^(?:${REMARK})[\\s,.!]*$`, 'iu');

/** Whether a clause is nothing but such a remark: "just so you know". */
export const isRemark = (clause: string): boolean => ONLY_REMARK.test(clause.trim());

/** "Staging database: PostgreSQL 14" reads as "the staging database is PostgreSQL 14". */
const NOTED = /^([\p{L}\p{N}][^:.,;!?]{2,50}): (?=\S)/u;

/** A note with the verb that it leaves out. */
export const inFull = (statement: string): string => statement.replace(NOTED, '$1 is ');
