import { Lazy } from 'aws-cdk-lib';
import { missing, repeated } from '../../src/foundation/known-values';

const LATER = Lazy.string({ produce: () => 'later' });

test('finds each missing value once, and none if the others are not known', () => {
  expect(missing(['a', 'b', 'c', 'b', LATER], ['a'])).toEqual(['b', 'c']);
  expect(missing(['a'], undefined)).toEqual([]);
  expect(missing(['a'], ['b', LATER])).toEqual([]);
});

test('finds each repeated value once, and no token', () => {
  expect(repeated(['a', 'b', 'a', 'a', LATER, LATER])).toEqual(['a']);
});
