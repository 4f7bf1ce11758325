import { warnAboutIdMappingTable } from '../../../src/constructs/identity/id-mapping-table-rules';
import type { IdMappingTableInput } from '../../../src/constructs/identity/id-mapping-table-rules';
import { idsAndMessages } from '../../support/faults';

test.each<[string, IdMappingTableInput]>([
  ['both ID namespaces, of the right types', { source: { type: 'SOURCE' }, target: { type: 'TARGET' } }],
  ['both ID namespaces, of unknown types', { source: {}, target: {} }],
])('accepts %s', (_, input) => {
  expect(warnAboutIdMappingTable(input)).toEqual([]);
});

test('warns about the source and the target if they are swapped', () => {
  expect(idsAndMessages(warnAboutIdMappingTable({ source: { type: 'TARGET' }, target: { type: 'SOURCE' } }))).toEqual([
    ['cdk-cleanrooms:idNamespaceOfOtherType', "'source' must be the association of an ID namespace of type SOURCE, got one of type TARGET"],
    ['cdk-cleanrooms:idNamespaceOfOtherType', "'target' must be the association of an ID namespace of type TARGET, got one of type SOURCE"],
  ]);
});

test.each<[string, IdMappingTableInput, string]>([
  ['the source', { target: { type: 'TARGET' } }, "'source' is not set: the table can be created only after "
    + 'the ID namespace that its workflow reads as the source is associated with the collaboration'],
  ['the target', { source: { type: 'SOURCE' } }, "'target' is not set: the table can be created only after "
    + 'the ID namespace that its workflow reads as the target is associated with the collaboration'],
  ['both', {}, "'source' and 'target' are not set: the table can be created only after "
    + 'the ID namespaces that its workflow reads as the source and the target are associated with the collaboration'],
])('warns once if %s is not given', (_, input, message) => {
  expect(idsAndMessages(warnAboutIdMappingTable(input))).toEqual([['cdk-cleanrooms:idNamespaceNotNamed', message]]);
});
