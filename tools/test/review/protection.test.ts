import { CfnResource } from 'aws-cdk-lib';
import { CfnPrivacyBudgetTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { AGGREGATION, LIST, TestRoom, aggregation, custom, customTable, expectAnswers } from './rooms';
import { CREATOR, PARTNER } from '../../../test/support/stacks';

const BRAND = `Brand (${CREATOR})`;
const MEDIA = `Media (${PARTNER})`;

describe('columns', () => {
  test('of an aggregation rule', () => {
    const room = new TestRoom();
    room.table('sales', AGGREGATION, { table: { allowedColumns: ['id', 'city', 'amount', 'shop'] } });
    expectAnswers(room, 'COLUMNS',
      'id | yes | no | no | no | no | used', 'city | no | yes | yes | no | of groups | used', 'amount | no | no | no | sum | no | used',
      'shop | no | no | no | no | no | good for nothing');
  });

  test('of a list rule', () => {
    const room = new TestRoom();
    room.table('sales', LIST);
    expectAnswers(room, 'COLUMNS', 'id | yes | no | no | no | no | used', 'city | no | yes | no | no | yes | used', 'amount | no | no | no | no | no | good for nothing');
  });

  test('of a custom rule, as far as it leaves them to the analysis', () => {
    const room = new TestRoom();
    room.table('sales', custom({ disallowedOutputColumns: ['ID'] }));
    expectAnswers(room, 'COLUMNS', 'id | if the analysis does | if the analysis does | if the analysis does | no | no | used',
      'city | if the analysis does | if the analysis does | if the analysis does | if the analysis does | if the analysis does | used');
  });

  test('are not known where a part of the rule is known at deployment only', () => {
    const room = new TestRoom();
    room.table('sales', aggregation({ dimensionColumns: [room.parameter('Column')] }));
    expect(room.answers('COLUMNS')[0]).toMatch(/^\? What the columns of table sales of Brand .* is not known here/);
    expect(room.answers('GROUPS')[0]).toBe(`? sales | ${BRAND} | not known: its rule is not known here in full`);
    expect(room.answers('ROWS')[0]).toMatch(/^\? /);
    expect(room.answers('ANALYSES')[0]).toMatch(/^\? /);
  });

  test('cannot be used where the table has no rule', () => {
    const room = new TestRoom();
    room.table('sales', undefined);
    expect(room.answers('COLUMNS')[0]).toContain('has no analysis rule: nothing can be asked of it');
    expect(room.answers('ROWS')[0]).toContain('No: it has no analysis rule');
  });
});


describe('rows about one person', () => {
  test.each<[string, (room: TestRoom) => unknown, string]>([
    ['never come out of totals', (room) => room.table('sales', AGGREGATION), 'No: only totals of groups come out.'],
    ['come out of lists', (room) => room.table('sales', LIST), '! Yes: for each match with a table of the member who queries, the values of city come out.'],
    ['come out of any query', (room) => customTable(room, {}), '! Yes: any query may ask for them.'],
    ['do not come out behind a threshold', (room) => customTable(room, {}, { AggregationThresholds: [{ IdentityColumns: ['id'], MinimumIdentityCount: 50, AllowedAggregateExpressionType: 'COLUMNS_ONLY' }] }),
      'Not by queries: there are at least 50 different values of id behind each row.'],
    ['come out with a column that needs no minimum', (room) => customTable(room, {}, {
      AggregationThresholds: [{ IdentityColumns: ['id'], MinimumIdentityCount: 50, OutputColumnThresholds: [{ OutputColumnName: 'city', MinimumIdentityCount: 0 }] }],
    }), '! Yes: any query may ask for them. Rows with city need no minimum.'],
    ['do not come out of differential privacy', (room) => customTable(room, { differentialPrivacy: { columns: [{ name: 'id' }] } }), 'Not by queries: differential privacy lets out totals with noise only.'],
    ['can come out of jobs', (room) => customTable(room, { allowedAnalyses: ['ANY_JOB'], differentialPrivacy: { columns: [{ name: 'id' }] } }, {}, 'DIRECT_JOB'),
      '! Yes, if an allowed script returns them: read the scripts. No control of the table binds jobs.'],
    ['do not come out where nothing is allowed', (room) => customTable(room, { allowedAnalyses: [] }), 'No: the rule allows no analysis.'],
  ])('%s', (_, define, answer) => {
    const room = new TestRoom();
    define(room);
    const [mark, says] = answer.startsWith('! ') ? ['! ', answer.slice(2)] : ['', answer];
    expect(room.answers('ROWS')[0]).toBe(`${mark}sales | ${BRAND} | ${says}`);
  });
});

describe('the smallest group', () => {
  test.each<[string, Parameters<typeof customTable>[2], string]>([
    ['of a threshold', { AggregationThresholds: [{ IdentityColumns: ['id'], MinimumIdentityCount: 50 }] }, `sales | ${BRAND} | 50 different values of id`],
    ['is to be looked at where it is the lowest', { AggregationThresholds: [{ IdentityColumns: ['id'], MinimumIdentityCount: 2 }] }, `! sales | ${BRAND} | 2 different values of id`],
    ['is one without a threshold', {}, `! sales | ${BRAND} | one: the rule has no minimum`],
  ])('%s', (_, raw, answer) => {
    expect(customTable(new TestRoom(), {}, raw).answers('GROUPS')).toEqual([answer]);
  });

  test('of an aggregation rule', () => {
    const room = new TestRoom({ isPartnerElsewhere: true });
    room.table('sales', AGGREGATION);
    expect(room.answers('GROUPS')).toEqual([`sales | ${BRAND} | 100 different values of id`, `? The smallest group in results from tables of ${MEDIA} is not known here.`]);
  });
});

describe('singling out', () => {
  test('says by what queries may filter', () => {
    const room = new TestRoom();
    room.table('sales', AGGREGATION);
    expect(room.answers('SINGLING_OUT')[0]).toBe(`! sales | ${BRAND} | Queries may filter by city only. | Nothing limits how often it is asked.`);
    expect(customTable(new TestRoom(), {}).answers('SINGLING_OUT')[0]).toContain('Allowed analyses may filter by every shared column.');
    expect(customTable(new TestRoom(), {}, { ComparisonControls: { AllowedLiteralComparisonColumns: ['city'], AllowedColumnComparisonColumns: ['id'] } }).answers('SINGLING_OUT')[0])
      .toContain('Only city may be compared with fixed values.');
  });

  test('says what limits repeated queries', () => {
    const room = new TestRoom();
    const association = room.table('sales', AGGREGATION);
    new CfnPrivacyBudgetTemplate(room.creator, 'Budget', {
      membershipIdentifier: room.membership.attrMembershipIdentifier,
      privacyBudgetType: 'ACCESS_BUDGET',
      autoRefresh: 'NONE',
      parameters: { resourceArn: association.attrArn, budgetParameters: [{ type: 'CALENDAR_DAY', budget: 3 }] },
    });
    expect(room.answers('SINGLING_OUT')[0]).toContain('An access budget limits how often it is read: 3 a day.');
    expect(room.answers('BUDGETS')).toContain('sales | 3 | a day');
    expect(customTable(new TestRoom(), { differentialPrivacy: { columns: [{ name: 'id' }] } }).answers('SINGLING_OUT')[0]).toContain('Noise and the privacy budget limit');
  });
});

describe('jobs', () => {
  test('escape what the rule sets for queries', () => {
    const room = customTable(new TestRoom(), { allowedAnalyses: ['ANY_JOB'], disallowedOutputColumns: ['id'], differentialPrivacy: { columns: [{ name: 'id' }] } }, {}, 'MULTIPLE');
    (room.creator.node.findChild('sales-table') as CfnResource).addPropertyOverride('SelectedAnalysisMethods', ['DIRECT_QUERY', 'DIRECT_JOB']);
    expect(room.answers('JOBS')[0]).toBe('! PySpark jobs may read table sales. Only the list of allowed scripts binds them. They escape differential privacy and the columns that no '
      + 'query may return, which the rule of the table sets for queries.');
  });

  test('are none where tables are for queries only', () => {
    const room = new TestRoom();
    room.table('sales', AGGREGATION);
    expect(room.answers('JOBS')[0]).toBe('No job may read 1 table of this program: their analysis method is for queries only.');
  });

  test('are not known where the analysis method is known at deployment only', () => {
    const room = new TestRoom();
    room.table('sales', custom(), { table: { analysisMethod: room.parameter('Method') } });
    expect(room.answers('JOBS')[0]).toBe('? Whether jobs may read table sales is not known here.');
  });
});

describe('privacy budgets', () => {
  const budget = (room: TestRoom, more: object = {}) => new CfnPrivacyBudgetTemplate(room.creator, 'Budget', {
    membershipIdentifier: room.membership.attrMembershipIdentifier,
    privacyBudgetType: 'DIFFERENTIAL_PRIVACY',
    autoRefresh: 'CALENDAR_MONTH',
    parameters: { epsilon: 3, usersNoisePerQuery: 30 },
    ...more,
  });

  test('are said with their noise and period', () => {
    const room = new TestRoom();
    budget(room);
    expect(room.answers('BUDGETS')[0]).toBe(`${BRAND} | ε = 3 | of 30 people | each month anew`);
    const once = new TestRoom();
    budget(once, { autoRefresh: 'NONE' });
    expect(once.answers('BUDGETS')[0]).toContain('once, for the whole life of the room');
  });

  test('that are missing for differential privacy are to be looked at', () => {
    const room = () => customTable(new TestRoom(), { differentialPrivacy: { columns: [{ name: 'id' }] } });
    expect(room().answers('BUDGETS')[0]).toBe(`! Table sales has differential privacy, and this program has no budget of ${BRAND} for it.`);
    const withBudget = room();
    budget(withBudget);
    expect(withBudget.answers('BUDGETS').join()).not.toContain('has no budget of');
  });

  test('that are known at deployment only are not known', () => {
    const room = new TestRoom();
    budget(room, { parameters: { epsilon: 3, usersNoisePerQuery: 30 } }).addPropertyOverride('Parameters.Epsilon', room.parameter('Number'));
    expect(room.answers('BUDGETS')[0]).toBe(`? ${BRAND} | not known | of 30 people | each month anew`);
    const access = new TestRoom();
    const association = access.table('sales', AGGREGATION);
    budget(access, { privacyBudgetType: 'ACCESS_BUDGET', parameters: { resourceArn: association.attrArn, budgetParameters: [{ type: 'CALENDAR_DAY', budget: 1 }] } })
      .addPropertyOverride('Parameters.BudgetParameters.0.Budget', access.parameter('Number'));
    expect(access.answers('BUDGETS')[0]).toBe('? sales | not known | a day');
  });

  test('are none where the program has none', () => {
    expect(new TestRoom().answers('BUDGETS')).toEqual(['This program has no privacy budget and no access budget, so that it does not limit how often its tables are asked.']);
  });
});
