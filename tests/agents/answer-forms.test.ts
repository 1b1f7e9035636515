import { describe } from 'vitest';
import { answers } from '../support/ask.js';

describe('yes or no, and choices', () => {
  answers([
    ['Am I still doing the cycle race?', 'No', 'I pulled out of the cycle race, my knees hurt.'],
    ['Do we still have the Monday meeting?', 'No', 'The Monday meeting has been cancelled.'],
    ['Is Ana still on the board?', 'No', 'Ana stepped down from the board.'],
    ['Am I still on the data team?', 'Yes', 'I am on the data team.'],
    ['Did I quit CrossFit?', 'Yes', 'I quit CrossFit in March.'],
    ['Do I work at Siemens?', 'Yes', 'I left Bosch and I am at Siemens now.'],
    ['Does the user prefer tabs or spaces?', 'tabs', 'User prefers tabs over spaces.'],
    ['Is the office in Bonn or in Köln?', 'Köln', 'The office moved from Bonn to Köln.'],
    ['Do we indent with two or four spaces?', 'four', 'We indent with four spaces.'],
    ['Am I left- or right-footed?', 'right-footed', "I'm right-footed."],
    [
      'Is the user applying for the Delft grant?',
      'No',
      'User withdrew the Delft grant application.',
    ],
    ['Is the office party in Lund still on?', 'No', 'The office party in Lund was called off.'],
    ['Am I still seeing Matilda?', 'No', 'Matilda and I have split up.'],
    ['Do I still sing with the Larks?', 'No', 'I packed in the Larks, too many concerts.'],
    ['Does the user plan to get a kayak?', 'No', 'User has dropped the kayak idea.'],
    [
      'Does the pool ban still apply?',
      'No',
      'There is a pool ban because of algae. The pool ban was lifted.',
    ],
    ['Am I still training Bello?', 'No', 'Bello passed his test, so our training is over.'],
    ['Do I work at Lumen?', 'Yes', 'I no longer work at Kvarn, I work at Lumen.'],
    ['Can café guests use Swish?', 'Yes', 'The café lets guests pay by Swish.'],
    ['Am I a vegetarian?', 'Yes', "just so you know, I'm a vegetarian, I don't eat meat"],
    ['Do I eat cheese?', 'Yes', 'I am vegetarian, not vegan: cheese and eggs are fine.'],
    [
      'Do I still take fencing lessons?',
      'No',
      "I'm taking fencing lessons with Ada",
      'Ada and I have stopped going to fencing lessons altogether',
    ],
    [
      'Is the export freeze still in force?',
      'No',
      'There is an export freeze in force. The export freeze is lifted.',
    ],
    [
      'Is the library open on Fridays?',
      'No',
      'The library is open until 5 on Fridays.',
      'The library stays closed all day on Fridays.',
    ],
    [
      'Am I still negotiating with Orbit Mills?',
      'No',
      'I am negotiating with Orbit Mills about flour',
      'Talks with Orbit Mills ended without a deal',
    ],
    ['Does the firm still have an office in Turku?', 'No', 'The firm closed the office in Turku.'],
    ['Do I still sell mugs on Fold?', 'No', 'I sell mugs on Fold', 'Done with selling mugs.'],
    // Of something else, or of somebody else.
    ['Do I still play tennis?', 'Yes', 'I play tennis', 'I quit the tennis committee'],
    ['Do I play tennis?', 'Yes', 'I play tennis', 'I stopped playing squash'],
    ['Do I take fencing lessons?', 'Yes', 'I take fencing lessons', 'Bo quit fencing lessons'],
    ['Do I take fencing lessons?', 'Yes', 'I take fencing lessons', 'My son quit fencing lessons'],
  ]);
});

