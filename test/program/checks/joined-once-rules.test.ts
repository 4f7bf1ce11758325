import { checkJoinsOnce } from '../../../src/program/checks/joined-once-rules';
import { codesAndMessages } from '../../support/faults';

test('an account has one membership of a collaboration', () => {
  expect(codesAndMessages(checkJoinsOnce('Stack/First'))).toEqual([[
    'AlreadyJoined',
    "the account already joins the collaboration by 'Stack/First', and can have only one membership of it: use that one here as well",
  ]]);
});
