import { clientOf } from './client';
import { startCleanRoomsApi, type CleanRoomsApi } from '../../tools/src/local-cloud/api/server';

const CREATOR = '111111111111';
const PARTNER = '222222222222';
const REGION = 'eu-central-1';
const TAGS = [{ Key: 'team', Value: 'data' }];

let api: CleanRoomsApi;
beforeAll(async () => {
  api = await startCleanRoomsApi();
});
afterAll(() => api.close());
beforeEach(() => api.reset());

interface Provisioned {
  readonly physicalId: string;
  readonly attributes: Record<string, string>;
}

async function send(account: string, request: object): Promise<Provisioned> {
  const response = await fetch(`${api.url}/_local/cloudformation`, {
    method: 'POST',
    body: JSON.stringify({ account, region: REGION, stackName: 'stack', logicalId: 'Resource', ...request }),
  });
  const answer = await response.json() as Provisioned & { error?: string };
  if (answer.error) throw new Error(answer.error);
  return answer;
}

const create = (account: string, kind: string, properties: object) =>
  send(account, { action: 'create', type: `AWS::CleanRooms::${kind}`, properties });
const update = (account: string, kind: string, physicalId: string, oldProperties: object, properties: object) =>
  send(account, { action: 'update', type: `AWS::CleanRooms::${kind}`, physicalId, oldProperties, properties });
const remove = (account: string, kind: string, physicalId: string) =>
  send(account, { action: 'delete', type: `AWS::CleanRooms::${kind}`, physicalId, properties: {} });
const adopt = (properties: object) => send(CREATOR, { action: 'import', type: 'AWS::CleanRooms::Collaboration', properties });
const resource = (account: string, kind: string) => api.state(account, REGION).find((each) => each.kind === kind);

const COLLABORATION = {
  Name: 'Campaign reach',
  Description: 'Who saw the campaign',
  CreatorDisplayName: 'Advertiser',
  CreatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
  Members: [{ AccountId: PARTNER, DisplayName: 'Publisher', MemberAbilities: [], MLMemberAbilities: { CustomMLMemberAbilities: [] } }],
  QueryLogStatus: 'DISABLED',
  IsMetricsEnabled: 'true',
  AutoApprovedChangeTypes: ['ADD_MEMBER'],
  Tags: TAGS,
};

const TABLE = {
  Name: 'purchases',
  TableReference: { Glue: { DatabaseName: 'sales', TableName: 'purchases' } },
  AllowedColumns: ['email', 'amount'],
  AnalysisMethod: 'DIRECT_QUERY',
  AnalysisRules: [{ Type: 'LIST', Policy: { V1: { List: { JoinColumns: ['email'], ListColumns: ['amount'] } } } }],
};

async function membership(account: string): Promise<string> {
  const { physicalId } = await create(CREATOR, 'Collaboration', COLLABORATION);
  return (await create(account, 'Membership', { CollaborationIdentifier: physicalId, QueryLogStatus: 'DISABLED' })).physicalId;
}

async function association(membershipId: string): Promise<Provisioned & { properties: object }> {
  const table = await create(PARTNER, 'ConfiguredTable', TABLE);
  const properties = {
    Name: 'purchases',
    MembershipIdentifier: membershipId,
    ConfiguredTableIdentifier: table.physicalId,
    RoleArn: `arn:aws:iam::${PARTNER}:role/reader`,
  };
  return { ...await create(PARTNER, 'ConfiguredTableAssociation', properties), properties };
}

describe('resource types', () => {
  it('name the properties that replace and those that identify, as the specification has them', async () => {
    const response = await fetch(`${api.url}/_local/cloudformation/types`);
    const types = await response.json() as Record<string, { replacing: string[]; tags: string }>;

    expect(types['AWS::CleanRooms::ConfiguredTableAssociation']).toEqual({
      replacing: ['MembershipIdentifier', 'ConfiguredTableIdentifier', 'Name'],
      tags: 'Tags',
      primaryIdentifier: ['ConfiguredTableAssociationIdentifier', 'MembershipIdentifier'],
    });
    expect(types['AWS::CleanRooms::Collaboration'].replacing).toContain('Members');
    expect(types['AWS::CleanRooms::Collaboration'].replacing).not.toContain('Description');
  });
});

describe('importing', () => {
  it('finds what exists by its identifiers, and fails for what does not', async () => {
    const { physicalId, attributes } = await create(CREATOR, 'Collaboration', COLLABORATION);

    expect(await adopt({ CollaborationIdentifier: physicalId })).toEqual({ physicalId, attributes });
    await expect(adopt({ CollaborationIdentifier: '00000000-0000-4000-8000-000000000000' }))
      .rejects.toThrow('Resource not found');
  });
});

