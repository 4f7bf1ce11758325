import type { PrivacyBudgetTemplateParametersInput } from '@aws-sdk/client-cleanrooms';
import { ANY_QUERY_RULE, CleanRoom, PUBLISHER, type Memberships } from './clean-room';
import { startCleanRoomsApi, type CleanRoomsApi } from '../../tools/src/local-cloud/api/server';

let api: CleanRoomsApi;
let room: CleanRoom;
beforeAll(async () => {
  api = await startCleanRoomsApi();
  room = new CleanRoom(api.url);
});
afterAll(() => api.close());
beforeEach(() => api.reset());

const DIFFERENTIAL_PRIVACY = { differentialPrivacy: { epsilon: 3, usersNoisePerQuery: 30 } };
const PRIVATE_RULE = { custom: { ...ANY_QUERY_RULE.custom!, differentialPrivacy: { columns: [{ name: 'email' }] } } };

type AutoRefresh = 'NONE' | 'CALENDAR_MONTH';

async function create(membershipIdentifier: string, parameters: PrivacyBudgetTemplateParametersInput, autoRefresh: AutoRefresh = 'NONE') {
  const privacyBudgetType = parameters.accessBudget ? 'ACCESS_BUDGET' as const : 'DIFFERENTIAL_PRIVACY' as const;
  const { privacyBudgetTemplate } = await room.publisher.createPrivacyBudgetTemplate({
    membershipIdentifier,
    autoRefresh,
    privacyBudgetType,
    parameters,
  });
  return privacyBudgetTemplate!;
}

async function query({ advertiser: membershipIdentifier }: Memberships) {
  const sqlParameters = { queryString: 'SELECT COUNT(*) FROM purchases' };
  const { protectedQuery } = await room.advertiser.startProtectedQuery({ type: 'SQL', membershipIdentifier, sqlParameters });
  const get = { membershipIdentifier, protectedQueryIdentifier: protectedQuery!.id };
  await room.advertiser.getProtectedQuery(get);
  return (await room.advertiser.getProtectedQuery(get)).protectedQuery!;
}

describe('budgets of differential privacy', () => {
  it('are there once for a collaboration, and shrink with each query', async () => {
    const memberships = await room.open();
    const { id: privacyBudgetTemplateIdentifier } = await create(memberships.publisher, DIFFERENTIAL_PRIVACY);
    await expect(create(memberships.publisher, DIFFERENTIAL_PRIVACY)).rejects.toMatchObject({ name: 'ConflictException' });
    await room.readyTable('purchases', memberships.publisher, PRIVATE_RULE);
    expect((await query(memberships)).status).toBe('SUCCESS');

    const { collaborationIdentifier } = memberships;
    const list = { collaborationIdentifier, privacyBudgetType: 'DIFFERENTIAL_PRIVACY' as const };
    const { collaborationPrivacyBudgetSummaries } = await room.advertiser.listCollaborationPrivacyBudgets(list);
    expect(collaborationPrivacyBudgetSummaries)
      .toMatchObject([{ privacyBudgetTemplateId: privacyBudgetTemplateIdentifier, creatorAccountId: PUBLISHER }]);
    const [{ maxCount, remainingCount }] = collaborationPrivacyBudgetSummaries![0].budget!.differentialPrivacy!.aggregations!;
    expect(remainingCount).toBe(maxCount! - 1);

    const get = { collaborationIdentifier, privacyBudgetTemplateIdentifier };
    expect((await room.advertiser.getCollaborationPrivacyBudgetTemplate(get)).collaborationPrivacyBudgetTemplate)
      .toMatchObject({ parameters: DIFFERENTIAL_PRIVACY, autoRefresh: 'NONE' });
  });

  it('cannot be lowered once a query has been answered', async () => {
    const memberships = await room.open();
    const { id: privacyBudgetTemplateIdentifier } = await create(memberships.publisher, DIFFERENTIAL_PRIVACY);
    await room.readyTable('purchases', memberships.publisher, PRIVATE_RULE);
    const change = (epsilon: number) => room.publisher.updatePrivacyBudgetTemplate({
      membershipIdentifier: memberships.publisher,
      privacyBudgetTemplateIdentifier,
      privacyBudgetType: 'DIFFERENTIAL_PRIVACY',
      parameters: { differentialPrivacy: { epsilon } },
    });

    await change(2);
    await query(memberships);
    await expect(change(1)).rejects.toMatchObject({ name: 'ValidationException' });
    expect((await change(5)).privacyBudgetTemplate!.parameters).toEqual({ differentialPrivacy: { epsilon: 5, usersNoisePerQuery: 30 } });
  });

  it('are previewed', async () => {
    const { publisher: membershipIdentifier } = await room.open();
    const preview = async (epsilon: number) => {
      const parameters = { differentialPrivacy: { epsilon, usersNoisePerQuery: 30 } };
      const { privacyImpact } = await room.publisher.previewPrivacyImpact({ membershipIdentifier, parameters });
      return privacyImpact!.differentialPrivacy!.aggregations!.map(({ maxCount }) => maxCount!);
    };
    const [little, much] = [await preview(1), await preview(2)];
    expect(much.every((count, position) => count > little[position])).toBe(true);
  });
});

