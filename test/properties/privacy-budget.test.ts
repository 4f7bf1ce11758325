import * as fc from 'fast-check';
import { AccessBudgetPeriod, ConfiguredTableAssociation, Membership, PrivacyBudget, PrivacyBudgetTemplate } from '../../src';
import type { AccessBudgetOptions, DifferentialPrivacyBudgetOptions } from '../../src';
import { LocalCleanRoom } from '../support/local-clean-room';
import { synthesizedStrictly } from '../support/strict-synthesis';

const TYPE = 'AWS::CleanRooms::PrivacyBudgetTemplate';
const MOST = 1_000_000;

const differentialPrivacy: fc.Arbitrary<DifferentialPrivacyBudgetOptions> = fc.record({
  epsilon: fc.integer({ min: 1, max: 20 }), usersNoisePerQuery: fc.integer({ min: 10, max: 100 }), monthlyRefresh: fc.boolean(),
}, { requiredKeys: ['epsilon', 'usersNoisePerQuery'] });

const accessOf = (amount: fc.Arbitrary<number>): fc.Arbitrary<AccessBudgetOptions> => fc.record({
  calendar: fc.record({
    period: fc.constantFrom(...Object.values(AccessBudgetPeriod)), budget: amount, autoRefresh: fc.boolean(),
  }, { requiredKeys: ['period', 'budget'] }),
  lifetime: amount,
}, { requiredKeys: [] }).filter(({ calendar, lifetime }) => calendar !== undefined || lifetime !== undefined);

let room: LocalCleanRoom;
let associationArn: string;
beforeAll(async () => {
  room = await LocalCleanRoom.open();
  const table = await room.make('AWS::CleanRooms::ConfiguredTable', {
    Name: 'purchases',
    TableReference: { Glue: { DatabaseName: 'sales', TableName: 'purchases' } },
    AllowedColumns: ['email'],
    AnalysisMethod: 'DIRECT_QUERY',
  });
  const association = await room.make('AWS::CleanRooms::ConfiguredTableAssociation', {
    Name: 'purchases',
    MembershipIdentifier: room.membershipIdentifier,
    ConfiguredTableIdentifier: table.physicalId,
    RoleArn: 'arn:aws:iam::111111111111:role/reader',
  });
  associationArn = association.attributes.Arn as string;
});

test('every differential privacy budget within the limits is accepted by strict validation and by the local API', async () => {
  await fc.assert(fc.asyncProperty(differentialPrivacy, async (options) => {
    const { epsilon, usersNoisePerQuery, monthlyRefresh } = options;
    expect(await madeOf(() => PrivacyBudget.differentialPrivacy(options))).toMatchObject({
      privacyBudgetType: 'DIFFERENTIAL_PRIVACY',
      autoRefresh: monthlyRefresh ? 'CALENDAR_MONTH' : 'NONE',
      parameters: { differentialPrivacy: { epsilon, usersNoisePerQuery } },
    });
  }), { numRuns: 30 });
});

test('every access budget within the limits is accepted by strict validation and by the local API', async () => {
  await fc.assert(fc.asyncProperty(accessOf(fc.integer({ min: 0, max: MOST })), async (options) => {
    const { calendar, lifetime } = options;
    const template = await madeOf((association) => PrivacyBudget.access(association, options));
    const { accessBudget: { budgetParameters } } = template.parameters as AccessBudgetOfApi;

    expect(budgetParameters.map(({ type, budget }) => [type, budget])).toEqual([
      ...calendar ? [[calendar.period, calendar.budget]] : [],
      ...lifetime === undefined ? [] : [['LIFETIME', lifetime]],
    ]);
    expect(budgetParameters.filter(({ autoRefresh }) => autoRefresh === 'ENABLED')).toHaveLength(calendar?.autoRefresh ? 1 : 0);
  }), { numRuns: 30 });
});

test('every access budget beyond the limits is rejected', () => {
  fc.assert(fc.property(accessOf(fc.oneof(fc.integer({ min: MOST + 1 }), fc.integer({ max: -1 }))), (options) => {
    expect(() => synthesized((association) => PrivacyBudget.access(association, options))).toThrow('must be a whole number from 0 to 1000000');
  }), { numRuns: 10 });
});

/** The parameters of an access budget, as the API tells them. */
interface AccessBudgetOfApi {
  readonly accessBudget: { readonly budgetParameters: { readonly type: string; readonly autoRefresh?: string; readonly budget: number }[] };
}

type BudgetOf = (association: ReturnType<typeof ConfiguredTableAssociation.fromConfiguredTableAssociationArn>) => PrivacyBudget;

/** What the API says of the budget, which is gone again: there can be only one at a time. */
async function madeOf(budgetOf: BudgetOf): Promise<Record<string, unknown>> {
  const made = await room.make(TYPE, synthesized(budgetOf));
  const [template] = room.all('PrivacyBudgetTemplate');
  await room.remove(TYPE, made);
  return template;
}

function synthesized(budgetOf: BudgetOf): Record<string, unknown> {
  const [{ Properties }] = synthesizedStrictly(TYPE, (stack) => {
    const association = ConfiguredTableAssociation.fromConfiguredTableAssociationArn(stack, 'Association', associationArn);
    new PrivacyBudgetTemplate(stack, 'Budget', {
      membership: Membership.fromMembershipIdentifier(stack, 'Membership', room.membershipIdentifier), budget: budgetOf(association),
    });
  });
  return Properties;
}
