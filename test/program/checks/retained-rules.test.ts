import { warnAboutRetained } from '../../../src/program/checks/retained-rules';
import { idsAndMessages } from '../../support/faults';

test('warns of what is retained in a membership that is to be deleted', () => {
  expect(idsAndMessages(warnAboutRetained(['Stack/Mapping', 'Stack/Budget']))).toEqual([[
    'cdk-cleanrooms:retainedInDeletedMembership',
    "'removalPolicy' of the membership is to delete it, which the service refuses while something is in it, and this app retains "
    + "'Stack/Mapping', 'Stack/Budget' there: retain the membership, too, or have everything in it deleted",
  ]]);
});

test('does not warn where nothing is retained', () => {
  expect(warnAboutRetained([])).toEqual([]);
});
