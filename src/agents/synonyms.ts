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
      'ci pipeline',
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
      'github gh',
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
      'birthday born birthdate',
      'gluten-free gluten coeliac celiac',
    ] as const
  ).flatMap((line) => {
    const [head = '', ...others] = line.split(' ');
    return others.map((word) => [word, head] as const);
  }),
);

/** Number words to digits; "one" is a pronoun more often. */
export const COUNTS: ReadonlyMap<string, string> = new Map(
  'zero - two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, value) => [word, String(value)] as const)
    .filter(([word]) => word !== '-'),
);
