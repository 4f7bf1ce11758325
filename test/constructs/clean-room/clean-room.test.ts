import { App, Duration, NestedStack, RemovalPolicy, Stack, Stage, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnIdMappingWorkflow, CfnIdNamespace } from 'aws-cdk-lib/aws-entityresolution';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { IConstruct } from 'constructs';
import {
  AllowedColumns, AnalysisParameterType, AnalysisRule, AnalysisSource, CleanRoom, MemberAbility, MemberResults, PaymentResponsibility,
  PopulationAnalysis, PrivacyBudget, QueryStatement, ResultFormat, TableSource,
} from '../../../src';
import type { CleanRoomMember, CleanRoomProps, CleanRoomTableOptions } from '../../../src';
import { CREATOR, PARTNER, THIRD, synthesized, warningsIn } from '../../support/stacks';

const QUERIER = [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS];
const REACH = 'SELECT COUNT(DISTINCT email) FROM purchases JOIN impressions USING (email)';

function roomIn(scope: IConstruct = new App(), props: Partial<CleanRoomProps> = {}): CleanRoom {
  return new CleanRoom(scope as App, 'Campaign', {
    collaborationName: 'campaign',
    region: 'us-east-1',
    creator: { name: 'Advertiser', account: CREATOR, abilities: QUERIER },
    ...props,
  });
}

function tableOf({ stack }: CleanRoomMember, options: Partial<CleanRoomTableOptions> = {}): CleanRoomTableOptions {
  const bucket = stack.node.tryFindChild('Data') as Bucket | undefined ?? Bucket.fromBucketName(stack, 'Data', 'sales-data');
  return {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'rows', bucket, prefix: 'rows' }),
    allowedColumns: AllowedColumns.of('email', 'amount'),
    analysisRule: AnalysisRule.aggregation().joinOn('email').sum('amount').requireAtLeast(100, 'email'),
    ...options,
  };
}

/** What each stack depends on, by the names of the stacks. */
function orderIn(scope: IConstruct): Record<string, string[]> {
  const { stacksRecursively } = (scope.node.root as App).synth();
  const isStack = (id: string) => stacksRecursively.some((stack) => stack.id === id);
  return Object.fromEntries(stacksRecursively.map(({ stackName, dependencies }) => [
    stackName, dependencies.filter(({ id }) => isStack(id)).map((each) => (each as unknown as { stackName: string }).stackName).sort(),
  ]));
}

function resourcesOf(stack: Stack, type: string): Record<string, unknown>[] {
  synthesized(stack);
  return Object.values(Template.fromStack(stack).findResources(type)).map(({ Properties }) => Properties as Record<string, unknown>);
}