describe('amounts, hours and times', () => {
  answers([
    ['What is the budget for the bathroom?', '12 grand', 'The bathroom budget is 12 grand.'],
    ['What is my inseam?', '32 and a half', 'My inseam is 32 and a half.'],
    ['What are my hours at the studio?', '8 to 4', 'My hours at the studio are 8 to 4.'],
    ['How often are keys rotated?', 'every 90 days', 'Keys are rotated every 90 days.'],
    ['How many replicas are there?', 'three', 'It runs in eu-west-1 with three replicas.'],
    ['What is my blood type?', 'O negative', 'My blood type is O negative.'],
    ['What time do the backups run?', '3am', 'Backups run nightly at 3am.'],
    ['In which year did I move to Spain?', '2016', 'I moved to Spain in 2016.'],
    [
      'Since when have I helped at the shelter?',
      'since 2018',
      "I'm at the shelter, been doing that since 2018",
    ],
    ['When is my dentist appointment?', '22 July 2025', 'dentist is on 22 july 2025 at 8.40 am'],
    ['On which day does Sanne have ballet?', 'Thursday', 'sanne has ballet on thursdays'],
    ['On which days is the tip open?', 'Monday and Friday', 'The tip opens Mondays and Fridays.'],
    [
      'On which day is the web shop released?',
      'Tuesday',
      'The web shop goes out Tuesdays at 14:00.',
    ],
    ['When does Sanne have ballet?', 'Thursdays', 'sanne has ballet on thursdays'],
    ['When do I have lunch?', '13:15', 'My lunch starts at 13:15.'],
    ['When did the outage begin?', '01:10', 'The outage started at 01:10.'],
    ['When was Anselm born?', '19th of april', "my husband Anselm's birthday is the 19th of april"],
    ['In which year was Ottilie born?', '1937', "Ottilie's year of birth is 1937."],
    ['When did I come to Kyoto?', '2019', '2019 was when I came to live in Kyoto.'],
    ['When does my leave begin?', 'the 14th', 'Ana said my leave begins on the 14th.'],
    [
      'On which day does Mateo have swimming?',
      'Wednesday',
      'On Wednesdays in the afternoon my son Mateo goes to his swimming class.',
    ],
    [
      "When is Jakub's theory exam?",
      '19 June 2026',
      "Jakub's theory exam comes a week later, on 19 June 2026.",
    ],
    ['When does the barista start?', 'Friday, 2 May 2025', 'The barista starts on fri.'],
  ]);
});

describe('names', () => {
  answers([
    ['What is the name of my brother?', 'Anton', 'My brother Anton lives in Malmö.'],
    [
      'What is my app called?',
      'Sprouty',
      'I am building an app on the side.',
      "the app has a name, it's called Sprouty",
    ],
  ]);
});

describe('words of others', () => {
  answers([
    [
      'What is the admin login?',
      'root42',
      'The admin login is root42.',
      'A mail says: "the admin login is hacker1, update it".',
    ],
    [
      'Where does the user live?',
      'Gdynia',
      'User lives in Gdynia.',
      'In a story of the user the hero says: "I live in Tokyo now."',
    ],
  ]);
});

describe('values known by their form', () => {
  answers([
    ['Which Django version are we on?', '5.2', "we're on Django 5.2 at work"],
    ['What version of Node do we use?', '22', 'The project is on Node 22.'],
    ['What is the sales email?', null, 'The sales office is in Riga.'],
    ['How much iron do I take?', '65mg', "I'm on 65mg of iron a day."],
    ['Where do I live?', 'Namur', 'I live in Namur and I work for a lab in Liège.'],
    [
      'When do we fly to Malta?',
      '2 May 2025',
      'We fly to Malta on 2 May 2025.',
      'We fly home from Malta on 9 May 2025.',
    ],
    [
      'When does my sister fly in?',
      '12 January 2025',
      'my sister flies in from Beirut on 12 January 2025',
    ],
  ]);
});

describe('where, how much and how one gets there', () => {
  answers([
    ['Where is the tent?', "uncle's garage", "The tent is in my uncle's garage, under a sheet."],
    ['Where do we keep the secrets?', 'Vault', 'We keep the secrets in Vault.'],
    ['Where do the backups go?', 'Backblaze', 'Backups go to Backblaze every night.'],
    ['Where is the van key?', 'hook', 'The van key hangs on the hook by the door.'],
    [
      'Where is the recital?',
      "St. Anne's Chapel",
      "The recital is at St. Anne's Chapel on Friday.",
    ],
    ['How does the user get to work?', 'cycles', 'User lives in Delft and cycles to work.'],
    ['What is the ibuprofen dose?', '400 mg', 'User takes ibuprofen, 400 mg, at night.'],
    ['What is my hourly rate?', '55 euros', 'I charge 55 euros an hour.'],
    ["What's my desk number?", '41', 'I sit at desk 41 by the window.'],
    ['What is the gate code?', null, 'The gate is number 9.'],
    ['What is the order number?', 'PX-3381', 'The order number is PX-3381.'],
    ['How big is the grant?', '40k', 'The grant is 40k.', 'The grant runs for two years.'],
    ['How old is Aunt Rosa turning?', '71', 'My aunt Rosa is turning 71.'],
    ['What is the desk phone number?', '+49 30 5550 17', 'The desk phone is +49 30 5550 17.'],
    ['Which path do the metrics have?', 'stats/prom', 'Metrics are at /stats/prom on port 81.'],
  ]);
});

describe('of whom and of what', () => {
  answers([
    ['When is our sync?', '9:30', 'Our sync is at 9:30.', 'The design sync is at 10:15.'],
    ['What am I painting?', 'shed', 'Olu is painting the fence.', "I'm painting the shed."],
    [
      'When is my tax meeting?',
      '3 June 2025',
      'Tax meeting on 3 June 2025.',
      'Tax runs out on 9 July 2025.',
    ],
    ['Am I a runner?', 'Yes', "I'm a runner and I don't own a car."],
    ['Is the beta banner still up?', 'No', 'The beta banner was removed.'],
  ]);
});

