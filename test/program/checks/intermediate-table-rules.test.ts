import { TOKEN } from '../../../src/program/analysis-rule';
import { checkIntermediateTableOwner, warnAboutInheritance } from '../../../src/program/checks/intermediate-table-rules';
import type { BaseTable } from '../../../src/program/checks/intermediate-table-rules';
import type { Member } from '../../../src/program/member';
import { codesAndMessages, idsAndMessages } from '../../support/faults';
import { CREATOR, PARTNER } from '../../support/stacks';

describe('the owner of an intermediate table', () => {
  const RUNNER: Member = { accountId: PARTNER, abilities: ['CAN_QUERY'] };

  test('is rejected if it cannot query, and the message names the member who can', () => {
    const owner = { accountId: CREATOR, abilities: ['CAN_RECEIVE_RESULTS'] };
    expect(codesAndMessages(checkIntermediateTableOwner(CREATOR, [owner, RUNNER], owner))).toEqual([['IntermediateTableOwnerCannotQuery',
      `'membership' must be that of the member who can query, account ${PARTNER}, got the one of account ${CREATOR}`]]);
  });

  test.each<[string, Member[] | undefined]>([['no member can', [{ accountId: CREATOR, abilities: [] }, {}]], ['the members are not known', undefined]])(
    'is rejected if it cannot query, and the message names nobody if %s', (_, members) => {
      expect(codesAndMessages(checkIntermediateTableOwner(CREATOR, members, { abilities: [] }))).toEqual([['IntermediateTableOwnerCannotQuery',
        `'membership' must be that of the member who can query, got the one of account ${CREATOR}`]]);
    });

  test.each<[string, Member | undefined]>([
    ['can query', { accountId: CREATOR, abilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] }],
    ['is not known', undefined],
    ['has abilities that are not known', { accountId: CREATOR }],
  ])('is accepted if it %s', (_, owner) => {
    expect(checkIntermediateTableOwner(CREATOR, [RUNNER], owner)).toEqual([]);
  });
});

describe('the rule of an intermediate table over tables of several members', () => {
  const OWN = 'own';
  const base = (controls: Partial<BaseTable> = {}): BaseTable => ({ path: 'App/Base', membership: 'partner', disallowedOutputColumns: [], ...controls });
  const warnings = (rule: Partial<BaseTable>, ...bases: BaseTable[]) =>
    idsAndMessages(warnAboutInheritance({ disallowedOutputColumns: [], ...rule }, OWN, bases));

  test.each<[string, Partial<BaseTable>, Partial<BaseTable>, string]>([
    ['shows columns that the base table does not', { disallowedOutputColumns: ['a'] }, { disallowedOutputColumns: ['a', 'b', 'c'] },
      "'disallowedOutputColumns' must have all those of the base table 'App/Base', missing: b, c"],
    ['has receivers that the base table does not have', { allowedResultReceivers: [CREATOR, PARTNER, 'x'] }, { allowedResultReceivers: [CREATOR] },
      `'allowedResultReceivers' must have only those of the base table 'App/Base', got also: ${PARTNER}, x`],
    ['allows additional analyses that the base table requires', { additionalAnalyses: 'ALLOWED' }, { additionalAnalyses: 'REQUIRED' },
      "'additionalAnalyses' must be at least as strict as REQUIRED, as in the base table 'App/Base', got ALLOWED"],
    ['leaves out additional analyses that the base table allows', {}, { additionalAnalyses: 'ALLOWED' },
      "'additionalAnalyses' must be at least as strict as ALLOWED, as in the base table 'App/Base', got none"],
    ['does not allow additional analyses that the base table requires', { additionalAnalyses: 'NOT_ALLOWED' }, { additionalAnalyses: 'REQUIRED' },
      "'additionalAnalyses' must be at least as strict as REQUIRED, as in the base table 'App/Base', got NOT_ALLOWED"],
  ])('gives a warning if it %s', (_, rule, controls, message) => {
    expect(warnings(rule, base(controls))).toEqual([['cdk-cleanrooms:looserThanBaseTable', message]]);
  });

  test.each<[string, Partial<BaseTable>, Partial<BaseTable>]>([
    ['has the same disallowed columns', { disallowedOutputColumns: ['a'] }, { disallowedOutputColumns: ['a'] }],
    ['has more disallowed columns', { disallowedOutputColumns: ['a', 'b'] }, { disallowedOutputColumns: ['a'] }],
    ['has fewer receivers', { allowedResultReceivers: [] }, { allowedResultReceivers: [CREATOR] }],
    ['has the same receivers', { allowedResultReceivers: [CREATOR] }, { allowedResultReceivers: [CREATOR] }],
    ['has receivers, and those of the base table are not known', { allowedResultReceivers: [PARTNER] }, {}],
    ['leaves receivers to the service', {}, { allowedResultReceivers: [CREATOR] }],
    ['has the same additional analyses', { additionalAnalyses: 'ALLOWED' }, { additionalAnalyses: 'ALLOWED' }],
    ['has stricter additional analyses', { additionalAnalyses: 'REQUIRED' }, { additionalAnalyses: 'ALLOWED' }],
    ['leaves additional analyses out, as the base table does', {}, {}],
    ['has disallowed columns that are a token', { disallowedOutputColumns: TOKEN }, { disallowedOutputColumns: ['a'] }],
    ['has disallowed columns, and those of the base table are a token', { disallowedOutputColumns: ['a'] }, { disallowedOutputColumns: TOKEN }],
    ['has receivers that are a token', { allowedResultReceivers: TOKEN }, { allowedResultReceivers: [CREATOR] }],
    ['has receivers, and those of the base table are a token', { allowedResultReceivers: [PARTNER] }, { allowedResultReceivers: TOKEN }],
    ['has additional analyses that are a token', { additionalAnalyses: TOKEN }, { additionalAnalyses: 'REQUIRED' }],
    ['leaves additional analyses out, and those of the base table are a token', {}, { additionalAnalyses: TOKEN }],
    ['leaves additional analyses out, and the base table does not allow them', {}, { additionalAnalyses: 'NOT_ALLOWED' }],
  ])('gives none if it %s', (_, rule, controls) => {
    expect(warnings(rule, base(controls))).toEqual([]);
  });

  test('gives a warning for each base table and each difference', () => {
    expect(warnings({ allowedResultReceivers: [CREATOR] },
      base({ disallowedOutputColumns: ['a'], allowedResultReceivers: [] }), base({ path: 'App/Other', disallowedOutputColumns: ['b'] }),
    ).map(([, message]) => message)).toEqual([
      "'disallowedOutputColumns' must have all those of the base table 'App/Base', missing: a",
      `'allowedResultReceivers' must have only those of the base table 'App/Base', got also: ${CREATOR}`,
      "'disallowedOutputColumns' must have all those of the base table 'App/Other', missing: b",
    ]);
  });

  test('gives none if all base tables belong to the same member', () => {
    expect(warnings({}, base({ membership: OWN, disallowedOutputColumns: ['a'] }))).toEqual([]);
    expect(warnings({})).toEqual([]);
  });

  test('gives a warning for an own base table if there is one of another member, too', () => {
    expect(warnings({}, base({ membership: OWN, path: 'App/Own', disallowedOutputColumns: ['a'] }), base()).map(([, message]) => message))
      .toEqual(["'disallowedOutputColumns' must have all those of the base table 'App/Own', missing: a"]);
  });
});