describe('the stacks of a room', () => {
  test('are one for each member, and those who are invited come after the creator', () => {
    const room = roomIn();
    room.addMember('Publisher', { account: PARTNER });
    room.addMember('Retailer', { account: THIRD });

    expect(orderIn(room)).toEqual({
      'Campaign-Advertiser': [], 'Campaign-Publisher': ['Campaign-Advertiser'], 'Campaign-Retailer': ['Campaign-Advertiser'],
    });
  });

  test('are two for who names templates of others, which come between them', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    const reach = publisher.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH) });
    room.creator.addTable('purchases', tableOf(room.creator, { analysisRule: AnalysisRule.custom().allowTemplates(reach) }));

    expect(orderIn(room)).toEqual({
      'Campaign-Advertiser': [],
      'Campaign-Publisher': ['Campaign-Advertiser'],
      'Campaign-Advertiser-Exchange': ['Campaign-Advertiser', 'Campaign-Publisher'],
    });
  });

  test('come in the same order when members wait for each other', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    const retailer = room.addMember('Retailer', { account: THIRD });
    const [ofPublisher, ofRetailer] = [publisher, retailer].map((member) => member.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH) }));
    retailer.addTable('stock', tableOf(retailer, { analysisRule: AnalysisRule.custom().allowTemplates(ofPublisher) }));
    publisher.addTable('impressions', tableOf(publisher, { analysisRule: AnalysisRule.custom().allowTemplates(ofRetailer) }));
    room.creator.runQuery('reach', { statement: QueryStatement.template(ofRetailer) });

    expect(orderIn(room)).toMatchObject({
      'Campaign-Publisher': ['Campaign-Advertiser'],
      'Campaign-Retailer': ['Campaign-Advertiser'],
      'Campaign-Publisher-Exchange': ['Campaign-Advertiser', 'Campaign-Publisher', 'Campaign-Retailer'],
      'Campaign-Retailer-Exchange': ['Campaign-Advertiser', 'Campaign-Publisher', 'Campaign-Retailer'],
      'Campaign-Advertiser-Analysis': [
        'Campaign-Advertiser', 'Campaign-Publisher', 'Campaign-Publisher-Exchange', 'Campaign-Retailer', 'Campaign-Retailer-Exchange',
      ],
    });
  });

  test('need no second one for a template of the creator, whose stack comes first', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    const reach = room.creator.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH) });
    publisher.addTable('impressions', tableOf(publisher, { analysisRule: AnalysisRule.custom().allowTemplates(reach) }));

    expect(Object.keys(orderIn(room))).toEqual(['Campaign-Advertiser', 'Campaign-Publisher']);
  });

  test('keep a table where it is when its rule comes to allow a template of others, if that is said', () => {
    const room = roomIn();
    const { creator } = room;
    creator.addTable('purchases', tableOf(creator, { afterOtherMembers: true }));

    expect(Object.keys(orderIn(room))).toContain('Campaign-Advertiser-Exchange');
  });

  test('can be given', () => {
    const app = new App();
    const [own, other] = [CREATOR, PARTNER].map((account) => new Stack(app, `Of${account}`, { env: { account, region: 'eu-central-1' } }));
    const room = roomIn(app, { region: undefined, creator: { name: 'Advertiser', stack: own, abilities: QUERIER } });
    const publisher = room.addMember('Publisher', { stack: other });
    const reach = publisher.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH) });
    room.creator.addTable('purchases', tableOf(room.creator, { analysisRule: AnalysisRule.custom().allowTemplates(reach) }));

    expect(orderIn(app)).toEqual({
      [`Of${CREATOR}`]: [], [`Of${PARTNER}`]: [`Of${CREATOR}`], [`Of${CREATOR}-Exchange`]: [`Of${CREATOR}`, `Of${PARTNER}`],
    });
    expect([publisher.account, publisher.stack, publisher.membership.node.path]).toEqual([PARTNER, other, `Of${PARTNER}/Campaign/Membership`]);
  });

  test('can be nested in another one', () => {
    const app = new App();
    const outer = new Stack(app, 'Outer', { env: { account: CREATOR, region: 'us-east-1' } });
    const room = roomIn(app, { creator: { name: 'Advertiser', stack: new NestedStack(outer, 'Nested'), abilities: QUERIER } });
    room.creator.runQuery('reach', { statement: QueryStatement.sql(REACH) });

    expect(orderIn(app)).toEqual({ 'Outer': [], 'Campaign-Advertiser-Analysis': ['Outer'] });
  });

  test('have the properties that are given, and names of their own', () => {
    const room = roomIn(undefined, {
      creator: { name: 'Advertiser', account: CREATOR, abilities: QUERIER, stackProps: { stackName: 'our-room', terminationProtection: true } },
    });
    room.creator.runQuery('reach', { statement: QueryStatement.sql(REACH) });

    expect(Object.keys(orderIn(room))).toEqual(['our-room', 'our-room-Analysis']);
    expect(room.creator.stack.terminationProtection).toBe(true);
  });

  test('are those of their stage, which can have a room of its own', () => {
    const app = new App();
    for (const name of ['test', 'prod']) {
      const room = roomIn(new Stage(app, name), { collaborationName: `campaign-${name}` });
      room.addMember('Publisher', { account: PARTNER });
    }

    expect(orderIn(app)).toEqual({
      'test-Campaign-Advertiser': [],
      'test-Campaign-Publisher': ['test-Campaign-Advertiser'],
      'prod-Campaign-Advertiser': [],
      'prod-Campaign-Publisher': ['prod-Campaign-Advertiser'],
    });
  });

  test('have the tags of the room', () => {
    const room = roomIn();
    Tags.of(room).add('contract', '4711');

    expect(resourcesOf(room.creator.stack, 'AWS::CleanRooms::Membership')).toMatchObject([
      { Tags: expect.arrayContaining([{ Key: 'contract', Value: '4711' }]) as object },
    ]);
  });

  test('export nothing, not even to another stack of the same account that names a template', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    const [own, other] = [room.creator, publisher].map((member) => member.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH) }));
    room.creator.addTable('purchases', tableOf(room.creator, { analysisRule: AnalysisRule.custom().allowTemplates(own, other) }));
    const templates = synthesized(room);

    expect(JSON.stringify(templates['Campaign-Publisher'])).not.toMatch(/ExportsOutput|ImportValue/);
    expect(Object.keys((templates['Campaign-Advertiser'] as { Outputs?: object }).Outputs ?? {}).join()).not.toContain('AnalysisTemplate');
    expect(resourcesOf(Stack.of(room.node.findChild('Advertiser-Exchange')), 'Custom::CleanRoomsAnalysisTemplateLookup'))
      .toMatchObject([{ OwnerAccountId: CREATOR }, { OwnerAccountId: PARTNER }]);
  });
});

