/** Names of people, by split and by the pronoun they are spoken of with. */
export const NAMES = {
  train: {
    she: [
      'Ana',
      'Priya',
      'Chloe',
      'Ingrid',
      'Maya',
      'Leila',
      'Sofia',
      'Hannah',
      'Yuki',
      'Carmen',
      'Olivia',
      'Nadia',
      'Grace',
      'Elena',
      'Zoe',
      'Amara',
    ],
    he: [
      'Tom',
      'Diego',
      'Omar',
      'Lukas',
      'Ben',
      'Kenji',
      'Pavel',
      'Marco',
      'Sam',
      'Henrik',
      'Rahul',
      'Felix',
      'Andre',
      'Victor',
      'Noah',
      'Kofi',
    ],
  },
  test: {
    she: [
      'Melanie',
      'Rosa',
      'Ivy',
      'Freya',
      'Salma',
      'Wendy',
      'Astrid',
      'Mei',
      'Tara',
      'Bianca',
      'Joanna',
      'Katya',
    ],
    he: [
      'Jonas',
      'Raj',
      'Peter',
      'Mateo',
      'Hugo',
      'Tariq',
      'Simon',
      'Boris',
      'Liam',
      'Oscar',
      'Dennis',
      'Emeka',
    ],
  },
} as const;

/** Who somebody is to the speaker, by pronoun; `any` fits both. */
export const RELATIONS = {
  train: {
    she: ['sister', 'mum', 'aunt', 'daughter-in-law', 'girlfriend', 'grandmother'],
    he: ['brother', 'dad', 'uncle', 'boyfriend', 'grandfather'],
    any: ['friend', 'colleague', 'neighbour', 'cousin', 'roommate', 'boss'],
  },
  test: {
    she: ['mother', 'niece', 'stepsister', 'sister-in-law'],
    he: ['father', 'nephew', 'stepbrother', 'brother-in-law'],
    any: ['flatmate', 'best friend', 'coworker', 'teammate'],
  },
} as const;

/** Names of projects and of teams that speak as "we". */
export const PROJECT_NAMES = {
  train: ['Atlas', 'Bluebird', 'Nimbus', 'Harbor', 'Quartz', 'Falcon', 'Juniper'],
  test: ['Orchid', 'Tundra', 'Beacon', 'Mosaic', 'Kestrel'],
} as const;
