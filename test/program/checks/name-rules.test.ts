import { KnownNames } from '../../../src/foundation/similar-names';
import { checkName, warnAboutAddedMember, warnAboutTables } from '../../../src/program/checks/name-rules';
import type { NameInput } from '../../../src/program/checks/name-rules';
import { codesAndMessages, idsAndMessages } from '../../support/faults';

type Parts = Partial<Omit<NameInput, 'knownNames'>> & { readonly knownNames?: string[] };

const input = ({ knownNames = [], ...parts }: Parts): NameInput => ({
  property: 'analysisTemplateName', name: 'reach', what: 'analysis template', knownNames: new KnownNames(knownNames), isComplete: false, ...parts,
});

describe('a name', () => {
  test.each<[string, Parts]>([
    ['is among the known ones', { knownNames: ['overlap', 'reach'], isComplete: true }],
    ['is among the known ones, of which one is similar', { knownNames: ['Reach', 'reach'] }],
    ['is unlike all others, where there can be more', { knownNames: ['overlap'] }],
    ['is looked up where nothing is known', {}],
  ])('is fine that %s', (_, parts) => {
    expect(checkName(input(parts))).toEqual({ faults: [], warnings: [] });
  });

  test('is warned of that is similar to a known one, where there can be more', () => {
    const { faults, warnings } = checkName(input({ knownNames: ['overlap', 'Reach'] }));
    expect(faults).toEqual([]);
    expect(idsAndMessages(warnings)).toEqual([[
      'cdk-cleanrooms:nameUnknown',
      "'analysisTemplateName' has 'reach', but this app has no analysis template of that name in the collaboration: 'Reach' is probably meant",
    ]]);
  });

  test.each<[string, string[], string]>([
    ['similar to a known one', ['overlap', 'Reach'], "'Reach' is probably meant"],
    ['unlike all others', ['overlap', 'frequency'], 'overlap, frequency'],
    ['of something of which there is nothing', [], 'it has none'],
  ])('is refused that is %s, where everything is known', (_, knownNames, remedy) => {
    const { faults, warnings } = checkName(input({ knownNames, isComplete: true }));
    expect(codesAndMessages(faults)).toEqual([[
      'NameUnknown', `'analysisTemplateName' has 'reach', but this app has no analysis template of that name in the collaboration: ${remedy}`,
    ]]);
    expect(warnings).toEqual([]);
  });
});

test.each([true, false])('tables in the text of a query are only warned of, whether everything is known or not: %s', (isComplete) => {
  const tables = { property: 'source', what: 'table', name: 'people', knownNames: new KnownNames(['peopl']), isComplete };
  expect(idsAndMessages(warnAboutTables(tables))).toEqual([[
    'cdk-cleanrooms:tableUnknown', "'source' has 'people', but this app has no table of that name in the collaboration: 'peopl' is probably meant",
  ]]);
  expect(warnAboutTables({ ...tables, name: 'peopl' })).toEqual([]);
});

test('a member that is added twice is warned of', () => {
  expect(idsAndMessages(warnAboutAddedMember('333333333333'))).toEqual([[
    'cdk-cleanrooms:memberAddedTwice',
    "the changes add 333333333333, which is a member of the collaboration already, by its 'members' or another change request: "
      + "leave 'members' as the collaboration was made, and add each member once",
  ]]);
});
