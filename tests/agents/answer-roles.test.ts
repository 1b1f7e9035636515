import { describe } from 'vitest';
import { answers } from '../support/ask.js';

describe('the place that a question leaves open', () => {
  answers([
    ['Who fixed the sink?', 'Piotr', 'Piotr from the second floor fixed our sink.'],
    ['Who owns the mobile app?', 'Farid', 'Farid owns the mobile app and Nina owns the web app.'],
    ['Who runs the onboarding?', 'Kemal', 'The onboarding is run by Kemal every month.'],
    ['Who is coeliac?', 'Marta', 'Marta in Kraków is coeliac, crumbs set her off.'],
    ['Who lent me the drill?', 'neighbour Hamid', 'The drill is on loan from my neighbour Hamid.'],
    ['Which tool builds the docs?', 'Sphinx', 'User builds the docs with Sphinx.'],
    [
      'What is used for metrics?',
      'Datadog',
      'We use Sentry for errors.',
      'We use Datadog for metrics.',
    ],
    ['Which hip did Dad break?', 'left hip', "dad broke his left hip, he's in North Shore, ward 8"],
    ['Which cluster does the job run on?', 'gpu-a cluster', 'The job runs on the gpu-a cluster.'],
    ['Which region is the bucket in?', 'eu-north-1', 'The bucket is on S3 in eu-north-1.'],
    ['Which club does Emil play for?', 'Rosenborg', 'Emil plays as a striker for Rosenborg.'],
    [
      'Who is Ada going to Rome with?',
      'Beppe',
      'Ada is planning a trip to Rome in May with Beppe.',
    ],
    [
      'What language is the worker written in?',
      'Go',
      'The API is written in Kotlin; the worker is written in Go.',
    ],
    [
      'Which podcast do I listen to?',
      'Changing World',
      'I listen to the podcast Our Changing World.',
    ],
    ['What instrument does Lena play?', 'violin', 'Lena started the violin in September.'],
    ['Which bank does the user bank with?', 'Revolut', 'User banks with Revolut.'],
  ]);
});

describe('dates that a memory carries', () => {
  answers([
    [
      'When did we cut over?',
      'Friday, 28 February 2025',
      'We cut over last Friday (28 February 2025).',
    ],
    ['When is the MOT?', 'Monday, 12 May 2025', "The MOT's been moved to Monday (12 May 2025)."],
    ['When is the trip?', '15 August 2025', 'The trip is a week from today (15 August 2025).'],
    ['When is yoga?', 'Tuesday evenings', 'Yoga is on Tuesday evenings.'],
    ['What day do we deploy?', 'Wednesday', 'we deploy on wednesdays'],
  ]);
});

describe('what is not of the sort that is asked for', () => {
  answers([
    ['Which school does Ben go to?', null, 'Ben goes to the gym on Mondays.'],
    [
      'Which vet do we take Biscuit to?',
      null,
      "our cat's called Biscuit, she's a tortie and she's 12",
    ],
    [
      'Which airline does the user fly with?',
      null,
      'flying out to Bologna on 16 May 2025 to see Giulia',
    ],
    ['Which hotel did we book?', null, 'We booked flights to Oslo for May.'],
    ['What instrument does Omar play?', null, 'Omar plays padel on Mondays.'],
    ['Who cooks on Sundays?', null, 'On Sundays I go running.', 'Eva lives in Ghent.'],
    ['What is the staging password?', null, 'The staging URL is stg.example.dev.'],
  ]);

  answers([
    [
      'What breed is Percy?',
      'whippet',
      "I've got a whippet, Percy",
      "Percy's 6 and he's scared of the hoover.",
    ],
    ['What breed is my dog?', 'poodle', 'My dog is a poodle called Bijou.'],
    [
      "What's the backups bucket?",
      'acme-backups',
      "backups bucket is acme-backups, that one's in eu-west-2",
    ],
    ['Which floor is my desk on?', 'floor 4', 'My desk is on floor 4.'],
    ['Who is our internet provider?', 'Telia', 'Our internet is with Telia, 30 euros a month.'],
    ['Where does the user live?', 'Turku', 'User moved to Turku in March 2024.'],
    ['What are my dogs called?', 'Fig, Plum', 'Our dogs are called Fig and Plum.'],
    [
      'On which day does Noor have chess?',
      'Wednesday',
      'Sami has chess on Mondays and Noor has chess on Wednesdays.',
    ],
  ]);
});

describe('who and what is named beside a noun', () => {
  answers([
    ['Who coaches the rowing crew?', 'Ilse', 'The rowing crew has a coach, Ilse.'],
    ['Who supervises the archive?', 'Prof. Adeyemi', 'Supervisor of the archive is Prof. Adeyemi.'],
    ['Who teaches the cello lesson?', 'Mrs Lund', 'Cello lesson on Fridays with Mrs Lund.'],
    ['Which college does Odile go to?', 'Saint Brice', 'Odile goes to Saint Brice, a college.'],
    [
      'Which app holds the shift plan?',
      'Planday',
      'User keeps the shift plan in Planday.',
      'User keeps recipes in Paprika.',
    ],
    ['What is the cache bound to in preview?', '6380', 'The cache is bound to 6380 in preview.'],
  ]);
});

describe('values in the clause that has the noun', () => {
  answers([
    [
      'Who is my landlord?',
      'Priit',
      'My landlord is Priit; Oskar was landlord before and moved to Tartu.',
    ],
    ['What is my favourite soup?', 'borscht', "My favourite soup is borscht, as the cook's is."],
    ['What is my favourite song?', 'Me and the Moon', 'My favourite song is "Me and the Moon".'],
    [
      'Which day is the market?',
      'Thursday and Saturday',
      'The market is on Thursdays and Saturdays.',
    ],
    ['How long is the film?', 'ninety-five minutes', 'The film is ninety-five minutes long.'],
    ['How long is my visa valid?', '3 May 2027', 'My visa is valid to 3 May 2027.'],
  ]);
});
