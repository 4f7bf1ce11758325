import { KnownNames } from '../../../src/foundation/similar-names';
import { checkLookedUpName, checkNameIsUnique, warnAboutAddedMember, warnAboutName } from '../../../src/program/checks/name-rules';
import { codesAndMessages, idsAndMessages } from '../../support/faults';

const input = (names: string[], areAll: boolean) => ({
  property: 'analysisTemplateName', name: 'reach', what: 'analysis template', where: 'in the collaboration', known: { names: new KnownNames(names), areAll },
});

const UNKNOWN = "'analysisTemplateName' has 'reach', but this app has no analysis template of that name in the collaboration";

describe('a name', () => {
  test.each<[string, string[], boolean]>([
    ['is among the known ones', ['overlap', 'reach'], true],
    ['is among the known ones, of which one is similar', ['Reach', 'reach'], false],
    ['is unlike all others, where there can be more', ['overlap'], false],
    ['is looked up where nothing is known', [], false],
  ])('is fine that %s', (_, names, areAll) => {
    expect(checkLookedUpName(input(names, areAll), false)).toEqual([]);
    expect(warnAboutName(input(names, areAll))).toEqual([]);
  });

  test.each<[string, string[], boolean, string]>([
    ['similar to a known one, where there can be more', ['overlap', 'Reach'], false, "'Reach' is probably meant"],
    ['similar to a known one, where all are known', ['overlap', 'Reach'], true, "'Reach' is probably meant"],
    ['unlike all others, where all are known', ['overlap', 'frequency'], true, 'overlap, frequency'],
    ['of something of which there is nothing', [], true, 'it has none'],
  ])('is warned of that is %s', (_, names, areAll, remedy) => {
    expect(idsAndMessages(warnAboutName(input(names, areAll)))).toEqual([['cdk-cleanrooms:nameUnknown', `${UNKNOWN}: ${remedy}`]]);
    expect(idsAndMessages(warnAboutName(input(names, areAll), 'tableUnknown'))).toEqual([['cdk-cleanrooms:tableUnknown', `${UNKNOWN}: ${remedy}`]]);
  });

  test('is warned of with each known one once', () => {
    expect(warnAboutName(input(['overlap', 'overlap', 'frequency'], true))[0].message).toBe(`${UNKNOWN}: overlap, frequency`);
  });

  test('that is looked up without a wait is refused if it is similar to a known one, where all are known', () => {
    expect(codesAndMessages(checkLookedUpName(input(['overlap', 'Reach'], true), false))).toEqual([[
      'NameUnknown', `${UNKNOWN}: 'Reach' is probably meant; if it is made elsewhere, set 'timeout', with which the lookup waits for it`,
    ]]);
  });

  test.each<[string, string[], boolean, boolean]>([
    ['with a wait', ['Reach'], true, true],
    ['where there can be more', ['Reach'], false, false],
    ['though it is unlike all others', ['overlap'], true, false],
    ['though there is nothing of the kind', [], true, false],
  ])('that is looked up %s is not refused', (_, names, areAll, waits) => {
    expect(checkLookedUpName(input(names, areAll), waits)).toEqual([]);
  });
});

test('a member that is added twice is warned of', () => {
  expect(idsAndMessages(warnAboutAddedMember('333333333333'))).toEqual([[
    'cdk-cleanrooms:memberAddedTwice',
    "the changes add 333333333333, which is a member of the collaboration already, by its 'members' or another change request: "
      + "leave 'members' as the collaboration was made, and add each member once",
  ]]);
});

test('a collaboration has the name of others', () => {
  expect(checkNameIsUnique('reach', [])).toEqual([]);
  expect(codesAndMessages(checkNameIsUnique('reach', ['Stack/One', 'Stack/Other']))).toEqual([['CollaborationNameTwice',
    "'collaborationName' is 'reach', as that of 'Stack/One', 'Stack/Other' in the same account and Region, and partners find a collaboration by its name: "
    + "give each another name, or set 'allowDuplicateName'"]]);
});
