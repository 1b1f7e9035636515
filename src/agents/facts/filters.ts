import { REDACTED } from '../../memory/secrets.js';
import { analyse, isReadable } from '../language.js';
import type { SentenceAnalysis } from '../language.js';
import { has } from '../tokens.js';
import { takenBack } from '../taking-back.js';
import { isSmallTalk } from './small-talk.js';

/** What to do with one sentence: keep `text` (perhaps without its lead-in), or leave it out. */
export type Verdict = { keep: string } | { ignore: string };

const GREETING =
  /^(?:(?:hi|hello|hey|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|night|day)|morning|evening|bye|goodbye|good ?bye|see (?:you|ya)|ciao|cheers|talk (?:to you )?(?:soon|later)|take care|catch you later|have a (?:good|great|nice|lovely) \w+|long time no see|nice to (?:meet|see) you|welcome back|what'?s up|good to (?:see|hear)(?: from)? you)\b)(?:[ ,]+(?:\p{Lu}\p{L}+|there|all|everyone|again|guys|folks|team|buddy|soon|later|tomorrow|you|too))*[\s.!,~:)\p{Extended_Pictographic}]*$/iu;
const THANKS =
  /^(?:(?:oh|aw+|ok(?:ay)?|great|perfect|cool|wow|yes|no),? )?(?:thanks?(?: you)?|thx|ty|cheers|much appreciated|i (?:really )?appreciate (?:it|that|this|your \w+)|you'?re welcome|no problem|no worries|my pleasure|sorry(?: about that)?|i'?m sorry to hear (?:that|it|about that))\b(?! (?:to|for (?:my|the|his|her|our)) )(?:(?!\b(?:my|our|i|i'm|i've|we|he|she|it's)\b)[^.;]){0,60}[.!]*$/i;
const ACKNOWLEDGEMENT =
  /^(?:(?:ok(?:ay)?|k|yes|yeah|yep|yup|no|nope|nah|sure|right|exactly|true|indeed|absolutely|definitely|totally|agreed|cool|nice|great|awesome|amazing|wow|whoa|haha+|lol|lmao|hmm+|uh|um|oh+|a+h+|aha|i see|got it|gotcha|makes sense|fair enough|sounds (?:good|great|fun|nice|like a plan)|(?:that|it) makes sense|thank you|thanks|of course|no way|really|perfect|fine|alright|all right|same here|same|me too|me neither|i agree|i know(?: right)?|i think so|i guess(?: so)?|i hope so|i don'?t know|no idea|not sure|for sure|good (?:point|idea|luck|job|one|question)|well done|congrat(?:ulation)?s|congratulations|way to go|you got this|that'?s it|go on|wait|anyway|never ?mind that|done|thats? (?:all|right|correct)|my goodness|omg)[\s,.!…~:)\p{Extended_Pictographic}]*)+(?:(?!\p{L}+days?\b)\p{Lu}\p{L}+)?[\s.!]*$/iu;
/** Says that something was wrong, not what is right: "silly me, wrong street", "always mix those two up". */
const OWNS_UP =
  /^(?:(?:oops|whoops|silly (?:old )?me|my (?:bad|mistake)|sorry|oh|ah|no|wait|duh|d['’]oh|argh|ugh|actually|lol)[\s,.!…]+)*(?:silly (?:old )?me|wrong (?!(?:about|with|in|to|for|on|side)\b)\p{L}+|(?:i )?(?:(?:always|keep|kept|must have|just|often|totally|constantly) )*(?:(?:mix(?:ed|ing)?|muddl(?:e|ed|ing)) (?:those|these|them|it|the)(?: two)?(?: names?)? up|confus(?:e|ed|ing) (?:those|these|them|the two)(?: two)?|g[eo]t(?:ting)? (?:those|these|them|it|that)(?: two)? (?:wrong|muddled|mixed up|confused|the wrong way (?:a?round)))(?: all the time| again| sorry)?)[\s,.!…]*$/iu;

/** Whether a sentence only owns up to a mistake. */
export const ownsUp = (sentence: string): boolean => OWNS_UP.test(sentence);

/** Praise of what somebody else said: "That's awesome, Gina!", "Sounds like a great time." */
const JUDGEMENT =
  /\b(?:great|good|nice|awesome|amazing|lovely|wonderful|fantastic|brilliant|cool|neat|sweet|fun|funny|hilarious|beautiful|gorgeous|cute|adorable|delicious|yummy|tasty|interesting|fascinating|exciting|inspiring|impressive|incredible|unbelievable|terrific|perfect|excellent|super|sad|bad|awful|terrible|horrible|tough|rough|hard|scary|annoying|frustrating|wild|crazy|weird|strange|true|right|fair|fine|ok(?:ay)?|important|meaningful|special|powerful|rewarding|relaxing|refreshing|peaceful|thoughtful|kind|generous|helpful|useful|clever|smart|intense|stressful|blast|treat|shame|pity|relief|bummer|dream|pleasure|joy|gem|hoot|idea|plan|news|deal|wow|congrat\w*|worth|proud|glad|happy|crucial|key|all (?:we|you) need|what matters|the best|the worst|so much|tempting|rad|dope|sick|lit|fire|stunning|magical|touching|heartwarming|moving|epic|legendary|encouraging|enjoyable|memorable|pretty|nuts|insane|unreal|a lot|challenging|therapeutic|cathartic|surprising|like (?:an? |so |such )?)\b/
    .source;
const REACTION = new RegExp(
  String.raw`^(?:(?:wow|oh|aw+|haha|yeah|yes|hey|ok|so|well),? ?(?:\p{Lu}\p{L}+)?[,!]? ?)*(?:(?:that|this|it|those|these)(?:'?s| is| are| was| were| must (?:be|have been)| sounds?| looks?| seems?)(?=.*JUDGING)|(?:sounds|looks|so)(?=.*JUDGING)|how|what an?|glad|happy|good|great|nice|i'?m (?:so |really |very )?(?:glad|happy|proud|excited|sorry) (?:for you|to hear|that you|you)|i love (?:that|it|this)|love (?:that|it|this)|you(?:'re| are) (?:so |really |very )?(?:welcome|right|amazing|awesome|great|the best|kind|sweet|funny|doing great)|can(?:'?t| ?not) wait(?: to (?:hear|see) (?:it|more|them|that|all about it))?)\b(?:(?!\b(?:i|my|our|we|because|since|but)\b)[^.;:\d]){0,70}[.!…\s]*$`.replaceAll(
    'JUDGING',
    JUDGEMENT,
  ),
  'iu',
);
/** "Sorry, three kids": no apology. */
const CORRECTS =
  /^(?:oh,? |no,? |wait,? )*sorry[,:.!]?\s+(?!about|for|to|again|i'm|im\b|so\b)(?:the|my|\p{Lu}|\d|one|two|three|four|five|six|seven|eight|nine|ten)/u;
/** Courtesy that states nothing: "Hope you're well", "you're a star". */
const COURTESY =
  /^(?:(?:oh|aw+|haha|ok(?:ay)?|and|so|well|anyway|hi|hey|hello),? ?)*(?:(?:i )?(?:really )?hope (?:you(?:'re| are| had| have|r)|all(?:'s| is)|everything(?:'s| is)|that helps|this helps|your)\b(?!.*\b(?:my|our)\b)|you(?:'re| are) (?:a|an|the|my) (?:\w+ )?(?:star|legend|lifesaver|life saver|gem|hero|genius|angel|best|champ|wizard|god ?send|rock ?star|treasure|saint)\b|you (?:rock|rule)\b|(?:have|enjoy) (?:a|the|your) (?:(?:good|great|nice|lovely|wonderful|rest of (?:your|the)) )*(?:one|day|evening|night|week|weekend|morning|afternoon|trip|holidays?)\b|happy (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|holidays|new year)\b|(?:tgif|brb|gtg|ttyl|one (?:sec|second|moment)|hold on|give me a (?:sec|second|minute|moment)|just (?:checking in|saying hi|wanted to say hi)|long day|let me think|just testing|testing|test(?:ing)? 1 ?2 ?3)\b|(?:that|it|this) (?:really |totally |just )?(?:helped|helps|works?|worked|did it|did the trick|makes (?:sense|my day)|made my day)(?=(?:[\s,!.]|now|great|perfectly|well|a lot|thanks?|thank you|so much|very much|fine)*$)|(?:nice|lovely|great|beautiful|awful|terrible|gorgeous|crazy) weather\b|it'?s been (?:a while|ages|a long time)\b)[^.;:\d]{0,50}[.!…\s\p{Extended_Pictographic}]*$/iu;
/** What one is about to do in the conversation: "ok let me try that". */
const TRYING =
  /^(?:(?:ok(?:ay)?|right|so|well|alright|hmm+|cool|yeah|yes|sure|great|thanks|now),? )*(?:(?:let me|lemme|let['’]?s|i['’]?ll|i will|i['’]?m (?:gonna|going to)|gonna|going to) (?:just |quickly )?(?:try|check|see|look|test|think|have a (?:look|think|go)|give (?:it|that|this) a (?:try|go|shot|spin)|get back to you|do that)|(?:same|no|still no|not) (?:thing|luck|change|dice|joy|idea)|still (?:broken|failing|not working|the same|nothing))(?: (?:that|it|this|again|now|out|into|first|about|at|over|then|quickly|one|real quick|and|come back|let you know|thing|error|later|soon))*[\s.!…]*$/iu;
/** What an LLM client writes down of the talk itself: "User greeted the assistant." */
const NOTE_OF_TALK =
  /^(?:the )?(?:user|human|speaker|person|customer)(?:['’]s (?:message|question|request|query) (?:is|was|contains)| (?:(?:has|have|had|is|was|just|also|again|then|simply|briefly|politely|only|once|initially|currently|now) )*(?:greet(?:ed|s|ing)|thank(?:ed|s|ing)|(?:wish|hop)(?:ed|es|ing) (?:the (?:assistant|ai|bot|model)|me|us|assistant|everyone|claude)\b|wish(?:ed|es|ing) the\b|compliment(?:ed|s) (?:the|me|assistant)|prais(?:ed|es) (?:the|me|assistant)|apologi[sz](?:ed|es|ing)(?: to the assistant| for the|\s*[.!]?$)|acknowledg(?:ed|es|ing)|laugh(?:ed|s|ing)\b|(?:sen(?:t|ds)|gave|gives|reacted with|replied with) (?:a |an )?(?:thumbs[- ]?up|smil(?:ey|e)|heart|emoji|laughing emoji)\b|sign(?:ed|s|ing) off|clos(?:ed|es) the (?:chat|conversation)|(?:start|begin|began|end|resum|continu|open)\w* (?:a|the|this|our) (?:new )?(?:chat|conversation|session|discussion)|sa(?:id|ys|ying) (?:hello|hi|hey|bye|goodbye|good ?night|good (?:morning|evening|afternoon|day)|thanks?|thank you|ok(?:ay)?|yes|no|farewell|you'?re welcome|it was nice)\b|express(?:ed|es|ing) (?:\w+ )?(?:gratitude|thanks|appreciation|satisfaction|approval|agreement|excitement about the (?:answer|help|response))\b|(?:agree[sd]|agreed) with (?:the|me)\b|(?:happy|pleased|satisfied|grateful|thankful|glad|impressed) (?:with|for|about|by) (?:the|my|your|this|that|it)\b(?: \w+)? ?(?:answer|response|help|assistance|explanation|reply|result|suggestion|output)?s?\b\s*[.!]?$|(?:react|respond)(?:ed|s|ing) (?:positively|with|to the)\b|(?:engaged|engaging|participat\w+) in (?:small talk|chit-?chat|casual)\b|(?:made|making|makes) small talk\b|(?:exchang\w+|shar\w+) (?:greetings|pleasantries|small talk|a (?:joke|laugh))\b|chat(?:ted|ting|s) (?:casually|with the assistant|about the weather)\b|jok(?:ed|es|ing)\b|comment(?:ed|s|ing) (?:on|about|that) the (?:weather|answer|response)\b|check(?:ed|s|ing) (?:in|whether the assistant|if the assistant)\b|(?:ask|request|inquir|enquir|query|queri|wonder)(?:ed|s|ing|ies)? (?!(?:out|over|around|(?:(?:the )?\w+ )?(?:not )?to (?:be|remember|have|keep|use|receive|not|always|never|stop|avoid|only|call|address|refer|prefer|follow|stick)|(?:(?:the )?\w+ )?not to|that|(?:\w+ ){1,2}to marry|for (?:a |an |the |their |his |her )?(?:\w+ )?(?:raise|promotion|divorce|transfer|leave|time off|day off|loan|refund|extension|discount|permission|asylum|help at|pay rise|reference)|(?:his|her|their|my|a|the (?!assistant|ai|bot|model|weather|time|meaning|difference|definition|name of|best|capital|price|status|current))\b))|(?:want(?:ed|s)?|would like|wish(?:es|ed)?|curious|trying|tried|seek(?:s|ing)?|look(?:s|ing)) (?:(?:about|to) )?(?:know|find out|understand|hear|learn how|be told|get (?:an answer|help with the))\b))|^(?:the )?(?:assistant|ai|bot|chatbot|claude|chatgpt|model) (?:greeted|thanked|responded|replied|offered|apologi[sz]ed|acknowledged|wished|answered|explained|provided|gave|asked|welcomed|confirmed)\b|^(?:the )?(?:conversation|chat|exchange|session) (?:was|is|began|started|ended|opened|closed)\b|^(?:greetings?|pleasantries|small talk) (?:were |was )?exchanged\b|^no (?:new |relevant |personal |important |useful )*(?:information|facts?|details?|preferences?)\b/iu;
/** "User asked how to deploy, and mentioned that they use Fly.io": the second half counts. */
/** "User replied 'ok, sounds good'.", "User said the answer looks good." */
const NOTE_OF_REPLY =
  /^(?:the )?(?:user|human|person|customer) (?:just |then |also |only |simply )*(?:repl(?:ied|ies)|respond(?:ed|s)|answer(?:ed|s)|typ(?:ed|es)|wrote|writes|sent|sends|said|says)(?: with| back)? (?:["'“‘]([^"”]{1,40}?)["'”’](?: to (?:the|my|your)\b[^.]*)?|(?:that )?(?:the|this|that|my|your) (?:answer|response|reply|code|snippet|explanation|solution|suggestion|output|result|summary|draft|text) (?:(?:looks?|is|was|seems?|sounds?|reads) (?:really |very |so |just |all )*(?:good|great|fine|ok(?:ay)?|perfect|right|correct|helpful|nice|useful|excellent|clear|better|lovely)|works?|worked|helped)(?: now| well| to (?:them|him|her|me)| for (?:them|him|her|me))?)[.!]?$/i;
/** "That did make me laugh" */
const AMUSED =
  /^(?:(?:that|this|it|you) )?(?:did |do |does |just |really |always )*(?:makes?|made|cracks?|cracked|got|had) me (?:\w+ )?(?:laugh(?:ing)?|smile|smiling|chuckle|chuckling|giggl\w+|up|lol|cry(?:ing)?)\b[\s.!…\p{Extended_Pictographic}]*$/iu;
const NOTE_STATES =
  /\b(?:mention(?:ed|s|ing)|stat(?:ed|es|ing) that|said that|sharing that|shared that|explain(?:ed|s|ing) that|add(?:ed|s|ing) that|because|since|noting that|noted that|reveal(?:ed|ing)|as (?:they|he|she) (?:is|are|has|have)|who (?:is|lives|works|has)|and (?:lives|works|has|is|prefers|likes|owns|uses))\b/i;
const WH =
  /^(?:and |so |but |well,? |ok(?:ay)?,? |btw,? |hey,? )*(?:who|whom|whose|what|when|where|why|how|which|is|are|am|was|were|do|does|did|have|has|had|can|could|will|would|shall|should|may|might|isn'?t|aren'?t|don'?t|doesn'?t|didn'?t|haven'?t|hasn'?t|can'?t|couldn'?t|won'?t|wouldn'?t|any (?:ideas?|tips|advice|suggestions|thoughts|chance))\b/i;

/** Verbs of work that an assistant is asked to do; other imperatives may be standing instructions. */
const TASK =
  /^(?:(?:please|pls|kindly|now|then|and|so|ok(?:ay)?|hey|just|also|first|next)[, ]+)*(?:write|rewrite|tell|show|give|help|explain|translate|summari[sz]e|generate|draft|fix|debug|refactor|find|search|look (?:up|for|at)|check|compare|suggest|recommend|describe|calculate|compute|convert|pretend|act as|print|output|list|continue|answer|implement|create|make me|build me|run|review|analy[sz]e|read|open|imagine|reply|respond|send|proofread|edit|brainstorm|walk me|let'?s|let me know|repeat|execute|reveal|ignore (?:all|any|previous|prior|the (?:above|previous)|your|every)|disregard (?:all|any|previous|prior|the (?:above|previous)|your|every)|(?:delete|erase|wipe|remove|clear|drop|forget) (?:all|everything|every|any|your|the (?:whole|entire|database|table))|override|bypass|you are now|from now on you(?:'re| are))\b/i;
const REQUEST =
  /^(?:(?:please|hey|ok(?:ay)?|so|and|hi),? )*(?:can|could|would|will) (?:you|u)\b|^i(?:'d| would) (?:like|love|appreciate) (?:you|it if you)|^i (?:need|want) you to\b/i;
const STORE =
  /^(?:(?:hey|hi|ok(?:ay)?|also|and|so|well|please|pls|kindly|just|can you|could you|would you|will you|i(?:'d| would) like you to|i want you to|i need you to)[, ]+)*(?:remember|note|memori[sz]e|keep in mind|bear in mind|don'?t forget|do not forget|make a (?:mental )?note|take note|store|save|record|write down|jot down|fyi|for (?:your|the) (?:information|record)|note to self|reminder)\b(?: (?:this|the following|somewhere|for (?:me|later|next time|the future)))?(?:\s*[:,-]\s*|\s+)(?:that\b[: ]*)?(?=\S)/i;
const TELLING =
  /^(?:(?:hey|so|oh|and|by the way|btw)[, ]+)*(?:did i (?:ever )?(?:tell|mention to) you|have i (?:ever )?(?:told you|mentioned)|did i mention|do you know|did you know|you know(?: what)?|guess what)[,!?:]?\s+(?:that |about how )?(?=\S)/i;
/** Sounds and remarks in front of what is told, with or without a pause behind them. */
const FILLER =
  /^(?:(?:yeah|yep|yup|haha+|hehe|lol|omg|ooh+|ugh+|aww*|hm+|mm+|tbh|(?:like|as) i(?:'ve)? (?:said|told you|mentioned)(?: (?:before|earlier|already))?|as (?:mentioned|said)(?: (?:before|earlier|already))?|i(?:'ve)? (?:already )?(?:told you|said|mentioned) (?:before|already)|told you (?:before|already)|again(?=,))[,.!:]*\s+(?:(?:so|and|but|that)\s+(?=\S+ ))?)+(?=\S)/i;
const LEAD_IN =
  /^(?:(?:hi|hey|hello|oh|wow|well|so|ok(?:ay)?|yeah|yes|yep|haha|lol|btw|by the way|fyi|anyway|honestly|to be honest|you know|guess what|great question|good question|thanks|thank you)(?: (?:there|all|everyone))?(?:[,!]+ ?|\s*[-–—:]\s*))+(?=\S)/i;

/** A question that was typed without its mark: the verb stands before its subject. */
const INVERTED =
  /^(?:(?:one more|another|last|next|quick|a)(?: (?:one|thing|question))?\s*[:,]\s*|(?:and|so|also|but) )?(?:(?:what|how|where|when|why|who|which (?!is|was|are)\p{L}+)(?:['’]?s\b|['’]re| (?:(?:else|exactly|on earth|time|day|kind of \w+|many \w+|much \w*|long|often|far|old|big) )?(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have) (?:i|we|you|he|she|it|they|the|an?|my|your|our|this|that|these|there|\p{L}+)\b)|(?:is|are|was|does|did) (?:it|there|this|that|you)\b|do (?:you|we|they)\b)(?!.*\bis that\b)[^:;.]*$/iu;

/** Judges one sentence of a speaker's own words. What is not clearly without information is kept. */
export function judge(sentence: string): Verdict {
  const told = sentence.replace(TELLING, '');
  const stored = told.replace(STORE, '');
  const asked = stored !== told;
  const text = (told !== sentence || asked ? stored.replace(/\?+\s*$/, '') : stored)
    .replace(LEAD_IN, '')
    .replace(FILLER, '')
    .trim();
  if (!/\p{L}{2}|\p{N}|^\p{L}$/u.test(text.replaceAll(REDACTED, '')))
    return { ignore: 'there are no words in it' };
  if (!isReadable(text)) return judgeUnreadable(text);
  // "Remember to call Ann" is a plan of the speaker; "remember X" states X.
  if (asked)
    return /^(?:me|us|when|how|what|who|it|this|that)[.!]?$/i.test(text)
      ? { ignore: 'it asks to remember without saying what' }
      : { keep: /^to \w/.test(text) ? sentence : text };
  const order = takenBack(text);
  if (
    order &&
    !/^(?:all|every\w*|any\w*|your?)\b/i.test(order.object) &&
    !/\?\s*$/.test(order.rest)
  )
    return { keep: text.replace(/\?+\s*$/, '') };
  // "Did I mention coriander?" only names what is told next.
  if (
    told !== sentence &&
    /\?\s*$/.test(sentence) &&
    analyse(text).clauses.every(({ verb }) => verb === '')
  )
    return { ignore: 'it is a question' };
  if (ownsUp(sentence)) return { ignore: 'it only says that something was wrong' };
  const talk = talkOnly(sentence) ?? quotedTalk(sentence) ?? partsOfTalk(sentence);
  if (talk) return { ignore: talk };
  if ((NOTE_OF_TALK.test(sentence) && !NOTE_STATES.test(sentence)) || isNoteOfReply(sentence))
    return { ignore: 'it tells of the conversation, not of anybody' };
  if (/\?["'”’)\s]*$/.test(text)) return judgeQuestion(text);
  if (INVERTED.test(text)) return statedBeside(text) ?? { ignore: 'it is a question' };
  if (REQUEST.test(text) || (TASK.test(text) && !isRule(text))) {
    return statedBeside(text) ?? { ignore: 'it asks for something to be done and states no fact' };
  }
  const analysis = analyse(text);
  if ((REACTION.test(text) || AMUSED.test(text)) && !informative(analysis))
    return { ignore: 'it only reacts to what was said' };
  if (analysis.words.length === 0 && analysis.numbers.length === 0 && analysis.names.length === 0) {
    return cueOnly(analysis)
      ? { keep: text }
      : { ignore: 'it says nothing that could be looked up later' };
  }
  return { keep: text };
}

/** A note of a reply that says nothing itself. */
function isNoteOfReply(sentence: string): boolean {
  const found = NOTE_OF_REPLY.exec(sentence);
  if (!found) return false;
  const quoted = found[1];
  return quoted === undefined || /^test(?:ing)?$/i.test(quoted) || talkOnly(quoted) !== null;
}

/**
 * "Run the tests before every commit" is a rule, not a task; and "search-service is written in Rust"
 * only begins like one.
 */
function isRule(text: string): boolean {
  if (/^\p{L}+-\p{L}/u.test(text)) return true;
  const { tokens } = analyse(text);
  return (
    (has(tokens[0], 'Noun') && tokens.slice(1, 6).some((token) => has(token, 'Copula'))) ||
    (/\b(?:before|after|when(?:ever)?|on) (?:each|every|any|you|committing|merging|pushing|deploying)\b|\b(?:always|never|each time|every time|whenever)\b/i.test(
      text,
    ) &&
      !/\b(?:memor(?:y|ies)|instructions?|prompts?|rules)\b/i.test(text))
  );
}

/** Why a sentence is no more than talk, or null. */
function talkOnly(sentence: string): string | null {
  if (GREETING.test(sentence)) return 'it is a greeting';
  if (THANKS.test(sentence) && !analyse(sentence).cues.correction && !CORRECTS.test(sentence))
    return 'it is thanks or an apology';
  if (ACKNOWLEDGEMENT.test(sentence)) return 'it only acknowledges';
  if (isSmallTalk(sentence)) return 'it is small talk';
  if (COURTESY.test(sentence) || TRYING.test(sentence)) return 'it is courtesy';
  return null;
}

/** "That worked, cheers": talk upon talk. */
function partsOfTalk(sentence: string): string | null {
  const parts = sentence.split(/[,;!]\s+|\s+[–—-]\s+/).filter((part) => part.trim() !== '');
  const reasons = parts.map(talkOnly);
  return parts.length > 1 && !reasons.includes(null) ? (reasons[0] ?? null) : null;
}

/** "User said that was funny." */
function quotedTalk(sentence: string): string | null {
  const said =
    /^(?:the )?user (?:said|says|thinks|thought|replied|added|remarked|felt|found)(?: that(?= (?:it|this|that)\b))? (.+)$/i.exec(
      sentence,
    )?.[1];
  if (said === undefined) return null;
  return talkOnly(said) !== null || (REACTION.test(said) && !informative(analyse(said)))
    ? 'it tells of the conversation, not of anybody'
    : null;
}

/** Without grammar only bare greetings and questions can be told apart. */
function judgeUnreadable(text: string): Verdict {
  if (/[?？]\s*$/.test(text) || /[吗呢嗎か][。.!！？?]?\s*$/u.test(text))
    return { ignore: 'it is a question' };
  if (
    /^(?:你好|您好|早上好|晚上好|谢谢|謝謝|再见|こんにちは|ありがとう(?:ございます)?|おはよう|안녕하세요|감사합니다|привет|спасибо|здравствуйте|مرحبا|شكرا)[\s!！。.~]*$/iu.test(
      text,
    )
  ) {
    return { ignore: 'it is a greeting or thanks' };
  }
  return { keep: text };
}

function judgeQuestion(text: string): Verdict {
  const beside = statedBeside(text);
  if (beside) return beside;
  if (WH.test(text) || REQUEST.test(text)) return { ignore: 'it is a question' };
  const clause = analyse(text).clauses[0];
  // Declarative order with a question tag: "I moved to Berlin, remember?"
  const states =
    clause?.subject.kind === 'speaker' ||
    clause?.subject.kind === 'group' ||
    clause?.subject.kind === 'person';
  if (
    states &&
    clause.verb !== '' &&
    /^(?:i|we|my|our|\p{Lu})/iu.test(text) &&
    /,\s*(?:right|remember|ok(?:ay)?|you know|huh|yeah|no|isn'?t|don'?t|didn'?t|haven'?t|did i|can you|could you|do you|what|how|any)\b/i.test(
      text,
    )
  )
    return { keep: text };
  return { ignore: 'it is a question' };
}

/**
 * The statement in a request or question that also tells something: "I'm vegan, can you suggest a
 * dinner?", "Since I live in Berlin, what should I visit?", "Write a letter, my name is Ann."
 */
function statedBeside(text: string): Verdict | null {
  const parts = text.split(
    /,\s+(?:and |so |but )?|;\s+|\s+(?:-|–|—)\s+|\s+(?=because i\b|since i\b|but i\b|as i(?:'m| am)\b)/i,
  );
  if (parts.length < 2) return null;
  const kept = parts.filter((part) => {
    const bare = part.replace(
      /^(?:since|because|as|given that|considering(?: that)?|now that|so|and|but|if)\s+/i,
      '',
    );
    if (/^if\b/i.test(part) || WH.test(bare) || TASK.test(bare) || REQUEST.test(bare)) return false;
    if (
      /^(?:i (?:was )?(?:wonder|need (?:help|your|a hand)|want to know|think you)|you\b)/i.test(
        bare,
      )
    )
      return false;
    const clause = analyse(bare).clauses[0];
    const about =
      clause?.subject.kind === 'speaker' ||
      clause?.subject.kind === 'group' ||
      (clause?.subject.kind === 'person' && clause.subject.keys.length > 0);
    return Boolean(
      about &&
      clause?.verb !== '' &&
      clause?.value !== '' &&
      /^(?:i|we|my|our|he|she|\p{Lu})/iu.test(bare),
    );
  });
  if (kept.length === 0) return null;
  const said = kept
    .map((part) =>
      part.replace(
        /^(?:since|because|as|given that|considering(?: that)?|now that|so|and|but)\s+/i,
        '',
      ),
    )
    .join(', ');
  return {
    keep: said.replace(/[?!.,\s]*$/, '.').replace(/^\p{Ll}/u, (first) => first.toUpperCase()),
  };
}

const informative = (analysis: SentenceAnalysis): boolean =>
  analysis.numbers.length > 0 ||
  analysis.literals.length > 0 ||
  analysis.dates.length > 0 ||
  analysis.cues.retraction ||
  analysis.cues.correction;

const cueOnly = (analysis: SentenceAnalysis): boolean =>
  analysis.cues.retraction || analysis.cues.correction;
