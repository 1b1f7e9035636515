import { describe } from 'vitest';
import { answers } from '../support/ask.js';

describe('times as they are told', () => {
  answers([
    ['When did I quit?', '4 March 2019', 'I quit on 4 March 2019 after nine years at Hobart.'],
    [
      'When is the index rebuilt?',
      'second Tuesday of each month',
      'The index is rebuilt on the second Tuesday of each month.',
    ],
    [
      'When does the user take lisinopril?',
      'at night',
      'User takes lisinopril at night.',
      'User takes metformin in the morning.',
    ],
    ['When do I check the alerts?', 'first thing', 'i check the alerts first thing'],
    ['When do I take the drops?', 'at bedtime', 'I take the drops at bedtime.'],
    ['In which year was my aunt born?', null, 'My aunt was born in Tampere.'],
    [
      'Why was the site down on 5 March 2025?',
      'cable was cut',
      'Outage: the site was down on 2025-03-05 because the cable was cut.',
      'Outage: the site was down on 2025-01-12 because a fuse blew.',
    ],
  ]);
});

describe('an answer of the sort that is asked for', () => {
  answers([
    ['Which brand of tea do I drink?', null, 'I drink two cups of tea in the morning.'],
    ['Which brand of tea do I drink?', 'Barry', 'I drink Barry tea.'],
    ['What is the name of my wife?', null, 'My wife is Muslim, so we keep Ramadan together.'],
    ['What colour is my Polo?', null, 'I sold the van, I drive a Polo now.'],
    ['What breed is our kitten?', null, "We're not getting the kitten after all, sadly."],
    ['How many seats does the plan have?', null, '80% of the seats in the plan are taken.'],
    ['Which region is the logs bucket in?', null, 'The logs bucket is s3://acme-logs/2024.'],
    ['What is the title of my paper?', null, 'My paper is due on 3 May.'],
    [
      "What is Nala's vet called?",
      'Dr Imai',
      "Nala's vet is in Leeds, Dr Imai.",
      'Nala gets 3 ml.',
    ],
    ["What's my nephew's name?", 'Marc', "my nephew's name is Marc with a c, not Mark"],
    ["What's my rabbit called?", 'Bun', "my rabbit's called Bun"],
  ]);
});

describe('what is asked for in other words', () => {
  answers([
    ["Who's my doctor?", 'Dr Adeyemi', 'Dr Moss has retired and I see Dr Adeyemi now.'],
    ['Which painkiller does Mo take?', 'ibuprofen', 'Mo takes ibuprofen when his knee hurts.'],
    [
      'What is Ugo studying?',
      'chemistry',
      'User has a nephew, Ugo, who is studying chemistry in Bari.',
    ],
    ['Which distro is on the laptop?', 'Debian', 'The server runs Ubuntu; the laptop runs Debian.'],
    ['What style of rugs does the user like?', 'flat-woven rugs', 'User likes flat-woven rugs.'],
    ['What is my favourite film?', 'Paper Moon', 'fav film: "Paper Moon", seen it six times'],
    ['What is Ilse afraid of?', 'wasps', 'Ilse is terrified of wasps.'],
    ['When is my knee operation?', '3 May 2026', 'My knee replacement is on 3 May 2026.'],
    ['What extension is the lab?', '2203', 'The lab is on ext. 2203.'],
    ['Who does the cooking for the camp?', 'aunt', 'My aunt does the cooking for the camp.'],
    ['Who is cooking at the camp?', 'aunt', 'My aunt does the cooking at the camp.'],
    [
      'What kind of roof does the cabin have?',
      'flat tin roof',
      'The cabin is about 30 square metres with a flat tin roof.',
    ],
    ['Does the shop still run the fax import?', 'No', 'The fax import has been decommissioned.'],
  ]);
});

describe('what tells look-alikes apart', () => {
  answers([
    ['How wide is the smaller gate?', '90 cm', 'The small gate is 90 cm wide.'],
    [
      'In which woods do I go running?',
      'Eichen woods',
      'I like trail running in the Eichen woods.',
    ],
    ['How many buses does Rowan run?', null, "Rowan's depot keeps the logs for 7 days."],
    ['What is the user allergic to?', null, "User's niece Lea is allergic to kiwi."],
    ["Who has the user's bike pump?", 'Hedda', "User's cousin is Hedda; she keeps the bike pump."],
    ['Am I left- or right-footed?', 'right footed', "when I play I'm right footed"],
  ]);
});

describe('a thing by its name', () => {
  answers([
    ['What is my dog afraid of?', 'thunder', "my dog's called Łatek", 'Łatek is afraid of thunder'],
    ['What does my parrot Zoë hate?', 'hats', 'Zoë hates hats.'],
  ]);
});

describe('what is told of a thing in the next breath', () => {
  answers([["What's my address?", '9 Fern Road', 'I live at 9 Fern Road, Leeds.']]);
});

describe('one breath', () => {
  answers([
    [
      'How long is a guest pass valid?',
      '3 days',
      'Member passes run out after 90 days, guest passes after 3 days.',
    ],
    ['What is the title of my RustFest talk?', null, 'My RustFest Oslo talk is on 3 May 2027.'],
    [
      'What does Sieve do?',
      'sorts incoming mail into folders',
      'Sieve sorts incoming mail into folders btw',
      "Sieve's backend is go",
    ],
  ]);
});
