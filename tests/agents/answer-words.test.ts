import { describe } from 'vitest';
import { answers } from '../support/ask.js';

describe('the question has other words than the memory', () => {
  answers([
    ['Who purchased the tent?', 'Ines', 'Ines bought the tent in April.'],
    ['Who designed the poster?', 'Oke', 'The poster was drawn by Oke, the flyer by Lin.'],
    ['Who fetches the parcel?', 'Marta', 'The parcel is picked up by Marta.'],
    ['Where is my great-aunt’s grave?', 'Lund', 'My great-aunt is buried in Lund.'],
    ['Who lent me the drill?', 'Ravi', 'The drill is on loan from Ravi.'],
    ['Who is my landlord?', 'Mr Lindqvist', 'My flat belongs to Mr Lindqvist, who is abroad.'],
    ['Where does Ilse come from?', 'Graz', 'Ilse is from Graz.'],
    ['What is the lifetime of an invitation?', '3 days', 'An invitation expires after 3 days.'],
    ['What is the lifetime of a voucher?', 'two months', 'A voucher is valid for two months.'],
    ['When does my passport run out?', '3 May 2031', 'My passport expires on 3 May 2031.'],
    ['What is my yearly income?', null, 'My yearly income is discussed in the file.'],
    ['What is Nele afraid of?', 'wasps', 'Nele is scared of wasps.'],
    [
      'Which client is the big audit for?',
      'Brannigan Foods',
      "It's Brannigan Foods we're doing the big audit for.",
    ],
    [
      'What is behind the rattle in the van?',
      'loose bolt',
      'The rattle in the van is a loose bolt.',
    ],
    ["Which bank is my mother's account with?", 'Rabo', "Mum's account is with Rabo."],
  ]);
});

describe('what is asked for tells of which sort the answer is', () => {
  answers([
    ['Which instrument does Pau play?', 'viola', 'Pau takes lessons on the viola in Ghent.'],
    ['What breed is Momo?', 'poodle', 'Momo is our poodle, he sleeps all day.'],
    ['Which currency are the salaries paid in?', 'CHF', 'Salaries are paid in CHF in Zug.'],
    ['Who prepares the payroll?', null, 'The payroll is prepared on Fridays.'],
  ]);
});

describe('nothing is answered with what is told of something else', () => {
  answers([
    ['What is my cat called?', null, 'I have a dog named Buddy.', 'I adopted another dog, Scout.'],
    ['What is my dog called?', 'Pip', 'We got a puppy called Pip.', 'I work at Google.'],
    ['Who painted the fence?', null, 'The fence was painted last week, cost me 300 euros.'],
    ['How long has Tilda run her bakery?', null, 'Tilda runs a bakery in Ghent.'],
    [
      'How much is the Norrland order worth?',
      null,
      'The order from Vester is worth 900 EUR.',
      'The order from Norrland ships in two parcels.',
    ],
  ]);
});
