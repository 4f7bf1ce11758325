import { Aws } from 'aws-cdk-lib';
import { accountName } from '../../src/foundation/names';

test.each([['111111111111', 'account 111111111111'], [Aws.ACCOUNT_ID, 'the account of the stack'], [undefined, 'the account of the stack']])(
  'in messages, the account %s is %s: no user has ever seen a token', (accountId, name) => {
    expect(accountName(accountId)).toBe(name);
  });
