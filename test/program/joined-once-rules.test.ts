import { checkJoinsOnce } from '../../src/program/joined-once-rules';
import { codesAndMessages } from '../support/faults';
import { CREATOR, PARTNER } from '../support/stacks';

const JOINED = { path: 'Stack/First', account: PARTNER, collaboration: 'one' };

test('an account joins a collaboration once', () => {
  expect(codesAndMessages(checkJoinsOnce({ ...JOINED, path: 'Stack/Second' }, [JOINED]))).toEqual([[
    'AlreadyJoined',
    "the account joins the collaboration by 'Stack/First' already, and can have one membership of it alone: use that one here, too",
  ]]);
});

test.each([
  ['another account', { ...JOINED, account: CREATOR }],
  ['another collaboration', { ...JOINED, collaboration: 'two' }],
])('%s is something else', (_, membership) => {
  expect(checkJoinsOnce(membership, [JOINED])).toEqual([]);
});
