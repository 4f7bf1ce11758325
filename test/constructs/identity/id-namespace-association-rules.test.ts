import { Aws } from 'aws-cdk-lib';
import { checkIdNamespaceAssociation } from '../../../src/constructs/identity/id-namespace-association-rules';

test.each([
  ['accepts one of the own account', '111111111111', '111111111111', []],
  ['rejects one of another account', '111111111111', '222222222222', ['IdNamespaceNotOwn']],
  ['accepts one of an account that is not known', '111111111111', Aws.ACCOUNT_ID, []],
  ['accepts any where the own account is not known', Aws.ACCOUNT_ID, '222222222222', []],
])('%s', (_, account, idNamespaceAccount, expected) => {
  expect(checkIdNamespaceAssociation({ account, idNamespaceAccount }).map(({ code }) => code)).toEqual(expected);
});