describe('what follows from a definition', () => {
  test('members are invited in the stack of the creator, and find the invitation by its name', () => {
    const room = roomIn(undefined, { timeout: Duration.minutes(3) });
    const publisher = room.addMember('Publisher', { account: PARTNER, displayName: 'The Publisher' });
    room.addPartner('Retailer', { account: THIRD, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] });

    expect(resourcesOf(room.creator.stack, 'AWS::CleanRooms::Collaboration')).toMatchObject([{
      Name: 'campaign',
      CreatorDisplayName: 'Advertiser',
      Members: [
        { AccountId: PARTNER, DisplayName: 'The Publisher', MemberAbilities: [] },
        { AccountId: THIRD, DisplayName: 'Retailer', PaymentConfiguration: { QueryCompute: { IsResponsible: true } } },
      ],
    }]);
    expect(resourcesOf(publisher.stack, 'Custom::CleanRoomsCollaborationLookup'))
      .toMatchObject([{ CollaborationName: 'campaign', CreatorAccountId: CREATOR, WaitSeconds: 180 }]);
    expect([room.members.map(({ name }) => name), room.partners.map(({ name }) => name)]).toEqual([['Advertiser', 'Publisher'], ['Retailer']]);
  });

  test('whoever can receive results receives those of each table, also who is added later', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    publisher.addTable('impressions', tableOf(publisher));
    room.addPartner('Retailer', { account: THIRD, abilities: [MemberAbility.CAN_RECEIVE_RESULTS] });

    expect(receiversIn(publisher.stack)).toEqual([CREATOR, THIRD]);
  });

  test('a table can have other receivers, and nobody', () => {
    const room = roomIn();
    const { creator } = room;
    room.addPartner('Retailer', { account: THIRD, abilities: [MemberAbility.CAN_RECEIVE_RESULTS] });
    const resultReceivers = [THIRD];
    creator.addTable('purchases', tableOf(creator, { resultReceivers }));
    resultReceivers.push(CREATOR); // what was given does not change any more

    expect(receiversIn(creator.stack)).toEqual([THIRD]);
  });

  describe('the role of a table trusts', () => {
    const trustIn = (stack: Stack) => JSON.stringify(resourcesOf(stack, 'AWS::IAM::Role')
      .map(({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument as object).filter((document) => JSON.stringify(document).includes('cleanrooms.amazonaws.com')));
    const awaitedIn = (stack: Stack) => resourcesOf(stack, 'Custom::CleanRoomsMembersJoined').map(({ AccountIds }) => AccountIds);
    const runner = (room: CleanRoom) => room.addMember('University', { account: THIRD, abilities: QUERIER });
    const withoutAbilities = { creator: { name: 'Hospital', account: CREATOR } };

    test('the very membership of the creator who runs queries', () => {
      const room = roomIn();
      const publisher = room.addMember('Publisher', { account: PARTNER });
      ['impressions', 'clicks'].forEach((id) => publisher.addTable(id, tableOf(publisher)));

      expect(awaitedIn(publisher.stack)).toEqual([[CREATOR]]);
      expect(trustIn(publisher.stack)).toContain('MembershipArn1');
      expect(trustIn(publisher.stack)).not.toContain(`${CREATOR}:membership/*`);
    });

    test('its own membership where its owner runs queries', () => {
      const { creator } = roomIn();
      creator.addTable('purchases', tableOf(creator));

      expect(awaitedIn(creator.stack)).toEqual([]);
    });

    test.each([true, false])('the runner who is invited, where its template was looked up before, defined first: %s', (isFirst) => {
      const room = roomIn(undefined, withoutAbilities);
      const early = isFirst ? runner(room) : undefined;
      room.creator.addTable('wards', tableOf(room.creator, { afterOtherMembers: true }));
      const university = early ?? runner(room);
      const ages = university.addAnalysisTemplate('ages', { source: AnalysisSource.sql('SELECT COUNT(*) FROM patients') });
      room.creator.addTable('patients', tableOf(room.creator, { analysisRule: AnalysisRule.custom().allowTemplates(ages) }));
      room.creator.addTable('early', tableOf(room.creator));

      expect(awaitedIn(Stack.of(room.node.findChild('Hospital-Exchange')))).toEqual([[THIRD]]);
      expect(awaitedIn(room.creator.stack)).toEqual([]);
      expect(trustIn(room.creator.stack)).toContain(`${THIRD}:membership/*`);
    });

    test('a runner who deploys for itself by its account, unless the table needs its template', () => {
      const room = roomIn(undefined, withoutAbilities);
      const university = room.addPartner('University', { account: THIRD, abilities: QUERIER });
      room.creator.addTable('wards', tableOf(room.creator, { afterOtherMembers: true }));
      const exchange = Stack.of(room.node.findChild('Hospital-Exchange'));
      expect(awaitedIn(exchange)).toEqual([]);

      const other = roomIn(undefined, withoutAbilities);
      const ages = other.addPartner('University', { account: university.account, abilities: QUERIER }).declareAnalysisTemplate('ages');
      other.creator.addTable('patients', tableOf(other.creator, { analysisRule: AnalysisRule.custom().allowTemplates(ages) }));
      expect(awaitedIn(Stack.of(other.node.findChild('Hospital-Exchange')))).toEqual([[THIRD]]);
    });

    test('the id that is given', () => {
      const id = '22222222-2222-4222-8222-222222222222';
      const room = roomIn();
      const publisher = room.addMember('Publisher', { account: PARTNER, queryRunnerMembershipId: id });
      publisher.addTable('impressions', tableOf(publisher));

      expect(awaitedIn(publisher.stack)).toEqual([]);
      expect(trustIn(publisher.stack)).toContain(`${CREATOR}:membership/${id}`);
    });
  });

  test('a payer accepts to pay', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] });

    expect(resourcesOf(publisher.stack, 'AWS::CleanRooms::Membership')).toMatchObject([{ PaymentConfiguration: { QueryCompute: { IsResponsible: true } } }]);
  });

  test('a template of another member is found by owner and name, and must have the text that is in the app', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    const reach = publisher.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH), analysisTemplateName: 'reach' });
    const rule = AnalysisRule.custom().allowTemplates(reach);
    room.creator.addTable('purchases', tableOf(room.creator, { analysisRule: rule }));
    room.creator.addTable('returns', tableOf(room.creator, { analysisRule: rule }));
    const exchange = Stack.of(room.node.findChild('Advertiser-Exchange'));

    expect(resourcesOf(exchange, 'Custom::CleanRoomsAnalysisTemplateLookup')).toMatchObject([
      { Name: 'reach', OwnerAccountId: PARTNER, SourceSha256: reach.sourceSha256 },
    ]);
    expect(reach.sourceSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(resourcesOf(exchange, 'AWS::CleanRooms::ConfiguredTable')).toHaveLength(2);
  });

  test('a generated name of a template is the one that its owner has', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    const reach = publisher.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH) });
    room.creator.addTable('purchases', tableOf(room.creator, { analysisRule: AnalysisRule.custom().allowTemplates(reach) }));
    const [{ Name: name }] = resourcesOf(publisher.stack, 'AWS::CleanRooms::AnalysisTemplate');

    expect(name).toMatch(/^[\w]+reach[\w]*$/);
    expect(resourcesOf(Stack.of(room.node.findChild('Advertiser-Exchange')), 'Custom::CleanRoomsAnalysisTemplateLookup')).toMatchObject([{ Name: name }]);
  });

  test('a template that a partner brings is found by the name that is declared', () => {
    const room = roomIn();
    const retailer = room.addPartner('Retailer', { account: THIRD });
    const [stock, other] = [retailer.declareAnalysisTemplate('stock', { sourceSha256: 'a'.repeat(64) }),
      retailer.declareAnalysisTemplate('other', { analysisTemplateName: 'Other one' })];
    room.creator.addTable('purchases', tableOf(room.creator, { analysisRule: AnalysisRule.custom().allowTemplates(stock, other) }));

    expect(resourcesOf(Stack.of(room.node.findChild('Advertiser-Exchange')), 'Custom::CleanRoomsAnalysisTemplateLookup')).toEqual(expect.arrayContaining([
      expect.objectContaining({ Name: 'stock', OwnerAccountId: THIRD, SourceSha256: 'a'.repeat(64) }),
      expect.objectContaining({ Name: 'Other one', OwnerAccountId: THIRD }),
    ]));
  });

  test('a template of another member is checked as one of its own', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    const source = AnalysisSource.sql(`${REACH} WHERE city = :city`, { parameters: { city: { type: AnalysisParameterType.VARCHAR } } });
    const reach = publisher.addAnalysisTemplate('reach', { source });
    ['purchases', 'impressions'].forEach((name) => room.creator.addTable(name, tableOf(room.creator)));
    const query = room.creator.runQuery('reach', { statement: QueryStatement.template(reach) });
    room.creator.runQuery('of Paris', { statement: QueryStatement.template(reach, { city: 'Paris' }) });
    synthesized(room);

    expect(warningsIn(Stack.of(query))).toEqual(['cdk-cleanrooms:missingParameter']);
  });

  test('a template is the same by its L1', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    const reach = publisher.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH) });
    const rule = AnalysisRule.custom().allowTemplates(reach.node.defaultChild as CfnAnalysisTemplate);
    room.creator.addTable('purchases', tableOf(room.creator, { analysisRule: rule }));

    expect(resourcesOf(Stack.of(room.node.findChild('Advertiser-Exchange')), 'Custom::CleanRoomsAnalysisTemplateLookup'))
      .toMatchObject([{ OwnerAccountId: PARTNER, SourceSha256: reach.sourceSha256 }]);
  });

  test('partners declare templates whose names run together', () => {
    const room = roomIn();
    const [first, second] = [room.addPartner('Shop', { account: PARTNER }), room.addPartner('Shop-of', { account: THIRD })];
    const templates = [first.declareAnalysisTemplate('of-stock'), second.declareAnalysisTemplate('stock')];
    room.creator.addTable('purchases', tableOf(room.creator, { analysisRule: AnalysisRule.custom().allowTemplates(...templates) }));

    expect(resourcesOf(Stack.of(room.node.findChild('Advertiser-Exchange')), 'Custom::CleanRoomsAnalysisTemplateLookup'))
      .toMatchObject([{ Name: 'of-stock', OwnerAccountId: PARTNER }, { Name: 'stock', OwnerAccountId: THIRD }]);
  });

  test('a query waits for the tables that it names, of whomever they are', () => {
    const room = roomIn();
    const { creator } = room;
    const query = creator.runQuery('reach', { statement: QueryStatement.sql(REACH) });
    creator.addTable('purchases', tableOf(creator));
    creator.addTable('unrelated', tableOf(creator));
    room.addPartner('Retailer', { account: THIRD }).declareTable('Impressions');
    const stack = Stack.of(query);

    expect(resourcesOf(stack, 'Custom::CleanRoomsSchemaReadiness')).toMatchObject([
      { Tables: ['purchases', 'Impressions'], Owners: { purchases: CREATOR, Impressions: THIRD } },
    ]);
    Template.fromStack(stack).hasResource('Custom::CleanRoomsProtectedQuery', { DependsOn: Match.arrayWith([Match.stringLikeRegexp('Tables')]) });
  });

  test('a query by a template waits for the tables of its SQL', () => {
    const room = roomIn();
    const { creator } = room;
    const reach = creator.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH) });
    creator.addTable('purchases', tableOf(creator));
    const query = creator.runQuery('reach', { statement: QueryStatement.template(reach) });

    expect(resourcesOf(Stack.of(query), 'Custom::CleanRoomsSchemaReadiness')).toMatchObject([{ Tables: ['purchases'] }]);
  });

  test('mapping tables, populated, stand in a later stack, intermediate tables with the queries', () => {
    const room = roomIn();
    const { creator } = room;
    const namespace = (name: string) => CfnIdNamespace.fromIdNamespaceArn(creator.stack, name, `arn:aws:entityresolution:us-east-1:${CREATOR}:idnamespace/${name}`);
    const [source, target] = ['source', 'target'].map((name) => creator.addIdNamespace(name, { idNamespace: namespace(name) }));
    const people = creator.addIdMappingTable('people', {
      source, target, idMappingWorkflow: CfnIdMappingWorkflow.fromWorkflowName(creator.stack, 'Workflow', 'people'), populationVersion: '2',
    });
    const cached = creator.addIntermediateTable('cached', { populationAnalysis: PopulationAnalysis.sql('SELECT * FROM people') });

    expect([people, cached].map((table) => Stack.of(table).stackName)).toEqual(['Campaign-Advertiser-Exchange', 'Campaign-Advertiser-Analysis']);
    expect(resourcesOf(Stack.of(people), 'Custom::CleanRoomsIdMappingTablePopulation')).toMatchObject([{ Version: '2' }]);
    expect([people.idMappingTableName, cached.intermediateTableName]).toEqual(['people', 'cached']);
  });

  test('intermediate tables name templates of others by what is found at deployment, and go with a room that may go', () => {
    const room = roomIn(undefined, { removalPolicy: RemovalPolicy.DESTROY });
    const publisher = room.addMember('Publisher', { account: PARTNER });
    const reach = publisher.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH) });
    const stock = room.addPartner('Retailer', { account: THIRD }).declareAnalysisTemplate('stock');
    const cached = room.creator.addIntermediateTable('cached', {
      populationAnalysis: PopulationAnalysis.template(reach), analysisRule: AnalysisRule.custom().allowTemplates(reach, stock),
    });
    const template = synthesized(room)['Campaign-Advertiser-Analysis'];

    expect(JSON.stringify(template)).not.toContain('Campaign-Publisher');
    expect(resourcesOf(Stack.of(cached), 'Custom::CleanRoomsAnalysisTemplateLookup')).toMatchObject([
      { OwnerAccountId: PARTNER, SourceSha256: reach.sourceSha256 }, { OwnerAccountId: THIRD, Name: 'stock' },
    ]);
    Template.fromStack(Stack.of(cached)).hasResource('AWS::CleanRooms::IntermediateTable', { DeletionPolicy: 'Delete' });
  });

  test('everything that lives goes with a room that may go', () => {
    const room = roomIn(undefined, { removalPolicy: RemovalPolicy.DESTROY });
    const publisher = room.addMember('Publisher', { account: PARTNER });
    publisher.addTable('impressions', tableOf(publisher, { accessBudget: { lifetime: 5 } }));
    publisher.addPrivacyBudget('budget', { budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }) });
    synthesized(room);
    const { Resources: resources } = Template.fromStack(publisher.stack).toJSON() as { Resources: object };
    const policies = (Object.values(resources) as { Type: string; DeletionPolicy?: string }[])
      .flatMap(({ Type, DeletionPolicy }) => Type.startsWith('AWS::CleanRooms::') && DeletionPolicy ? [`${Type} ${DeletionPolicy}`] : []);

    expect(policies.sort()).toEqual([
      'AWS::CleanRooms::Membership Delete', 'AWS::CleanRooms::PrivacyBudgetTemplate Delete', 'AWS::CleanRooms::PrivacyBudgetTemplate Delete',
    ]);
  });
});

