/** Words that nobody looks up later; a message of nothing else is talk, not a fact. */
const CHAT = new Set(
  [
    // courtesy and names for whoever is spoken to
    'ta cheers thanks thank thx ty ya thankyou appreciate appreciated welcome please pls much very take love luv pal mate hun hon duck buddy bro dude bud boss chief folks guys all everyone team x xx xxx',
    // praise
    'star legend hero genius angel champ gem lifesaver treasure bless fab fabulous smashing lovely jubbly ace mint brill brilliant class sweet wicked sound lush nice good great amazing awesome perfect cool stuff job work one fair dos enough play quick fast easy interesting funny hilarious weird strange true sense makes make best absolute total proper fantastic wonderful superb typical classic news big',
    // breaks and states that pass
    'brew tea coffee cuppa lunch dinner snack kettle break breaktime lunchtime teatime bedtime time bed nap gonna grab grabbing off tired knackered shattered hungry starving bored sleepy yawn bit done',
    // greetings and goodbyes
    'hi hiya hello hey heya yo alright morning afternoon evening night nighty nite nights bye goodbye later laters soon again tomorrow see catch speak day tgif weekend happy friday',
    // the weather
    'raining rainy pouring chucking bucketing tipping hammering lashing drizzling snowing sunny windy freezing boiling baking roasting hot cold warm chilly muggy humid grim miserable gorgeous grey weather outside rain sun down absolutely phew',
    // how the talk goes on
    "right next ready ahead proceed back sec secs second seconds moment mo min mins minute minutes wait hold hang give carry continue crack let's lets where were now then anyway anyways go going testing test check mic hello anyone still there here thing working wrong window chat tab oops sorry soz whoops typo ignore asdf asdfgh qwerty rush hurry bother worries problem pressure way idea clue whenever what how hows how's whats what's up",
    // words that only join the others
    "a an the and or but so too very really just it its it's is isn't was are be been that that's thats this you your you're youre ur u me of to in on at for with as had have do did can ok okay k yes yeah yep yup no nope nah oh well lol lmao haha hehe omg aye dear today tonight",
  ].flatMap((line) => line.split(' ')),
);
/** Sounds: "mm", "hmm", "ooh", "ugh", "hahaha". */
const SOUND =
  /^(?:m+h*m*|h+m+|o+h+|a+h+|aw+|u+g+h+|u+h+|u+m+|e+r+m*|e+h+|p+h+e+w+|ee+k+|me+h+|(?:ha|he|hi)+h?|lo+l+|wo+w+|w+h*oa+|yay+|yi+ke+s|pff+t*|tsk|xo+|ya+w+n+|a+r+gh+)$/;
/** A number that is only how long one is away: "back in 5". */
const SHORT_WHILE = /\b(?:in|for) (?:a )?\d{1,2}(?: ?(?:secs?|mins?|minutes?|seconds?))?\b/i;

/** "Ugh, Mondays" */
const GRUMBLE =
  /^(?:u+g+h+|a+r+gh+|me+h+|oh no|bloody|typical|not)[\s,.!…]+(?:another )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?: again)?[\s.!…]*$/i;

/** Whether a sentence is made of talk only: "ta love", "brew time", "ugh, it's pouring again". */
export function isSmallTalk(sentence: string): boolean {
  if (GRUMBLE.test(sentence)) return true;
  const words = sentence
    .replace(SHORT_WHILE, ' ')
    .toLowerCase()
    .replace(/’/g, "'")
    .match(/[\p{L}\p{N}']+/gu);
  return words?.every((word) => CHAT.has(word) || SOUND.test(word)) ?? true;
}