describe('creating', () => {
  it('turns properties into a request, strings that mean booleans included', async () => {
    const { physicalId, attributes } = await create(CREATOR, 'Collaboration', COLLABORATION);

    expect(attributes).toEqual({ CollaborationIdentifier: physicalId, Arn: expect.stringContaining(`collaboration/${physicalId}`) });
    expect(resource(CREATOR, 'Collaboration')).toMatchObject({
      name: 'Campaign reach',
      isMetricsEnabled: true,
      autoApprovedChangeTypes: ['ADD_MEMBER'],
      tags: { team: 'data' },
    });
  });

  it('gives tags that only AWS may give, beside which users give theirs', async () => {
    const properties = { ...TABLE, Tags: [{ Key: 'aws:cloudformation:stack-name', Value: 'stack' }] };
    const { attributes } = await create(PARTNER, 'ConfiguredTable', properties);
    await clientOf(api.url, PARTNER).tagResource({ resourceArn: attributes.Arn, tags: { team: 'data' } });

    expect(resource(PARTNER, 'ConfiguredTable')).toMatchObject({ tags: { 'aws:cloudformation:stack-name': 'stack', 'team': 'data' } });
  });

  it('identifies what lives in a membership by both', async () => {
    const membershipId = await membership(PARTNER);
    const { physicalId, attributes } = await association(membershipId);

    expect(physicalId).toBe(`${attributes.ConfiguredTableAssociationIdentifier}|${membershipId}`);
  });

  it('gives the ARN of a budget template for Ref, and its flat parameters to the API as a union', async () => {
    const { physicalId, attributes } = await create(CREATOR, 'PrivacyBudgetTemplate', {
      MembershipIdentifier: await membership(CREATOR),
      AutoRefresh: 'NONE',
      PrivacyBudgetType: 'DIFFERENTIAL_PRIVACY',
      Parameters: { Epsilon: '3', UsersNoisePerQuery: 30 },
    });

    expect(physicalId).toBe(attributes.Arn);
    expect(resource(CREATOR, 'PrivacyBudgetTemplate'))
      .toMatchObject({ parameters: { differentialPrivacy: { epsilon: 3, usersNoisePerQuery: 30 } } });
    await remove(CREATOR, 'PrivacyBudgetTemplate', physicalId);
    expect(resource(CREATOR, 'PrivacyBudgetTemplate')).toBeUndefined();
  });

  it('fails with the exception of the API', async () => {
    const rules = [{ Type: 'LIST', Policy: { V1: { List: { JoinColumns: ['emial'], ListColumns: [] } } } }];

    await expect(create(PARTNER, 'ConfiguredTable', { ...TABLE, AnalysisRules: rules })).rejects.toThrow(/"emial".*ValidationException/);
    expect(resource(PARTNER, 'ConfiguredTable')).toBeUndefined();
  });

  it('refuses properties that the type does not have, and the lack of those that it must', async () => {
    await expect(create(PARTNER, 'ConfiguredTable', { ...TABLE, Colour: 'red' })).rejects.toThrow('extraneous key [Colour]');
    await expect(create(PARTNER, 'ConfiguredTable', { ...TABLE, Name: undefined })).rejects.toThrow('required key [Name]');
  });
});

describe('updating', () => {
  it('changes values and tags in place', async () => {
    const { physicalId } = await create(CREATOR, 'Collaboration', COLLABORATION);
    const changed = { ...COLLABORATION, Name: 'Reach', Tags: [{ Key: 'owner', Value: 'ads' }] };

    expect((await update(CREATOR, 'Collaboration', physicalId, COLLABORATION, changed)).physicalId).toBe(physicalId);
    expect(resource(CREATOR, 'Collaboration')).toMatchObject({ name: 'Reach', tags: { owner: 'ads' } });
  });

  it('makes a new rule of one that differs', async () => {
    const { physicalId } = await create(PARTNER, 'ConfiguredTable', TABLE);
    const rules = [{ Type: 'LIST', Policy: { V1: { List: { JoinColumns: ['amount'], ListColumns: ['email'] } } } }];
    await update(PARTNER, 'ConfiguredTable', physicalId, TABLE, { ...TABLE, Name: 'orders', AnalysisRules: rules });

    expect(resource(PARTNER, 'ConfiguredTable')).toMatchObject({
      name: 'orders',
      analysisRule: { policy: { v1: { list: { joinColumns: ['amount'], listColumns: ['email'] } } } },
    });
  });

  it('back from what the API refused finds the rule that was there', async () => {
    const { physicalId } = await create(PARTNER, 'ConfiguredTable', TABLE);
    const before = resource(PARTNER, 'ConfiguredTable')?.analysisRule;
    const rules = [{ Type: 'LIST', Policy: { V1: { List: { JoinColumns: ['email'], ListColumns: ['nowhere'] } } } }];
    const refused = { ...TABLE, AnalysisRules: rules };

    await expect(update(PARTNER, 'ConfiguredTable', physicalId, TABLE, refused)).rejects.toThrow('ValidationException');
    await update(PARTNER, 'ConfiguredTable', physicalId, refused, TABLE);
    expect(resource(PARTNER, 'ConfiguredTable')).toMatchObject({ analysisRule: { policy: (before as { policy: object }).policy } });
  });

  it('replaces for what the specification says, however deep it lies', async () => {
    const { physicalId } = await create(PARTNER, 'ConfiguredTable', TABLE);
    const moved = { ...TABLE, TableReference: { Glue: { DatabaseName: 'sales', TableName: 'orders' } } };

    expect((await update(PARTNER, 'ConfiguredTable', physicalId, TABLE, moved)).physicalId).not.toBe(physicalId);
  });

  it('fails on the name that the old association still has, as a replacement does', async () => {
    const { physicalId, properties } = await association(await membership(PARTNER));
    const other = await create(PARTNER, 'ConfiguredTable', { ...TABLE, Name: 'other' });

    const changed = { ...properties, ConfiguredTableIdentifier: other.physicalId };
    await expect(update(PARTNER, 'ConfiguredTableAssociation', physicalId, properties, changed))
      .rejects.toThrow('ConflictException');
  });
});

