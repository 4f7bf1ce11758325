import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnIdMappingWorkflow, CfnIdNamespace } from 'aws-cdk-lib/aws-entityresolution';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AnalysisParameterType, AnalysisRule, AnalysisSource, CleanRoom, MemberAbility, PaymentResponsibility, PopulationAnalysis, PrivacyBudget,
  QueryStatement,
} from '../../../src';
import { QUERIER, REACH, receiversIn, resourcesOf, roomIn, tableOf } from '../../support/clean-rooms';
import { CREATOR, PARTNER, THIRD, synthesized, warningsIn } from '../../support/stacks';

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

  test('a job waits for the tables that its template names, whoever brings the template', () => {
    const room = roomIn(undefined, { creator: { name: 'Advertiser', account: CREATOR, abilities: [...QUERIER, MemberAbility.CAN_RUN_JOB] } });
    const publisher = room.addMember('Publisher', { account: PARTNER, abilities: [MemberAbility.CAN_RECEIVE_RESULTS] });
    publisher.addTable('impressions', tableOf(publisher));
    const bucket = Bucket.fromBucketName(publisher.stack, 'Scripts', 'our-scripts');
    const views = publisher.addAnalysisTemplate('views', {
      source: AnalysisSource.pyspark({ entryPoint: { bucket, key: '1/user_script.py' }, referencedTables: ['impressions'] }),
    });
    const stack = Stack.of(room.creator.runJob('views', { analysisTemplate: views, receiverAccountId: CREATOR }));

    expect(resourcesOf(stack, 'Custom::CleanRoomsAnalysisTemplateLookup')).toMatchObject([{ OwnerAccountId: PARTNER }]);
    expect(resourcesOf(stack, 'Custom::CleanRoomsSchemaReadiness')).toMatchObject([{ Tables: ['impressions'], Owners: { impressions: PARTNER } }]);
    Template.fromStack(stack).hasResource('Custom::CleanRoomsProtectedJob', { DependsOn: Match.arrayWith([Match.stringLikeRegexp('Tables')]) });
  });

  test('in which order members are added makes no difference', () => {
    const templates = [[PARTNER, THIRD], [THIRD, PARTNER]].map((accounts) => {
      const room = roomIn();
      accounts.forEach((account) => room.addMember(`Of${account}`, { account, abilities: [MemberAbility.CAN_RECEIVE_RESULTS] }));
      room.creator.addTable('purchases', tableOf(room.creator));
      return synthesized(room);
    });

    expect(templates[0]).toEqual(templates[1]);
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
