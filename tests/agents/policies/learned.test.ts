import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  encode,
  FACT_FEATURES,
  FEATURE_VERSION,
  PAIR_FEATURES,
} from '../../../src/agents/policies/features.js';
import { createLearnedPolicy } from '../../../src/agents/policies/learned.js';
import {
  loadWeights,
  type ManagerWeights,
  parseWeights,
  weightsText,
} from '../../../src/agents/policies/learned-weights.js';
import { rulesPolicy } from '../../../src/agents/policies/rules.js';
import { createNetwork, layoutOf } from '../../../src/agents/policies/network.js';
import type { Decision, Observation } from '../../../src/agents/policy.js';
import { validateDecisions } from '../../../src/agents/validate.js';
import { createRandom } from '../../../src/memory/random.js';

const SHAPE = { pair: PAIR_FEATURES.length, fact: FACT_FEATURES.length, hidden: 4, head: 3 };

/**
 * Weights that do nothing but what the biases say: logits of [merge, replace, delete] for every candidate,
 * and of [what the rules propose, add, leave].
 */
function biased(
  changes: readonly number[],
  general: readonly number[],
  threshold = 0,
): ManagerWeights {
  const network = createNetwork(SHAPE, () => 0, 0);
  const layout = layoutOf(SHAPE);
  network.parameters.set(changes, layout.changeBias);
  network.parameters.set(general, layout.restOutBias);
  return {
    format: 2,
    features: FEATURE_VERSION,
    network,
    calibration: {
      keeping: { slope: 1, offset: 0, threshold },
      losing: { slope: 1, offset: 0, threshold },
    },
    provenance: {
      command: 'test',
      algorithm: 'none',
      seed: 0,
      data: '',
      commit: '',
      trainedAt: '',
      measured: {},
    },
  };
}

function observe(
  text: string,
  known: readonly string[],
  speaker: string | null = null,
): Observation {
  return {
    fact: { text, speaker, saidAt: '2024-05-02T10:00:00Z' },
    vector: new Float32Array(4),
    related: known.map((each, at) => ({
      id: `m${at}`,
      namespace: 'default',
      version: 1,
      text: each,
      speaker: null,
      saidAt: '2024-05-01T10:00:00Z',
      source: null,
      score: 1 - at / 10,
      similarity: 0.8 - at / 10,
    })),
  };
}

const decide = (weights: ManagerWeights, observation: Observation): Decision[] =>
  createLearnedPolicy(weights).decide(observation) as Decision[];

