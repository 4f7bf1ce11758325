import { adviseIdMappingTable } from '../../../src/private/rules/id-mapping-table';

const ids = (...parts: Parameters<typeof adviseIdMappingTable>) => adviseIdMappingTable(...parts).map(({ id }) => id);

test.each([
  ['both named, types known', { source: { type: 'SOURCE' }, target: { type: 'TARGET' } }, []],
  ['both named, types not known', { source: {}, target: {} }, []],
  ['swapped', { source: { type: 'TARGET' }, target: { type: 'SOURCE' } },
    ['cdk-cleanrooms:idNamespaceOfOtherType', 'cdk-cleanrooms:idNamespaceOfOtherType']],
  ['one not named', { source: { type: 'SOURCE' } }, ['cdk-cleanrooms:idNamespaceNotNamed']],
  ['none named', {}, ['cdk-cleanrooms:idNamespaceNotNamed', 'cdk-cleanrooms:idNamespaceNotNamed']],
])('ID namespaces: %s', (_, parts, expected) => {
  expect(ids(parts)).toEqual([...expected, 'cdk-cleanrooms:idMappingTableNotPopulated']);
});
