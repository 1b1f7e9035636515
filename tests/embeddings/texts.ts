const NAMES = ['Caroline', 'José', 'Łukasz', 'Mei', "O'Brien", 'Zoë', 'RAJ', 'anna'];
const VERBS = ['adopted', 'painted', 'lost', 'is thinking about', "doesn't like", 'sold', 'BOUGHT'];
const THINGS = [
  'a dog named Scout',
  'the old house in Kraków',
  '3 kayaks for $1,299.50',
  'her job at Google',
  'a “first edition” of Dune',
  'the café on 5th Ave.',
  'two tickets (row 12, seats 3-4)',
  'an e-mail from info@example.com',
];
const WHEN = [
  'yesterday.',
  'on 2023-05-08!',
  'at 10:30 pm?',
  '— finally…',
  '',
  'last week, I think',
];

const ODD = [
  '',
  ' ',
  '   ',
  '\n',
  '\t tab and\nnew line\r\n',
  '.',
  '!!!',
  '?!?!',
  ':',
  ':)',
  ':-) hello',
  'the time is 5:30, not 10:00',
  '...',
  '"quoted"',
  '‘curly’ “quotes” «guillemets»',
  '😀',
  '😂😂😂 so funny 😂',
  '👨‍👩‍👧‍👦 family of four 🇵🇱',
  'I ❤️ you',
  '你好，世界',
  '我昨天买了一辆新车。',
  'I said 你好 to her',
  '今日は天気がいいですね',
  'カタカナ ひらがな 漢字',
  'Привет, как дела?',
  'مرحبا بالعالم',
  'नमस्ते दुनिया',
  'ﬁne ligatures and ½ fractions ①②③',
  'ＦＵＬＬＷＩＤＴＨ text',
  'naïve façade, Ångström, crème brûlée, Straße',
  'e\u0301 combining accents n\u0303',
  'non\u00a0breaking\u3000spaces\u200bzero width',
  'https://example.com/path?query=1&other=two#fragment',
  'www.example.org and ftp://files.example.net',
  '1234567890',
  '3.14159 -42 1,000,000 1e-9 0x1F',
  '+1 (555) 010-9999',
  '<s> </s> <unk> [PAD] [CLS] reserved 0',
  '\ufffd replacement \ufffd',
  '\ud800 lone surrogate',
  'soooooo happy, nooooooooo way, awwwwwww',
  'aaaaaaaaaaa 00000000 hmmmmmmm',
  'hahahahahaha ........ !!!!!!!! --------',
  'ALL CAPS SHOUTING',
  'mIxEd CaSe tExT',
  'constructor __proto__ toString',
  'a',
  '  leading and trailing  ',
  'tabs\tand  double  spaces',
  'SELECT * FROM memories WHERE id = \'1\'; -- "x"',
  '{"json": [1, 2, {"nested": true}]}',
  '```ts\nconst x: number = 1;\n```',
  'supercalifragilisticexpialidocious antidisestablishmentarianism',
];

/** Over 500 different texts: sentences from templates, and everything that tends to break tokenizers. */
export function variedTexts(): string[] {
  const sentences = NAMES.flatMap((name) =>
    VERBS.flatMap((verb) => THINGS.map((thing) => `${name} ${verb} ${thing}`)),
  ).map((sentence, index) => `${sentence} ${WHEN[index % WHEN.length] ?? ''}`);
  const words = sentences.join(' ').split(' ');
  const long = [60, 128, 200, 400].map((length) => words.slice(0, length).join(' '));
  return [...ODD, ...long, words.slice(0, 400).reverse().join(' '), ...sentences];
}
