import { groupBy } from '../../src/foundation/group-by';

test('values are grouped by what they have in common, in their order, without those that have nothing', () => {
  expect([...groupBy([1, 2, 3, 4, 5], (value) => value === 3 ? undefined : value % 2)]).toEqual([[1, [1, 5]], [0, [2, 4]]]);
});
