import { expect, test } from 'vitest';
import { calibrated } from '../../src/agents/policies/departure.js';
import { calibrateBy, type Trial } from '../../src/training/calibrate.js';

const trials = (probability: number, right: number, wrong: number): Trial[] => [
  ...Array.from({ length: right }, () => ({ probability, gain: 1 })),
  ...Array.from({ length: wrong }, () => ({ probability, gain: -1 })),
];

test('the confidence is what departures of that probability are worth', () => {
  const fitted = calibrateBy([...trials(0.5, 30, 30), ...trials(0.9, 57, 3)]);
  expect(calibrated(0.5, fitted)).toBeCloseTo(0.5, 1);
  expect(calibrated(0.9, fitted)).toBeCloseTo(0.95, 1);
  expect(fitted).toMatchObject({ departures: 120, right: 87 / 120 });
  expect(fitted.errorAfter).toBeLessThanOrEqual(fitted.errorBefore);
});

test('departures that gain no more than twice what they lose are not taken', () => {
  const fitted = calibrateBy([...trials(0.6, 36, 24), ...trials(0.95, 58, 2)]);
  expect(calibrated(0.6, fitted)).toBeLessThan(fitted.threshold);
  expect(calibrated(0.95, fitted)).toBeGreaterThan(fitted.threshold);
  const surer = calibrateBy([...trials(0.6, 48, 12), ...trials(0.95, 58, 2)]);
  expect(calibrated(0.6, surer)).toBeGreaterThan(surer.threshold);
});

test('the more a loss weighs, the surer a departure must be', () => {
  const trialsOfTwo = [...trials(0.6, 48, 12), ...trials(0.95, 58, 2)];
  expect(calibrateBy(trialsOfTwo, 6).threshold).toBeGreaterThan(
    calibrateBy(trialsOfTwo, 2).threshold,
  );
});