describe('results', () => {
  const resultsOf = (results?: MemberResults, props: Partial<CleanRoomProps> = {}, abilities = QUERIER) =>
    roomIn(undefined, { creator: { name: 'Advertiser', account: CREATOR, abilities, results }, ...props }).creator;

  test('are in a new bucket by default, which no one else can read', () => {
    const { stack, resultsBucket } = resultsOf();

    expect(resourcesOf(stack, 'AWS::S3::Bucket'))
      .toMatchObject([{ PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true } }]);
    expect(resourcesOf(stack, 'AWS::CleanRooms::Membership')).toMatchObject([
      { DefaultResultConfiguration: { OutputConfiguration: { S3: { KeyPrefix: 'queries/', ResultFormat: 'PARQUET' } } } },
    ]);
    expect(resultsBucket).toBeDefined();
  });

  test('of jobs have a folder of their own', () => {
    const results = MemberResults.newBucket({ prefix: 'room/', format: ResultFormat.CSV, singleFileOutput: true });
    const { stack } = resultsOf(results, {}, [...QUERIER, MemberAbility.CAN_RUN_JOB]);

    expect(resourcesOf(stack, 'AWS::CleanRooms::Membership')).toMatchObject([{
      DefaultResultConfiguration: { OutputConfiguration: { S3: { KeyPrefix: 'room/queries/', ResultFormat: 'CSV', SingleFileOutput: true } } },
      DefaultJobResultConfiguration: { OutputConfiguration: { S3: { KeyPrefix: 'room/jobs/' } } },
    }]);
  });

  test('can be encrypted with a key, which the role that writes them may use', () => {
    const { stack } = resultsOf(MemberResults.newBucket({ bucketProps: { encryption: BucketEncryption.KMS } }));

    expect(resourcesOf(stack, 'AWS::KMS::Key')).toHaveLength(1);
    expect(JSON.stringify(resourcesOf(stack, 'AWS::IAM::Policy'))).toContain('kms:GenerateDataKey');
  });

  test('are deleted with a room that may go, and so is the key', () => {
    const results = MemberResults.newBucket({ bucketProps: { encryption: BucketEncryption.KMS } });
    const { stack } = resultsOf(results, { removalPolicy: RemovalPolicy.DESTROY });
    synthesized(stack);

    Template.fromStack(stack).hasResource('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
    Template.fromStack(stack).resourceCountIs('Custom::S3AutoDeleteObjects', 1);
  });

  test('can be in a bucket that is there, or have no default place', () => {
    const app = new App();
    const stack = new Stack(app, 'Advertiser', { env: { account: CREATOR, region: 'us-east-1' } });
    const bucket = Bucket.fromBucketName(stack, 'Bucket', 'our-results');
    const given = roomIn(app, { creator: { name: 'Advertiser', stack, abilities: QUERIER, results: MemberResults.bucket(bucket) } });
    const none = resultsOf(MemberResults.none());

    expect(given.creator.resultsBucket).toBe(bucket);
    expect(resourcesOf(stack, 'AWS::S3::Bucket')).toEqual([]);
    expect(none.resultsBucket).toBeUndefined();
    expect(resourcesOf(none.stack, 'AWS::CleanRooms::Membership')[0]).not.toHaveProperty('DefaultResultConfiguration');
  });
});

