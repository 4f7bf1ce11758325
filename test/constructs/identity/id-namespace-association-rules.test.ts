import { Aws } from 'aws-cdk-lib';
import { checkIdNamespaceAssociation } from '../../../src/constructs/identity/id-namespace-association-rules';
import { codesAndMessages } from '../../support/faults';
import { CREATOR, PARTNER } from '../../support/stacks';

test.each([
  ['in the account of the stack', CREATOR, CREATOR],
  ['in an account that is a token', CREATOR, Aws.ACCOUNT_ID],
  ['in any account if that of the stack is a token', Aws.ACCOUNT_ID, PARTNER],
])('accepts an ID namespace %s', (_, account, idNamespaceAccount) => {
  expect(checkIdNamespaceAssociation({ account, idNamespaceAccount })).toEqual([]);
});

test('rejects an ID namespace in another account', () => {
  expect(codesAndMessages(checkIdNamespaceAssociation({ account: CREATOR, idNamespaceAccount: PARTNER }))).toEqual([['IdNamespaceNotOwn',
    `'idNamespace' must be in the account of the stack, ${CREATOR}, got one in account ${PARTNER}: members can associate only their own`]]);
});
