import { warnAboutInheritance, warnAboutIntermediateTable, checkIntermediateTable } from '../../../src/constructs/table/intermediate-table-rules';
import type { BaseTable } from '../../../src/constructs/table/intermediate-table-rules';

const OURS = '111111111111';
const THEIRS = '222222222222';

describe('the owner', () => {
  const check = (abilities?: string[], runner?: string) => checkIntermediateTable(
    { hasRule: true }, OURS, { members: [{ accountId: THEIRS, abilities: runner ? ['CAN_QUERY'] : [] }] }, { accountId: OURS, abilities },
  );

  test.each([
    ['can query', ['CAN_QUERY'], []],
    ['is not known', undefined, []],
    ['cannot query', ['CAN_RECEIVE_RESULTS'], ['IntermediateTableOwnerCannotQuery']],
  ])('%s', (_, abilities, expected) => {
    expect(check(abilities).map(({ code }) => code)).toEqual(expected);
  });

  test('the message names who can query, where that is known', () => {
    expect(check([], THEIRS)[0].message).toContain(`the member who can query, account ${THEIRS}, got`);
    expect(check([])[0].message).toContain('the member who can query, got');
  });
});

test.each([
  ['with a rule', { hasRule: true, receivers: [OURS] }, []],
  ['that are left to the service', { hasRule: false }, []],
  ['without a rule', { hasRule: false, receivers: [] }, ['ResultReceiversWithoutRule']],
])('receivers %s', (_, parts, expected) => {
  expect(checkIntermediateTable(parts, OURS).map(({ code }) => code)).toEqual(expected);
});

test.each([
  [{ hasRule: true }, []],
  [{ hasRule: true, additionalAnalyses: 'NOT_ALLOWED' }, []],
  [{ hasRule: true, additionalAnalyses: 'REQUIRED' }, ['cdk-cleanrooms:noAdditionalAnalyses']],
  [{ hasRule: false }, ['cdk-cleanrooms:noAnalysisRule']],
])('advice for %j', (parts, expected) => {
  expect(warnAboutIntermediateTable(parts).map(({ id }) => id)).toEqual(expected);
});

describe('inheritance', () => {
  const base = (controls: Partial<BaseTable>): BaseTable => ({ path: 'App/Base', membership: THEIRS, disallowedOutputColumns: [], ...controls });
  /** The properties that are looser than allowed. */
  const advice = (rule: Partial<BaseTable>, ...bases: BaseTable[]) =>
    warnAboutInheritance({ disallowedOutputColumns: [], ...rule }, OURS, bases).map(({ id, message }) => {
      expect(id).toBe('cdk-cleanrooms:looserThanBaseTable');
      return message.slice(1, message.indexOf("'", 1));
    });

  test.each<[string, Partial<BaseTable>, Partial<BaseTable>, string[]]>([
    ['the same columns', { disallowedOutputColumns: ['a'] }, { disallowedOutputColumns: ['a'] }, []],
    ['more columns', { disallowedOutputColumns: ['a', 'b'] }, { disallowedOutputColumns: ['a'] }, []],
    ['fewer columns', { disallowedOutputColumns: ['a'] }, { disallowedOutputColumns: ['a', 'b'] }, ['disallowedOutputColumns']],
    ['fewer receivers', { allowedResultReceivers: [] }, { allowedResultReceivers: [OURS] }, []],
    ['more receivers', { allowedResultReceivers: [OURS, THEIRS] }, { allowedResultReceivers: [OURS] }, ['allowedResultReceivers']],
    ['receivers of a table whose receivers are not known', { allowedResultReceivers: [THEIRS] }, {}, []],
    ['no receivers of its own', {}, { allowedResultReceivers: [OURS] }, []],
    ['additional analyses as strict', { additionalAnalyses: 'ALLOWED' }, { additionalAnalyses: 'ALLOWED' }, []],
    ['stricter ones', { additionalAnalyses: 'REQUIRED' }, { additionalAnalyses: 'ALLOWED' }, []],
    ['looser ones', { additionalAnalyses: 'ALLOWED' }, { additionalAnalyses: 'REQUIRED' }, ['additionalAnalyses']],
    ['none where the table below has some', {}, { additionalAnalyses: 'ALLOWED' }, ['additionalAnalyses']],
  ])('%s', (_, rule, controls, expected) => {
    expect(advice(rule, base(controls))).toEqual(expected);
  });

  test('binds nobody over own tables alone', () => {
    expect(advice({}, base({ membership: OURS, disallowedOutputColumns: ['a'] }))).toEqual([]);
  });

  test('takes own tables in where others are there, too', () => {
    expect(advice({}, base({ membership: OURS, disallowedOutputColumns: ['a'] }), base({}))).toEqual(['disallowedOutputColumns']);
  });
});