describe('logs and metrics', () => {
  test('are on for all members where the room has them, and can be off for one', () => {
    const room = roomIn(undefined, { queryLogging: true, jobLogging: true, metrics: true });
    const publisher = room.addMember('Publisher', { account: PARTNER, queryLogging: false });

    expect(resourcesOf(room.creator.stack, 'AWS::CleanRooms::Membership'))
      .toMatchObject([{ QueryLogStatus: 'ENABLED', JobLogStatus: 'ENABLED', IsMetricsEnabled: true }]);
    expect(resourcesOf(publisher.stack, 'AWS::CleanRooms::Membership')).toMatchObject([{ QueryLogStatus: 'DISABLED', JobLogStatus: 'ENABLED' }]);
    expect(resourcesOf(publisher.stack, 'AWS::CleanRooms::Membership')[0]).not.toHaveProperty('IsMetricsEnabled');
  });

  test('have a dashboard in the account of the member', () => {
    const { creator } = roomIn(undefined, { metrics: true });
    creator.addDashboard({ dashboardName: 'campaign' });

    const [{ DashboardName: name, DashboardBody: body }] = resourcesOf(creator.stack, 'AWS::CloudWatch::Dashboard');
    expect(name).toBe('campaign');
    expect(JSON.stringify(body)).toContain('CRPUConsumed');
  });
});

