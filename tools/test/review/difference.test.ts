import { CfnResource } from 'aws-cdk-lib';
import { CfnAnalysisTemplate, CfnPrivacyBudgetTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { CfnCollaborationProps, CfnConfiguredTable, CfnConfiguredTableProps } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { AGGREGATION, LIST, TestRoom, aggregation, changes, custom } from './rooms';
import { CREATOR, PARTNER, THIRD } from '../../../test/support/stacks';
import { covers, isLooserValue } from '../../src/review/comparison';
import { UNKNOWN } from '../../src/review/fact';

function roomWith(rule: CfnConfiguredTable.AnalysisRuleProperty, table: Partial<CfnConfiguredTableProps> = {}): TestRoom {
  const room = new TestRoom();
  room.table('sales', rule, { table });
  return room;
}

/** Holds what is said of a change, and of the change back. */
function expectChanges(one: () => TestRoom, other: () => TestRoom, there: string[], back: string[]): void {
  expect(changes(one(), other())).toEqual(there);
  expect(changes(other(), one())).toEqual(back);
}

test('nothing has changed where nothing has, whatever the paths are', () => {
  expect(changes(roomWith(AGGREGATION), roomWith(AGGREGATION))).toEqual([]);
  const renamed = new TestRoom();
  renamed.table('sales', AGGREGATION, { id: 'renamed' });
  expect(changes(roomWith(AGGREGATION), renamed)).toEqual([]);
});

describe('of a table', () => {
  test('a column more is looser', () => {
    expectChanges(() => roomWith(AGGREGATION), () => roomWith(AGGREGATION, { allowedColumns: ['id', 'city', 'amount', 'age'] }),
      ['> Table sales: the list of shared columns has age in addition.'], ['Table sales: the list of shared columns has age no more.']);
  });

  test('a column that is used for more is looser', () => {
    expectChanges(() => roomWith(AGGREGATION), () => roomWith(aggregation({ dimensionColumns: ['city', 'amount'] })), [
      '> Table sales: the columns that may be filtered by has amount in addition.',
      '> Table sales: the columns that may be grouped by has amount in addition.',
      '> Table sales: the columns whose values may come out has amount in addition.',
    ], [
      'Table sales: the columns that may be filtered by has amount no more.',
      'Table sales: the columns that may be grouped by has amount no more.',
      'Table sales: the columns whose values may come out has amount no more.',
    ]);
  });

  test('a minimum that is lower is looser', () => {
    const of = (minimum: number) => () => roomWith(aggregation({ outputConstraints: [{ columnName: 'id', minimum, type: 'COUNT_DISTINCT' }] }));
    expectChanges(of(100), of(5), ['> Table sales: the smallest number of different values of id behind a row is now 5. It was 100.'],
      ['Table sales: the smallest number of different values of id behind a row is now 100. It was 5.']);
  });

  test('another type of rule has to be looked at, whichever', () => {
    expect(changes(roomWith(LIST), roomWith(AGGREGATION))).toContain('> Table sales: the type of its rule is now AGGREGATION. It was LIST.');
    const toList = changes(roomWith(AGGREGATION), roomWith(LIST));
    expect(toList).toContain('> Table sales: whether rows about one person can come out is now yes. It was no.');
    expect(toList).toContain('> Table sales: the smallest number of different values of id behind a row is now not limited. It was 100.');
  });

  test('a receiver more is looser', () => {
    const of = (...receivers: string[]) => () => {
      const room = new TestRoom();
      room.table('sales', AGGREGATION, { receivers });
      return room;
    };
    expectChanges(of(CREATOR), of(CREATOR, THIRD), [`> Table sales: the list of receivers of results has account ${THIRD} in addition.`],
      [`Table sales: the list of receivers of results has account ${THIRD} no more.`]);
  });

  test('an account more that may ask anything is looser', () => {
    expectChanges(() => roomWith(custom()), () => roomWith(custom({ allowedAnalysisProviders: [CREATOR, PARTNER] })),
      [`> Table sales: the accounts whose queries or jobs need no review has account ${PARTNER} in addition.`],
      [`Table sales: the accounts whose queries or jobs need no review has account ${PARTNER} no more.`]);
  });

  test('a column that may be returned again is looser', () => {
    const there = changes(roomWith(custom({ disallowedOutputColumns: ['id'] })), roomWith(custom()));
    expect(there).toContain('> Table sales: the columns that no query may return has id no more.');
    expect(changes(roomWith(custom()), roomWith(custom({ disallowedOutputColumns: ['id'] }))).filter((change) => change.startsWith('>'))).toEqual([]);
  });

  test('jobs that are allowed are looser', () => {
    const jobs = () => roomWith(custom({ allowedAnalyses: ['ANY_QUERY', 'ANY_JOB'] }), { analysisMethod: 'MULTIPLE', selectedAnalysisMethods: ['DIRECT_QUERY', 'DIRECT_JOB'] });
    expect(changes(roomWith(custom()), jobs())).toEqual(expect.arrayContaining([
      '> Table sales: the kinds of analyses that may read it has jobs in addition.', '> Table sales: the list of allowed analyses has any job in addition.',
    ]));
    expect(changes(jobs(), roomWith(custom())).filter((change) => change.startsWith('>'))).toEqual([]);
  });

  test('results that may be used further are looser', () => {
    expectChanges(() => roomWith(custom()), () => roomWith(custom({ additionalAnalyses: 'ALLOWED' })),
      ['> Table sales: whether its results may feed machine learning is now yes. It was no.'], ['Table sales: whether its results may feed machine learning is now no. It was yes.']);
  });

  test('one that is new is looser, one that is gone is not', () => {
    expect(changes(new TestRoom(), roomWith(LIST))).toEqual([
      '> Table sales is new. The source of its rows: AWS Glue table sales.sales. The list of shared columns: id, city and amount. The kinds of analyses that may read '
      + 'it: queries. The type of its rule: LIST. The columns that may be joined on: id. The columns that may be filtered by: city.',
    ]);
    expect(changes(roomWith(LIST), new TestRoom())).toEqual(['Table sales is no longer there.']);
  });

  test('a trust that is wider is looser, one that is narrower is not', () => {
    const of = (condition: object | undefined) => () => {
      const room = new TestRoom();
      room.table('sales', AGGREGATION, { roleArn: room.role('Reader', condition).attrArn });
      return room;
    };
    const bound = (...accounts: string[]) => ({ ArnLike: { 'aws:SourceArn': accounts.map((account) => `arn:aws:cleanrooms:us-east-1:${account}:membership/*`) } });
    expectChanges(of(bound(CREATOR)), of(undefined), [
      '> Table sales: whom the role that reads it trusts is wider. In addition: cleanrooms.amazonaws.com without any condition.',
    ], [`Table sales: whom the role that reads it trusts is no wider: cleanrooms.amazonaws.com where aws:SourceArn (ArnLike) is arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/*.`]);
    expect(changes(of(bound(CREATOR))(), of(bound(CREATOR, THIRD))())[0]).toMatch(/^> .* is wider/);
    expect(changes(of(bound(CREATOR, THIRD))(), of(bound(CREATOR))())[0]).not.toMatch(/^>/);
  });
});

describe('of what is not known', () => {
  const known = () => roomWith(AGGREGATION);
  const notKnown = () => {
    const room = new TestRoom();
    room.table('sales', aggregation({ dimensionColumns: [room.parameter('Column')] }));
    return room;
  };

  test('what was known before is looser', () => {
    expect(changes(known(), notKnown())).toContain('> Table sales: the type of its rule is now not known. It was AGGREGATION.');
  });

  test('what is known now has to be looked at, for it can be looser', () => {
    expect(changes(notKnown(), known())).toContain('> Table sales: the columns that may be grouped by is now city. It was not known.');
    expect(changes(notKnown(), known())).toContain('Table sales: whether rows about one person can come out is now no. It was not known.');
  });
});

describe('of the room', () => {
  const room = (collaboration: Partial<CfnCollaborationProps> = {}) => () => new TestRoom({ collaboration });

  test('a member more, and an ability more, are looser', () => {
    const members = [{ accountId: PARTNER, displayName: 'Media', memberAbilities: ['CAN_RECEIVE_RESULTS'] }, { accountId: THIRD, displayName: 'New', memberAbilities: [] }];
    expect(changes(room()(), room({ members })())).toEqual([
      `> The room: the list of members has ${THIRD} in addition.`,
      `> Member Media (${PARTNER}): what it may do has receive results in addition.`.replace('Member ', ''),
      expect.stringContaining(`> New (${THIRD}) is new`),
    ]);
    expect(changes(room({ members })(), room()()).filter((change) => change.startsWith('>'))).toEqual([]);
  });

  test('changes without a vote, Regions for results and logs that are off are looser', () => {
    expectChanges(room(), room({ autoApprovedChangeTypes: ['ADD_MEMBER'] }), ['> The room: the list of changes without a vote has new members in addition.'],
      ['The room: the list of changes without a vote has new members no more.']);
    expectChanges(room({ allowedResultRegions: ['eu-west-1'] }), room(), ['> The room: the list of Regions for results is now not limited. It was eu-west-1.'],
      ['The room: the list of Regions for results is now eu-west-1. It was not limited.']);
    expectChanges(room(), room({ queryLogStatus: 'DISABLED' }), ['> The room: whether queries are logged is now no. It was yes.'], ['The room: whether queries are logged is now yes. It was no.']);
  });

  test('one that is new has to be looked at', () => {
    expect(changes(new TestRoom(), new TestRoom({ collaboration: { name: 'other' } }))).toEqual([
      '> Clean room other is new: nothing of it has been reviewed against an earlier version.', 'Clean room room is no longer in this program.',
    ]);
  });
});

test('the text of a template that changed has to be looked at, whatever its name is', () => {
  const of = (text: string, name: string) => () => {
    const room = new TestRoom();
    const template = new CfnAnalysisTemplate(room.creator, 'Template', { name, format: 'SQL', membershipIdentifier: room.membership.attrMembershipIdentifier, source: { text } });
    room.table('sales', custom({ allowedAnalyses: [template.attrArn], allowedAnalysisProviders: undefined }));
    return room;
  };
  expect(changes(of('SELECT 1', 'reach-1')(), of('SELECT 2', 'reach-2')())).toEqual([expect.stringMatching(/^> Analysis template Creator\/Template: the SHA-256 of its text is now [0-9a-f]{64}\. It was [0-9a-f]{64}\.$/)]);
  expect(changes(of('SELECT 1', 'reach-1')(), of('SELECT 1', 'reach-2')())).toEqual([]);
});

test('a budget that is larger, noise that is less, and results that are kept longer are looser', () => {
  const of = (epsilon: number, usersNoisePerQuery: number, days?: number) => () => {
    const room = new TestRoom();
    new CfnPrivacyBudgetTemplate(room.creator, 'Budget', {
      membershipIdentifier: room.membership.attrMembershipIdentifier, privacyBudgetType: 'DIFFERENTIAL_PRIVACY', autoRefresh: 'NONE', parameters: { epsilon, usersNoisePerQuery },
    });
    const bucket = new CfnBucket(room.creator, 'Bucket', days === undefined ? {} : { lifecycleConfiguration: { rules: [{ status: 'Enabled', expirationInDays: days }] } });
    room.membership.defaultResultConfiguration = { outputConfiguration: { s3: { bucket: bucket.ref, resultFormat: 'CSV' } } };
    return room;
  };
  const brand = `Brand (${CREATOR})`;
  expectChanges(of(3, 30), of(4, 20), [
    `> ${brand}: the privacy budget ε is now 4. It was 3.`, `> ${brand}: the number of people whose part the noise of each query hides is now 20. It was 30.`,
  ], [`${brand}: the privacy budget ε is now 3. It was 4.`, `${brand}: the number of people whose part the noise of each query hides is now 30. It was 20.`]);
  expectChanges(of(3, 30, 30), of(3, 30), [`> ${brand}: the number of days that results of queries are kept is now not limited. It was 30.`],
    [`${brand}: the number of days that results of queries are kept is now 30. It was not limited.`]);
});

test('a threshold that an override lifts is looser', () => {
  const of = (minimum: number) => () => {
    const room = roomWith(custom());
    (room.creator.node.findChild('sales-table') as CfnResource).addPropertyOverride('AnalysisRules.0.Policy.V1.Custom.AggregationThresholds', [
      { IdentityColumns: ['id'], MinimumIdentityCount: 100, OutputColumnThresholds: [{ OutputColumnName: 'city', MinimumIdentityCount: minimum }] },
    ]);
    return room;
  };
  expect(changes(of(50)(), of(0)())).toEqual([
    expect.stringContaining('> Table sales: whether rows about one person can come out is now yes.'),
    '> Table sales: the smallest number of different values of id where city comes out behind a row is now 0. It was 50.',
  ]);
});

describe('values', () => {
  test.each<[Parameters<typeof isLooserValue>, boolean]>([
    [['MORE', ['a', 'b'], ['a']], true], [['MORE', ['a'], ['a', 'b']], false], [['MORE', undefined, ['a']], true], [['MORE', ['a'], undefined], false],
    [['FEWER', ['a'], ['a', 'b']], true], [['FEWER', ['a', 'b'], ['a']], false],
    [['LOWER', 1, 2], true], [['LOWER', 2, 1], false], [['LOWER', undefined, 1], true], [['LOWER', 1, undefined], false],
    [['HIGHER', 2, 1], true], [['HIGHER', 1, 2], false], [['HIGHER', undefined, 1], true], [['HIGHER', 1, undefined], false],
    [['YES', true, false], true], [['YES', false, true], false], [['NO', false, true], true], [['NO', true, false], false],
    [['ANY', 'a', 'b'], true], [['NEVER', 'a', 'b'], false],
    [['MORE', UNKNOWN, ['a']], true], [['MORE', [], UNKNOWN], false], [['MORE', ['a'], UNKNOWN], true], [['YES', false, UNKNOWN], false], [['NO', true, UNKNOWN], false],
    [['LOWER', 100, UNKNOWN], true], [['WIDER', [], UNKNOWN], false],
  ])('%j', ([looser, now, before], expected) => {
    expect(isLooserValue(looser, now, before)).toBe(expected);
  });

  test('a trust covers what it lets in', () => {
    const trust = (principal: string, conditions: Record<string, string[]> = {}) => ({ principal, conditions });
    expect(covers(trust('*'), trust('a', { k: ['1'] }))).toBe(true);
    expect(covers(trust('a'), trust('a', { k: ['1'] }))).toBe(true);
    expect(covers(trust('a', { k: ['1', '2'] }), trust('a', { k: ['1'], l: ['3'] }))).toBe(true);
    expect(covers(trust('a', { k: ['1'] }), trust('a'))).toBe(false);
    expect(covers(trust('a', { k: ['1'] }), trust('a', { k: ['2'] }))).toBe(false);
    expect(covers(trust('a'), trust('b'))).toBe(false);
  });
});