describe('Clean Rooms ML', () => {
  const ml = (action: string, kind: string, request: object) => send(PARTNER, { action, type: `AWS::CleanRoomsML::${kind}`, ...request });
  const ALGORITHM = {
    Name: 'lookalikes',
    RoleArn: `arn:aws:iam::${PARTNER}:role/model`,
    InferenceContainerConfig: { ImageUri: `${PARTNER}.dkr.ecr.eu-central-1.amazonaws.com/lookalikes:1` },
  };

  it('has algorithms, which are not deleted while they are associated, and block their membership', async () => {
    const membershipId = await membership(PARTNER);
    const { physicalId: algorithm } = await ml('create', 'ConfiguredModelAlgorithm', { properties: ALGORITHM });
    const properties = { MembershipIdentifier: membershipId, ConfiguredModelAlgorithmArn: algorithm, Name: 'lookalikes' };
    const made = await ml('create', 'ConfiguredModelAlgorithmAssociation', { properties });

    expect(algorithm).toMatch(`arn:aws:cleanrooms-ml:${REGION}:${PARTNER}:configured-model-algorithm/`);
    expect(made.attributes).toEqual({
      ConfiguredModelAlgorithmAssociationArn: made.physicalId,
      CollaborationIdentifier: resource(CREATOR, 'Collaboration')!.id,
    });
    await expect(ml('delete', 'ConfiguredModelAlgorithm', { physicalId: algorithm })).rejects.toThrow('ConflictException');
    await expect(remove(PARTNER, 'Membership', membershipId)).rejects.toThrow('ConflictException');

    await ml('delete', 'ConfiguredModelAlgorithmAssociation', { physicalId: made.physicalId });
    await ml('delete', 'ConfiguredModelAlgorithm', { physicalId: algorithm });
    await ml('delete', 'ConfiguredModelAlgorithm', { physicalId: algorithm });
    await remove(PARTNER, 'Membership', membershipId);
  });

  it('has its own model to validate against, and tags', async () => {
    const wrong = { ...ALGORITHM, RoleArn: 'me' };
    await expect(ml('create', 'ConfiguredModelAlgorithm', { properties: wrong })).rejects.toThrow('ValidationException');

    const tagged = { ...ALGORITHM, Tags: TAGS };
    const { physicalId } = await ml('create', 'ConfiguredModelAlgorithm', { properties: tagged });
    const changed = { ...ALGORITHM, Tags: [{ Key: 'owner', Value: 'ads' }] };
    await ml('update', 'ConfiguredModelAlgorithm', { physicalId, oldProperties: tagged, properties: changed });
    expect(resource(PARTNER, 'ConfiguredModelAlgorithm')).toMatchObject({ arn: physicalId, tags: { owner: 'ads' } });
  });
});

describe('deleting', () => {
  it('succeeds on what is gone', async () => {
    const { physicalId } = await create(CREATOR, 'Collaboration', COLLABORATION);
    await remove(CREATOR, 'Collaboration', physicalId);

    await remove(CREATOR, 'Collaboration', physicalId);
  });

  it("fails on the creator's membership while the collaboration is there", async () => {
    await expect(remove(CREATOR, 'Membership', await membership(CREATOR))).rejects.toThrow('ConflictException');
  });
});