describe('a query on a schedule', () => {
  test('runs in a state machine, and raises an alarm', () => {
    const { creator } = roomIn();
    const { stateMachine, alarm, alarmTopic } = creator.scheduleQuery('weekly', {
      statement: QueryStatement.sql(REACH), schedule: ScheduleExpression.cron({ weekDay: 'MON', hour: '6', minute: '0' }),
    });
    const stack = Stack.of(stateMachine);

    expect(stack.stackName).toBe('Campaign-Advertiser-Analysis');
    expect(resourcesOf(stack, 'AWS::Scheduler::Schedule')).toMatchObject([
      { ScheduleExpression: 'cron(0 6 ? * MON *)', Target: { Arn: stack.resolve(stateMachine.stateMachineArn) as object } },
    ]);
    expect(resourcesOf(stack, 'AWS::CloudWatch::Alarm'))
      .toMatchObject([{ AlarmActions: [stack.resolve(alarmTopic.topicArn)], Threshold: 1, TreatMissingData: 'notBreaching' }]);
    expect(alarm.node.path).toContain('ScheduledQueries/weekly');
  });

  test('can tell a topic that is there', () => {
    const { creator } = roomIn();
    const [first, second] = ['first', 'second'].map((id, index) => creator.scheduleQuery(id, {
      statement: QueryStatement.sql(`${REACH} LIMIT ${index}`), schedule: ScheduleExpression.rate(Duration.days(1)),
    }));
    const third = creator.scheduleQuery('third', {
      statement: QueryStatement.sql(REACH), schedule: ScheduleExpression.rate(Duration.days(1)), alarmTopic: first.alarmTopic,
    });

    expect(third.alarmTopic).toBe(first.alarmTopic);
    expect(resourcesOf(Stack.of(second), 'AWS::SNS::Topic')).toHaveLength(2);
  });
});

