import * as fc from 'fast-check';
import * as library from '../../src';
import { changes, descriptions, outcomeOf } from '../support/rooms';

/*
 * Properties of the model of a program, over whole programs of three accounts.
 */

const RUNS = { numRuns: 60 };

test('the order of definition makes no difference to templates, warnings and errors', () => {
  fc.assert(fc.property(descriptions, fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 16, maxLength: 16 }), (description, order) => {
    expect(outcomeOf(description, library, { order })).toEqual(outcomeOf(description, library));
  }), RUNS);
});

test('a change at the end, or by an aspect, has the same outcome as the same change at once', () => {
  fc.assert(fc.property(
    descriptions, fc.array(changes, { minLength: 1, maxLength: 4 }), fc.constantFrom('at the end' as const, 'by an aspect' as const),
    (description, made, changed) => {
      expect(outcomeOf(description, library, { changes: made, changed }))
        .toEqual(outcomeOf(description, library, { changes: made, changed: 'at once' }));
    },
  ), RUNS);
});

test('the generated programs are valid, with warnings, and invalid', () => {
  const outcomes = fc.sample(descriptions, { numRuns: 60, seed: 1 }).map((description) => outcomeOf(description, library));
  expect(outcomes.filter(({ error }) => error).length).toBeGreaterThan(5);
  expect(outcomes.filter(({ templates }) => templates).length).toBeGreaterThan(5);
  expect(new Set(outcomes.flatMap(({ warnings = [] }) => warnings.map((warning) => / \[ack: (.*)\]$/.exec(warning)?.[1]))).size).toBeGreaterThan(5);
});
