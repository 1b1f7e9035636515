import type { Asked } from './asked.js';

/** Lists of words by which the topics of facts know their values. */

const BASE_COLOUR =
  'red|blue|green|yellow|orange|purple|violet|pink|brown|black|white|gr[ae]y|silver|gold|golden|beige|teal|burgundy|navy|olive|coral|ivory|turquoise|lavender|crimson|mustard|indigo|maroon|cyan|magenta|cream|bronze|copper|charcoal|khaki|lilac|mint|peach|tan';
export const COLOUR = new RegExp(
  `\\b((?:(?:dark|light|pale|bright|deep|matte?|metallic|navy|sky|royal|rose|hot|off|midnight|forest|space)[ -])*(?:${BASE_COLOUR}))\\b`,
  'iu',
);

export const PEOPLE_NOUN =
  /^(?:manager|boss|doctor|dentist|therapist|mentor|partner|lead|owner|engineer|team|group|band|club|member|reviewer|master|trainer|landlord|landlady|tutor|coach|teacher|colleague|friend|sister|brother|mother|father|wife|husband|girlfriend|boyfriend|lawyer|physio|accountant|assistant|choir|crew|squad|committee|roommate|flatmate|neighbou?r|uncle|aunt|cousin|niece|nephew|supervisor|director|head|captain|contact)s?$/;

const PET_KIND: Readonly<Record<string, RegExp>> = {
  dog: /\b(?:dogs?|pupp(?:y|ies)|pup|beagle|labrador|terrier|retriever|corgi|poodle)\b/i,
  girl: /\b(?:girl|daughter)\b/i,
  boy: /\b(?:boy|son)\b/i,
  cat: /\b(?:cats?|kittens?|kitty)\b/i,
};
export const ANY_PET =
  /\b(?:pets?|dogs?|pupp(?:y|ies)|cats?|kittens?|rabbits?|bunn(?:y|ies)|parrots?|hamsters?|birds?|goldfish|fish|turtles?|tortoises?|snakes?|lizards?|geckos?|ferrets?|horses?|pony|canar(?:y|ies)|budgies?|guinea pigs?|rats?|gerbils?|hedgehogs?)\b/i;
export const ANY_CHILD = /\b(?:sons?|daughters?|child|children|kids?|baby|girl|boy|twins?)\b/i;

/** Whether a text speaks of the animal or child that is asked for. */
export function ofKind(asked: Asked, any: RegExp): (text: string) => boolean {
  const kinds = asked.noun.filter(
    (word) => !/^(?:pets?|animals?|child|children|kids?|little)$/.test(word),
  );
  if (kinds.length === 0) return (text) => any.test(text);
  return (text) =>
    kinds.every((kind) =>
      (
        PET_KIND[kind.replace(/s$/, '')] ?? new RegExp(`\\b${kind.replace(/s$/, '')}s?\\b`, 'i')
      ).test(text),
    );
}

const OCCUPATION =
  /(?:er|or|ist|ian|ant|ent|eer|man|woman|nurse|midwife|barista|plumber|surgeon|architect|chef|lead|medic|clerk|guide|judge|pilot|intern|coach|cook|vet|baker|head|aide|officer|star|agent|host|monk|priest|spy|nanny|athlete|freelance|attorney|associate|executive|analyst|artist|smith|wright|keeper|mate|dev|sre|ceo|cto|cfo|coo|dba|gp)$/;
const NOT_OCCUPATION =
  /^(?:parent|member|fan|owner|lover|believer|speaker|user|supporter|reader|beginner|customer|teenager|neighbou?r|sister|brother|mother|father|partner|daughter|vegetarian|\p{L}*er of|number|runner|swimmer|stranger|winner|parrot|hamster|grandmother|grandfather)$/u;
/** Whether a word names what somebody works as. */
export const isOccupation = (word: string): boolean =>
  OCCUPATION.test(word) && !NOT_OCCUPATION.test(word);

export const LANGUAGE =
  /^(?:English|Spanish|French|German|Italian|Portuguese|Mandarin|Cantonese|Chinese|Japanese|Korean|Arabic|Hebrew|Hindi|Urdu|Bengali|Punjabi|Tamil|Telugu|Marathi|Gujarati|Persian|Farsi|Turkish|Greek|Russian|Ukrainian|Polish|Czech|Slovak|Slovene|Slovenian|Croatian|Serbian|Bosnian|Bulgarian|Romanian|Hungarian|Finnish|Estonian|Latvian|Lithuanian|Swedish|Norwegian|Danish|Icelandic|Dutch|Flemish|Afrikaans|Irish|Gaelic|Welsh|Scots|Basque|Catalan|Galician|Albanian|Macedonian|Maltese|Armenian|Georgian|Kazakh|Thai|Vietnamese|Lao|Khmer|Burmese|Malay|Indonesian|Tagalog|Filipino|Swahili|Amharic|Yoruba|Igbo|Hausa|Zulu|Xhosa|Somali|Latin|Esperanto|Nepali|Sinhala|Mongolian|Tibetan|Luxembourgish|Yiddish)$/;