describe('access budgets', () => {
  const access = (resourceArn: string, ...budgetParameters: object[]) => ({
    accessBudget: { resourceArn, budgetParameters },
  }) as PrivacyBudgetTemplateParametersInput;

  it('are used up by queries, and begin anew when they are changed', async () => {
    const memberships = await room.open();
    const { arn } = await room.readyTable('purchases', memberships.publisher, ANY_QUERY_RULE);
    const { id: privacyBudgetTemplateIdentifier } = await create(memberships.publisher, access(arn, { type: 'LIFETIME', budget: 1 }));
    await query(memberships);

    const list = { membershipIdentifier: memberships.publisher, privacyBudgetType: 'ACCESS_BUDGET' as const, accessBudgetResourceArn: arn };
    const { privacyBudgetSummaries } = await room.publisher.listPrivacyBudgets(list);
    expect(privacyBudgetSummaries)
      .toMatchObject([{ budget: { accessBudget: { resourceArn: arn, aggregateRemainingBudget: 0, details: [{ budget: 1 }] } } }]);
    expect(await query(memberships)).toMatchObject({ status: 'FAILED', error: { message: 'The access budget of "purchases" is used up' } });

    await room.publisher.updatePrivacyBudgetTemplate({
      membershipIdentifier: memberships.publisher,
      privacyBudgetTemplateIdentifier,
      privacyBudgetType: 'ACCESS_BUDGET',
      parameters: { accessBudget: { budgetParameters: [{ type: 'CALENDAR_DAY', budget: 2, autoRefresh: 'ENABLED' }] } },
    });
    expect((await query(memberships)).status).toBe('SUCCESS');
  });

  const day = { type: 'CALENDAR_DAY', budget: 1 };
  const lifetime = { type: 'LIFETIME', budget: 1 };
  it.each<[string, object[], 'NONE' | 'CALENDAR_MONTH']>([
    ['two periods', [day, { ...day, type: 'CALENDAR_WEEK' }], 'NONE'],
    ['two lifetimes', [lifetime, lifetime], 'NONE'],
    ['a lifetime that refreshes', [{ ...lifetime, autoRefresh: 'ENABLED' }], 'NONE'],
    ['a refresh of the whole', [day], 'CALENDAR_MONTH'],
  ])('are refused with %s', async (_, parameters, autoRefresh) => {
    const { publisher } = await room.open();
    const { arn } = await room.readyTable('purchases', publisher, ANY_QUERY_RULE);
    await expect(create(publisher, access(arn, ...parameters), autoRefresh)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('are for tables of the membership', async () => {
    const { publisher } = await room.open();
    const { arn } = await room.readyTable('purchases', publisher, ANY_QUERY_RULE);
    await expect(create(publisher, access(arn.replace(/.$/, 'g'), day))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
