import { Construct } from 'constructs';
import { warnAboutIdMappingTable, warnAboutPopulation } from '../../../src/constructs/identity/id-mapping-table-rules';
import { idsAndMessages } from '../../support/faults';
import { stackOf } from '../../support/stacks';

const ids = (...parts: Parameters<typeof warnAboutIdMappingTable>) => warnAboutIdMappingTable(...parts).map(({ id }) => id);

test.each([
  ['both named, types known', { source: { type: 'SOURCE' }, target: { type: 'TARGET' } }, []],
  ['both named, types not known', { source: {}, target: {} }, []],
  ['swapped', { source: { type: 'TARGET' }, target: { type: 'SOURCE' } },
    ['cdk-cleanrooms:idNamespaceOfOtherType', 'cdk-cleanrooms:idNamespaceOfOtherType']],
  ['one not named', { source: { type: 'SOURCE' } }, ['cdk-cleanrooms:idNamespaceNotNamed']],
  ['none named', {}, ['cdk-cleanrooms:idNamespaceNotNamed', 'cdk-cleanrooms:idNamespaceNotNamed']],
])('ID namespaces: %s', (_, parts, expected) => {
  expect(ids(parts)).toEqual(expected);
});

describe('a table', () => {
  const table = new Construct(stackOf(), 'Table');

  test.each([['nothing', []], ['a population of another table', [new Construct(stackOf(), 'Table'), 'arn']]])('that %s fills has no rows', (_, populated) => {
    expect(idsAndMessages(warnAboutPopulation(table, populated))).toEqual([[
      'cdk-cleanrooms:idMappingTableNotPopulated',
      'the table has no rows until it is populated, and no query can use it before: add an IdMappingTablePopulation, '
      + 'or acknowledge this where something outside of this app populates it',
    ]]);
  });

  test('that is populated says nothing', () => {
    expect(warnAboutPopulation(table, ['arn', table])).toEqual([]);
  });
});
