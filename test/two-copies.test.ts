import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import type * as library from '../src';
import { descriptions, outcomeOf } from './support/rooms';
import { ROOT } from './support/sources';

/*
 * Package managers of monorepos can install the library several times, one copy for each set of peers, of which one app then loads
 * more than one. They have their peers in common.
 */

let folder: string;
let one: typeof library;
let other: typeof library;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'copies-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  [one, other] = ['one', 'other'].map((name) => {
    cpSync(join(ROOT, 'lib'), join(folder, name, 'lib'), { recursive: true });
    cpSync(join(ROOT, 'assets'), join(folder, name, 'assets'), { recursive: true });
    return jest.requireActual<typeof library>(join(folder, name, 'lib', 'index.js'));
  });
});

afterAll(() => rmSync(folder, { recursive: true }));

test('two copies of the library are two', () => {
  expect(one.Collaboration).not.toBe(other.Collaboration);
});

test('two copies of the library in one app give what one gives', () => {
  fc.assert(fc.property(descriptions, fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }), (description, choices) => {
    let step = 0;
    const libraryOf = () => choices[step++ % choices.length] ? one : other;
    expect(outcomeOf(description, one, { libraryOf })).toEqual(outcomeOf(description, one));
  }), { numRuns: 60 });
});