describe('the learned manager', () => {
  test('merges without losing what either says', () => {
    const [decision] = decide(
      biased([30, 0, 0], [0, 0, 0]),
      observe('I adopted another dog, Scout.', ['I have a dog named Buddy.']),
    );
    expect(decision).toMatchObject({ operation: 'UPDATE', memoryId: 'm0' });
    expect((decision as { text: string }).text).toMatch(/Buddy.*Scout/);
    expect(decision?.reason).toContain('I have a dog named Buddy.');
  });

  test('merges what is said of two people although the words are the same', () => {
    const [decision] = decide(
      biased([30, 0, 0], [0, 0, 0]),
      observe("I'm allergic to peanuts as well", ["My brother's allergic to peanuts"]),
    );
    expect((decision as { text: string }).text).toMatch(/brother.*I'm allergic/);
  });

  test('replaces the sentence that it is about and keeps the others', () => {
    const [decision] = decide(
      biased([0, 30, 0], [0, 0, 0]),
      observe('They gave me the loft for my desk.', ['I have a desk by the copier. Tea is free.']),
    );
    expect((decision as { text: string }).text).toBe(
      'They gave me the loft for my desk. Tea is free.',
    );
  });

  test('says of whom it is what a correction leaves out', () => {
    const decisions = decide(
      biased([0, 9, 0], [0, 0, 0]),
      observe("Sorry, I got the day wrong, it's on Tuesday.", ['The meeting is on Monday.']),
    );
    expect(decisions).toMatchObject([{ operation: 'UPDATE', text: 'The meeting is on Tuesday.' }]);
  });

  test.each([
    [
      "User's inhaler is Salbut 100 mcg.",
      'User corrected after ringing the nurse: it is 200 mcg, 100 was on the old box.',
      /^User's inhaler is Salbut 200 mcg\./,
    ],
    [
      "The anniversary of Olga's move is the 7th of May.",
      "I've looked at the diary now, it was the 9th of May she left, not the seventh.",
      /^The anniversary of Olga's move is the 9th of May\..*diary/,
    ],
    [
      "flatmate Noor's rent share goes out on the 28th",
      'hmm. the 26th it is actually, Noor just told me',
      /share goes out on the 26th/,
    ],
    [
      'Bed 3 on the ward has a scan at two.',
      "sorry I read the wrong list, it's bed 5 who has none, 3 can wait",
      /^(?!.*at 5)/,
    ],
    [
      'The viewing is with a man called Tom Reed, lettings.',
      "oops he isn't lettings, just checked his LinkedIn, he is the owner",
      /^(?!.*called LinkedIn)/,
    ],
  ])('writes a right value where it was wrong: %s | %s', (old, correction, expected) => {
    const [decision] = decide(biased([0, 30, 0], [0, 0, 0]), observe(correction, [old]));
    expect((decision as { text: string }).text).toMatch(expected);
  });

  test('corrects nothing with a remark that has no word and no value of it', () => {
    const observation = observe('ugh no. checked the leaflet in the drawer.', [
      "Ida's car takes 5W-40",
    ]);
    expect(decide(biased([0, 9, 0], [0, 0, 0]), observation)).toMatchObject([{ operation: 'ADD' }]);
  });

  test('joins nothing that is told already', () => {
    const observation = observe('The code for the annexe alarm is 7702', [
      '7702 is the alarm code for the annexe.',
    ]);
    expect(decide(biased([30, 0, 0], [0, 0, 0]), observation)).toMatchObject([
      { operation: 'NOOP' },
    ]);
  });

  test('never joins a value to the one whose place it takes', () => {
    const observation = observe('User now prefers light mode.', ['User prefers dark mode.']);
    const decisions = decide(biased([9, 0, 0], [0, 0, 0]), observation);
    expect(JSON.stringify(decisions)).not.toContain('dark mode. ');
  });

  test('replaces one clause and keeps the other', () => {
    const [decision] = decide(
      biased([0, 30, 0], [0, 0, 0]),
      observe('I work at Meta now.', ['I work at Google and I have a cat named Tom.']),
    );
    expect((decision as { text: string }).text).toMatch(/Meta/);
    expect((decision as { text: string }).text).toMatch(/Tom/);
    expect((decision as { text: string }).text).not.toMatch(/Google/);
  });

  test('adds where it is not sure enough of a change', () => {
    // Of no concern to the rules, so that the weights alone decide.
    const change = observe('I bought a kayak.', ['I paddle a canoe and no kayak.']);
    // Open are the proposal (which is to add), leaving, and three changes.
    const sure = decide(biased([0, 1, 0], [0, 0, 0], 0.4), change);
    expect(sure[0]).toMatchObject({ operation: 'UPDATE' });
    expect(sure[0]?.confidence).toBeCloseTo(Math.E / (Math.E + 4));
    const unsure = decide(biased([0, 1, 0], [0, 0, 0], 0.6), change);
    expect(unsure).toMatchObject([{ operation: 'ADD', text: 'I bought a kayak.' }]);
  });

  test('weights that say nothing leave the decision to the rules', () => {
    const nothing = biased([0, 0, 0], [1, 0, 0]);
    const replaced = observe("I left Google, I'm at Meta now.", [
      'I work at Google.',
      'I have a cat.',
    ]);
    expect(decide(nothing, replaced)).toMatchObject([{ operation: 'UPDATE', memoryId: 'm0' }]);
    const known = observe('I work at Google.', ['I have a cat.', 'My job is at Google.']);
    expect(decide(nothing, known).map(({ operation }) => operation)).toEqual(
      (rulesPolicy.decide(known) as Decision[]).map(({ operation }) => operation),
    );
    expect(decide(nothing, observe('I like tea.', ['I have a cat.']))).toMatchObject([
      { operation: 'ADD' },
    ]);
  });

  test('updates at most one memory, and every decision is valid', () => {
    const observation = observe('I live in Rome.', ['I live in Paris.', 'I live in Oslo.']);
    for (const weights of [
      biased([0, 30, 0], [0, 0, 0]),
      biased([0, 0, 30], [0, 9, 0]),
      biased([0, 0, 0], [0, 0, 30]),
      biased([0, 0, 0], [0, 30, 0]),
    ]) {
      const decisions = decide(weights, observation);
      expect(decisions.filter(({ operation }) => operation === 'UPDATE').length).toBeLessThan(2);
      expect(validateDecisions(decisions, observation)).toEqual(decisions);
    }
  });

  test('text that it cannot read is added or skipped, whatever the weights say', () => {
    const eager = biased([0, 9, 9], [0, 0, 0]);
    expect(
      decide(eager, observe('我搬到了上海。', ['我住在北京。', 'I live in Paris.'])),
    ).toMatchObject([{ operation: 'ADD' }]);
    expect(decide(eager, observe('我住在北京', ['我住在北京。']))).toMatchObject([
      { operation: 'NOOP', memoryId: 'm0' },
    ]);
    const unread = decide(eager, observe('I live in Rome.', ['我住在北京。']));
    expect(unread.every(({ operation }) => operation === 'ADD' || operation === 'NOOP')).toBe(true);
  });

  test('never touches what somebody else said, unless it names them', () => {
    const observation = observe('I live in Rome.', ['I live in Paris.'], 'Anna');
    const decisions = decide(biased([0, 0, 9], [0, 0, 0]), observation);
    expect(decisions).toMatchObject([{ operation: 'ADD' }]);
  });

  test('what speaks of something else is never changed, whatever the weights say', () => {
    for (const [fact, memory] of [
      ['I have a dog called Scout.', "My dog's name is Buddy."],
      ['Shelf 4 holds box 44.', 'Shelf 1 holds box 11.'],
      ['Shelf 1-12 holds box 1012.', 'Shelf 1-2 holds box 1002.'],
      ['Leo has a swimming lesson on Thursday.', 'Leo has a piano lesson on Tuesday.'],
      ['And Storybook is on version 8.', 'On the frontend we lint with Biome.'],
    ] as const)
      expect(decide(biased([0, 9, 9], [0, 0, 0]), observe(fact, [memory]))).toMatchObject([
        { operation: 'ADD' },
      ]);
  });

  test('what leaves a memory true never takes its place, whatever the weights say', () => {
    for (const [fact, memory] of [
      ['The code of the back door is 7720.', 'The code of the front door is 3318.'],
      ['The yellow bin goes out on Friday, early.', 'The green bin goes out on Tuesday.'],
      ['The kiln is set to 160 degrees for tiles.', 'The kiln is set to 180 degrees for cups.'],
      ['My friend Emre dropped his plan to buy a Fabia.', 'I plan to buy an Octavia.'],
      ['My colleague Ola withdrew her own application.', 'I wrote an application.'],
      ['Cancelled the watercolour course.', 'I signed up for the Tuesday pottery course.'],
      ["I'm licensed in Berlin as well.", "I'm licensed in Bonn."],
      ['I spoke at the meetup on 11 June 2023.', 'I spoke at the meetup on 14 May 2023.'],
      ['My flu jab was on 1 May 2024.', 'I have an eye test on 28 May 2024.'],
      ['I ran 8 km in the park.', 'I ran 5 km in the park.'],
      ['Penicillin gives me a rash.', 'I have a latex allergy.'],
      ['my brothers shoe size is 44, big feet lol', 'my shoe size is 42'],
      ["the key at Nan's is under the pot, the blue one", 'the key at the cabin is under the mat'],
    ] as const)
      expect(decide(biased([0, 9, 9], [0, 0, 0]), observe(fact, [memory]))).toMatchObject([
        { operation: 'ADD', text: fact },
      ]);
    const corrected = observe('Sorry, the code of the front door is 3381.', [
      'The code of the front door is 3318.',
    ]);
    expect(decide(biased([0, 9, 0], [0, 0, 0]), corrected)).toMatchObject([
      { operation: 'UPDATE' },
    ]);
  });

  test('a correction sets right only what it has most words of', () => {
    const observed = observe('It was a mistake: the bus to Graz stops at Nordplatz.', [
      "User's ticket for the Graz bus costs 12 euros.",
      "User's bus to Graz stops at Suedplatz.",
    ]);
    expect(decide(biased([0, 9, 0], [0, 0, 0]), observed)).not.toContainEqual(
      expect.objectContaining({ memoryId: 'm0' }),
    );
  });

  test('another noun before what somebody is now does not tell it apart', () => {
    for (const [fact, memory] of [
      ['I transferred to the dialysis unit as a senior nurse.', 'I am a junior nurse in Cork.'],
      ['I am on the identity team from today on.', 'I am on the payments team.'],
    ] as const)
      expect(decide(biased([0, 30, 0], [0, 0, 0]), observe(fact, [memory]))).toMatchObject([
        { operation: 'UPDATE' },
      ]);
  });

  test('what cannot be true at once is never joined, whatever the weights say', () => {
    for (const [fact, memory] of [
      ['The feature freeze is lifted, I hear.', 'Our team has a feature freeze in force.'],
      ['I sing tenor in the parish choir.', 'I sing second alto in the parish choir.'],
    ] as const)
      for (const decision of decide(biased([30, 0, 0], [0, 0, 0]), observe(fact, [memory])))
        expect(decision).not.toMatchObject({ text: expect.stringContaining(memory) as string });
  });

  test('among many, nothing later said on the same subject takes a memory away', () => {
    const others = ['I have a cat.', 'My desk is by the window.', 'I like tea.'];
    for (const [fact, ...memories] of [
      // What happened is not undone by what happens next.
      ['The chess club made me feel welcome.', 'I went to a chess club yesterday (1 May 2024).'],
      // Two dates, two occasions.
      [
        "User's annual leave starts on Friday (3 May 2024).",
        'The code freeze starts next week (the week after 2 May 2024).',
      ],
      // Others have the word too.
      [
        'Pottery is a craft that calms me.',
        'My sister runs a pottery studio.',
        'I teach pottery to beginners.',
      ],
      // How something is found is not what it is about.
      ['The view from the tower is amazing.', 'My new kitchen is amazing.'],
    ] as const)
      expect(
        decide(biased([0, 9, 9], [0, 0, 0]), observe(fact, [...memories, ...others])),
      ).toMatchObject([{ operation: 'ADD' }]);
  });

  test('replaces what happened where it is told anew with another value', () => {
    const [decision] = decide(
      biased([0, 30, 0], [0, 0, 0]),
      observe('I sent 200 euros to my parents, says the app.', [
        'I sent 300 euros to my parents.',
        'I have a cat.',
        'My desk is by the window.',
        'I like tea.',
      ]),
    );
    expect(decision).toMatchObject({ operation: 'UPDATE', memoryId: 'm0' });
  });

  test('what is said to the memory is never kept, whatever the weights say', () => {
    const order = observe('Please forget that I keep a side project named Recipe Radar.', [
      'I keep a side project named Recipe Radar.',
    ]);
    for (const weights of [biased([9, 0, 0], [0, 0, 0]), biased([0, 9, 0], [0, 9, 9])])
      expect(createLearnedPolicy(weights).decide(order)).toMatchObject([{ operation: 'DELETE' }]);
  });

  test('every feature is a number, with and without candidates', () => {
    for (const known of [[], ['I work at Google.', 'My sister Anna is 5.', '???']]) {
      const { pairs, fact } = encode(observe('Actually, I left Google on 3 May 2024!', known));
      expect(fact).toHaveLength(FACT_FEATURES.length);
      expect([...fact, ...pairs.flatMap((row) => [...row])].every(Number.isFinite)).toBe(true);
      for (const row of pairs) expect(row).toHaveLength(PAIR_FEATURES.length);
    }
  });
});

test('the weights that ship are whole and say where they come from', () => {
  const { provenance, features } = loadWeights();
  expect(features).toBe(FEATURE_VERSION);
  expect(provenance.data).toMatch(/^gym/);
  expect(provenance.command).toMatch(/^memory-r1 train manager/);
  expect(provenance.commit).toMatch(/^[0-9a-f]{40}$/);
});

describe('the weights file', () => {
  const random = createRandom(3);
  const weights = biased([1, 2, 3], [0, 0.5, 0], 0.7);
  weights.network.parameters.forEach((_, i) => (weights.network.parameters[i] = random.normal()));

  test('reads what it wrote', () => {
    const read = parseWeights(weightsText(weights), 'x.json');
    expect(read.calibration).toEqual(weights.calibration);
    expect(read.provenance).toEqual(weights.provenance);
    read.network.parameters.forEach((value, i) => {
      expect(value).toBeCloseTo(weights.network.parameters[i]!, 3);
    });
  });

  test('says in one line what is wrong with it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'weights-'));
    const file = join(folder, 'manager.json');
    expect(() => loadWeights(file)).toThrow(/no manager weights.*memory-r1 train manager/);
    writeFileSync(file, '{');
    expect(() => loadWeights(file)).toThrow(/not JSON/);
    writeFileSync(file, weightsText({ ...weights, features: 'features@0' }));
    expect(() => loadWeights(file)).toThrow(/features@0.*train them again/);
    writeFileSync(file, weightsText(weights).replace(/"parameters": \[[^,]+,/, '"parameters": ['));
    expect(() => loadWeights(file)).toThrow(/incomplete/);
    writeFileSync(file, weightsText(weights).replace('"threshold": 0.7', '"threshold": 0.1'));
    expect(() => loadWeights(file)).toThrow(/was changed/);
  });
});