describe('a room that another app defines', () => {
  const join = (options: Partial<Parameters<typeof CleanRoom.join>[2]> = {}) => CleanRoom.join(new App(), 'Campaign', {
    collaborationName: 'campaign', creatorAccountId: CREATOR, account: PARTNER, region: 'us-east-1', name: 'Publisher', ...options,
  });

  test('is joined by the name of its collaboration and the account of its creator', () => {
    const paymentResponsibilities = [PaymentResponsibility.QUERY_COMPUTE];
    const publisher = join({ memberAccountIds: [PARTNER], resultReceivers: [CREATOR], paymentResponsibilities });
    publisher.addTable('impressions', tableOf(publisher));

    expect(publisher.stack.stackName).toBe('Campaign-Publisher');
    expect(resourcesOf(publisher.stack, 'Custom::CleanRoomsCollaborationLookup')).toMatchObject([{ CollaborationName: 'campaign', CreatorAccountId: CREATOR }]);
    expect(resourcesOf(publisher.stack, 'AWS::CleanRooms::Membership')).toMatchObject([{ PaymentConfiguration: { QueryCompute: { IsResponsible: true } } }]);
    expect(receiversIn(publisher.stack)).toEqual([CREATOR]);
  });

  test('needs no word on how its stacks refer to each other', () => {
    const publisher = join({ abilities: QUERIER });
    const query = publisher.runQuery('reach', { statement: QueryStatement.sql(REACH) });
    synthesized(query);

    expect(warningsIn(Stack.of(query))).toEqual([]);
  });

  test('has receivers for each table', () => {
    const publisher = join();
    publisher.addTable('impressions', tableOf(publisher, { resultReceivers: [THIRD] }));

    expect(receiversIn(publisher.stack)).toEqual([THIRD]);
  });

  test('can be joined with a stack that is there', () => {
    const app = new App();
    const stack = new Stack(app, 'Ours', { env: { account: PARTNER, region: 'us-east-1' } });
    const member = CleanRoom.join(app, 'Campaign', { collaborationName: 'campaign', creatorAccountId: CREATOR, stack });

    expect([member.name, member.stack, member.membership.node.path]).toEqual(['Member', stack, 'Ours/Campaign/Membership']);
  });
});

function receiversIn(stack: Stack): string[] {
  const [{ ConfiguredTableAssociationAnalysisRules: rules }] = resourcesOf(stack, 'AWS::CleanRooms::ConfiguredTableAssociation');
  const [{ Policy: { V1: policy } }] = rules as { Policy: { V1: Record<string, { AllowedResultReceivers: string[] }> } }[];
  return Object.values(policy)[0].AllowedResultReceivers;
}