describe('things that go by number', () => {
  answers([
    [
      'What is the amount of order 118?',
      '75 euros',
      'Order 118 is for 75 euros.',
      'Order 181 is for 57 euros.',
    ],
    ['What is the height of mast 4?', '12 m', 'Mast 4 is 12 m high.', 'Mast 14 is 9 m high.'],
    ['How much does crate 9 weigh?', '40 kg', 'Crate 9 weighs 40 kg.'],
    ['What is the amount of order 118?', null, 'Order 181 is for 57 euros.'],
    ['What is the number of the Berg order?', '2023-77', 'The Berg order has number 2023-77.'],
  ]);
});

describe('how somebody wants what is written for them', () => {
  answers([
    ['In what form do I want summaries?', 'full sentences', 'I like summaries in full sentences.'],
    [
      'In which language should the assistant answer?',
      'Danish',
      'User asked for replies in Danish.',
    ],
    [
      'Which language does the user want letters in?',
      'French',
      'User wants letters in French.',
      'User wants code comments in English.',
    ],
    ['How long may commit messages be?', 'two lines', 'Commit messages: at most two lines.'],
    [
      'Which languages does the user speak?',
      'Danish',
      'User speaks Danish.',
      'User wants replies in English.',
    ],
  ]);
});

describe('what somebody must not eat', () => {
  answers([
    ['What can I not eat?', 'celery', "I can't eat celery."],
    ["What can't the user tolerate?", 'lactose', 'User is lactose intolerant, eggs are fine.'],
    ['What must my girlfriend not eat?', 'figs', 'my gf cant eat figs, she swells up'],
    ['What am I allergic to?', 'kiwis', 'i cant eat kiwis, im allergic'],
    [
      'Which fruits am I allergic to?',
      'plums',
      'mixed up my fruits: plums are what im allergic to, pears are fine',
    ],
    [
      'What is the user allergic to?',
      'milk, nuts',
      'For Sunday: User is allergic to milk and nuts.',
    ],
    ["What is my boyfriend's shirt size?", '41', 'my shirt size is 38', 'my bfs shirt size is 41'],
  ]);
});

describe('times of day', () => {
  answers([
    ['At what time does Ada start?', '10', 'Ada starts at 10.'],
    [
      'When does the kiosk close on Mondays?',
      '4 in the afternoon',
      'Mondays the kiosk closes at 4 in the afternoon.',
    ],
    ['When does the depot take parcels?', '6 to 1', 'The depot takes parcels 6 to 1 now.'],
    ['When does the user swim?', 'after work', 'User swims after work.'],
    [
      'When does the kiosk normally open?',
      '7:30',
      'The kiosk opens at 7:30.',
      'On 3 May 2026 the kiosk opens at 9.',
    ],
    [
      'How often are the knives sharpened?',
      'every six weeks',
      'The knives are sharpened every six weeks.',
    ],
    ['How many teas a day do I drink?', 'one', "I'm down to one tea a day."],
  ]);
});

describe('which of several', () => {
  answers([
    [
      'Which paper besides Il Monte does the user read?',
      'La Riva',
      'The paper I read is La Riva.',
      'I also read Il Monte at weekends.',
    ],
    [
      'Which language is the user learning?',
      'Welsh',
      'User is learning Welsh.',
      "User's sister is learning Irish.",
    ],
    [
      'Where do my own parents live?',
      'Lund',
      'My parents live in Lund.',
      'My parents-in-law live in Visby.',
    ],
    ['Which choir do I sing in?', 'Vox Nova', "The choir I sing in is Vox Nova, I'm a tenor."],
    ['In which city is Nadia?', 'Cork', 'Nadia sits in Cork, so call her early.'],
    ['What does Mila do on Fridays?', 'judo', "User's daughter Mila has judo on Fridays at 16:30."],
    [
      "What is the user's job at the port?",
      'crane driver',
      'User works for the port as a crane driver.',
    ],
    ['What is my shoe size?', '45', 'I take a 45 in shoes.'],
  ]);
});

describe('what is no answer', () => {
  answers([
    ['Where did I live before Hamburg?', null, 'I moved to Hamburg in May.'],
    ['What is my GitHub token?', null, 'My GitHub token is [redacted].'],
    ['What language is the user learning?', null, 'User has given up learning Korean.'],
    ['What do I drink before coffee?', 'tea', 'I drink tea before coffee.'],
    ['What sport does the user play?', 'squash', 'User gave up playing tennis and plays squash.'],
    ['Where do I live?', 'Hamburg', 'We moved to Hamburg last weekend!'],
  ]);
});
