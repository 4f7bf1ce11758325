import { App, Aws, Stack, Stage, Duration } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import {
  AllowedColumns, AnalysisRule, AnalysisSource, AnalysisTemplate, CleanRoom, MemberAbility, MemberResults, Membership, PopulationAnalysis,
  QueryStatement, TableSource,
} from '../../../src';
import type { CleanRoomMember, CleanRoomProps, CleanRoomTableOptions } from '../../../src';
import { CREATOR, PARTNER, THIRD, synthesized } from '../../support/stacks';

/* What users get wrong, refused in the words of the room. */
const QUERIER = [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS];
const creator = { name: 'Advertiser', account: CREATOR, abilities: QUERIER };
const ID = '22222222-2222-4222-8222-222222222222';

const roomOf = (props: Partial<CleanRoomProps> = {}, scope: App | Stage | Stack = new App()) =>
  new CleanRoom(scope, 'Campaign', { collaborationName: 'campaign', region: 'us-east-1', creator, ...props });

const stackIn = (account?: string, region?: string) => new Stack(new App(), 'Given', { env: { account, region } });

function tableOf({ stack }: CleanRoomMember, options: Partial<CleanRoomTableOptions> = {}): CleanRoomTableOptions {
  return {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'rows', bucket: Bucket.fromBucketName(stack, 'Data', 'sales-data'), prefix: 'rows' }),
    allowedColumns: AllowedColumns.of('email', 'city'),
    analysisRule: AnalysisRule.list().joinOn('email').list('city'),
    ...options,
  };
}

const join = (options: Partial<Parameters<typeof CleanRoom.join>[2]>) => CleanRoom.join(new App(), 'Campaign', {
  collaborationName: 'campaign', creatorAccountId: CREATOR, account: PARTNER, region: 'us-east-1', ...options,
});

test.each<[string, () => unknown, string, string]>([
  ['a room in a stack', () => roomOf({}, stackIn(CREATOR, 'us-east-1')), 'RoomOutsideOfStage', 'define it in an App or a Stage'],
  ['a name with a blank', () => roomOf().addMember('The Publisher', { account: PARTNER }), 'RoomMemberNameMalformed', "got 'The Publisher'"],
  ['a creator whose name begins with a digit', () => roomOf({ creator: { ...creator, name: '1st' } }), 'RoomMemberNameMalformed', "got '1st'"],
  ['a member without an account', () => roomOf().addMember('Publisher', {}), 'RoomMemberAccountMissing', "member 'Publisher' must have an account"],
  ['a stack of any account', () => roomOf().addMember('Publisher', { stack: stackIn(undefined, 'us-east-1') }), 'RoomMemberAccountMissing', "a 'stack' whose 'env' has one"],
  ['an account that is a token', () => roomOf().addMember('Publisher', { account: Aws.ACCOUNT_ID }), 'RoomMemberAccountMissing', 'got a token'],
  ['an account of eleven digits', () => roomOf().addMember('Publisher', { account: '22222222222' }), 'AccountIdMalformed', "'account' of the member 'Publisher' must be an AWS account, 12 digits, got '22222222222'"],
  ['a partner with a malformed account', () => roomOf().addPartner('Publisher', { account: 'partner' }), 'AccountIdMalformed', "got 'partner'"],
  ['an account beside the stack of another', () => roomOf().addMember('Publisher', { account: THIRD, stack: stackIn(PARTNER, 'us-east-1') }), 'RoomMemberAccountDiffers', `is ${THIRD}, and its 'stack' is in ${PARTNER}`],
  ['an account beside a stack of any', () => roomOf().addMember('Publisher', { account: THIRD, stack: stackIn() }), 'RoomMemberAccountDiffers', 'in no known account'],
  ['a room without a Region', () => roomOf({ region: undefined }), 'RoomRegionMissing', "give its 'region'"],
  ['a Region that is a token', () => roomOf({ region: Aws.REGION }), 'RoomRegionMissing', 'known at synthesis'],
  ['a room in a stack of any Region', () => roomOf({ region: undefined, creator: { ...creator, account: undefined, stack: stackIn(CREATOR) } }), 'RoomRegionMissing', "its creator a 'stack' whose 'env' has one"],
  ['a stack of another Region', () => roomOf().addMember('Publisher', { stack: stackIn(PARTNER, 'eu-west-1') }), 'RoomRegionDiffers', 'us-east-1, got one in eu-west-1'],
  ['a creator in another Region than the room', () => roomOf({ creator: { ...creator, account: undefined, stack: stackIn(CREATOR, 'eu-west-1') } }), 'RoomRegionDiffers', "the 'stack' of member 'Advertiser'"],
  ['a stack of another stage', () => {
    const app = new App();
    const stack = new Stack(app, 'Given', { env: { account: PARTNER, region: 'us-east-1' } });
    roomOf({}, new Stage(app, 'test')).addMember('Publisher', { stack });
  }, 'RoomStackElsewhere', "the 'stack' of member 'Publisher' must be in the Stage 'test', like the clean room, got 'Given' in the App"],
  ['a creator with a stack of a stage', () => {
    const app = new App();
    roomOf({ creator: { ...creator, account: undefined, stack: new Stack(new Stage(app, 'prod'), 'Given', { env: { account: CREATOR, region: 'us-east-1' } }) } }, app);
  }, 'RoomStackElsewhere', "must be in the App, like the clean room, got 'prod/Given' in the Stage 'prod'"],
  ['a member of the name of a stack', () => roomOf().addMember('Advertiser-Exchange', { account: PARTNER }), 'RoomMemberNameOfStack',
    "the name of member 'Advertiser-Exchange' is that of a stack of member 'Advertiser'"],
  ['a member whose stacks have the name of another', () => {
    const room = roomOf();
    room.addPartner('Shop-analysis', { account: PARTNER });
    room.addMember('Shop', { account: THIRD });
  }, 'RoomMemberNameOfStack', "'Shop-analysis' is that of a stack of member 'Shop'"],
  ['two members of one name', () => {
    const room = roomOf();
    room.addMember('Publisher', { account: PARTNER });
    room.addPartner('publisher', { account: THIRD });
  }, 'RoomMemberNameTwice', "has a member 'publisher' already"],
  ['a member of the name of the creator', () => roomOf().addMember('Advertiser', { account: PARTNER }), 'RoomMemberNameTwice', "'Advertiser'"],
  ['an account twice', () => {
    const room = roomOf();
    room.addMember('Publisher', { account: PARTNER });
    room.addPartner('Retailer', { account: PARTNER });
  }, 'RoomMemberTwice', `member 'Retailer' has the account ${PARTNER}, as member 'Publisher'`],
  ['the account of the creator as a member', () => roomOf().addMember('Publisher', { account: CREATOR }), 'RoomMemberTwice', "as member 'Advertiser'"],
  ['two members who query', () => roomOf().addMember('Publisher', { account: PARTNER, abilities: QUERIER }), 'RoomHasQuerier', "'Publisher' cannot have CAN_QUERY: 'Advertiser' has it"],
  ['a partner who queries as well', () => roomOf().addPartner('Retailer', { account: THIRD, abilities: [MemberAbility.CAN_QUERY] }), 'RoomHasQuerier', "'Retailer' cannot have CAN_QUERY"],
  ['results of who receives none', () => roomOf().addMember('Publisher', { account: PARTNER, results: MemberResults.newBucket() }), 'RoomResultsForNobody', "'results' of member 'Publisher' would stay empty"],
  ['results of who only queries', () => roomOf({ creator: { ...creator, abilities: [MemberAbility.CAN_QUERY], results: MemberResults.newBucket() } }), 'RoomResultsForNobody', 'CAN_RECEIVE_RESULTS'],
  ['query logs that the room has off', () => roomOf().addMember('Publisher', { account: PARTNER, queryLogging: true }), 'RoomObservabilityOff', "set 'queryLogging' of the clean room"],
  ['job logs that the room has off', () => roomOf({ jobLogging: false }).addMember('Publisher', { account: PARTNER, jobLogging: true }), 'RoomObservabilityOff', "'jobLogging' of member 'Publisher'"],
  ['a dashboard of a room without metrics', () => roomOf().creator.addDashboard(), 'RoomMetricsOff', "set 'metrics' of the clean room"],
  ['a dashboard of who neither queries nor pays', () => roomOf({ metrics: true }).addMember('Publisher', { account: PARTNER }).addDashboard(), 'RoomMetricsOff', "member 'Publisher' has no metrics"],
  ['a table twice', () => {
    const { creator: member } = roomOf();
    const options = tableOf(member);
    member.addTable('purchases', options);
    member.addTable('PURCHASES', options);
  }, 'RoomTableTwice', "'Advertiser' has one of that name"],
  ['a table of the name of a partner\'s', () => {
    const room = roomOf();
    room.addPartner('Retailer', { account: THIRD }).declareTable('purchases');
    room.creator.addTable('purchases', tableOf(room.creator));
  }, 'RoomTableTwice', "'Advertiser' cannot bring a table 'purchases': 'Retailer' has one of that name"],
  ['a query by who cannot', () => roomOf().addMember('Publisher', { account: PARTNER }).runQuery('reach', { statement: QueryStatement.sql('SELECT 1') }), 'RoomMemberCannotQuery', "member 'Publisher' cannot have the query 'reach'"],
  ['a schedule of who cannot query', () => roomOf().addMember('Publisher', { account: PARTNER })
    .scheduleQuery('reach', { statement: QueryStatement.sql('SELECT 1'), schedule: ScheduleExpression.rate(Duration.days(1)) }), 'RoomMemberCannotQuery', 'it lacks CAN_QUERY'],
  ['a job of who cannot run any', () => {
    const { creator: member } = roomOf();
    member.runJob('stays', { analysisTemplate: member.addAnalysisTemplate('stays', { source: AnalysisSource.sql('SELECT 1') }) });
  }, 'RoomMemberCannotRunJobs', "member 'Advertiser' cannot have the job 'stays': it lacks CAN_RUN_JOB"],
  ['an intermediate table of who cannot query', () => roomOf().addMember('Publisher', { account: PARTNER })
    .addIntermediateTable('cached', { populationAnalysis: PopulationAnalysis.sql('SELECT 1') }), 'RoomMemberCannotQuery', "the intermediate table 'cached'"],
  ['a template of nobody in the room', () => {
    const room = roomOf();
    const other = new Stack(room.node.root as App, 'Other', { env: { account: PARTNER, region: 'us-east-1' } });
    const template = new AnalysisTemplate(other, 'Reach', {
      membership: Membership.fromMembershipIdentifier(other, 'Membership', ID), source: AnalysisSource.sql('SELECT 1'),
    });
    room.creator.addTable('purchases', tableOf(room.creator, { analysisRule: AnalysisRule.custom().allowTemplates(template) }));
  }, 'RoomTemplateUnknown', "names the analysis template 'Other/Reach', which no member of this clean room has brought"],
  ['a template of another room', () => {
    const [room, other] = [roomOf(), roomOf()];
    const reach = other.addMember('Publisher', { account: PARTNER }).addAnalysisTemplate('reach', { source: AnalysisSource.sql('SELECT 1') });
    room.creator.runQuery('reach', { statement: QueryStatement.template(reach) });
  }, 'RoomTemplateUnknown', 'add it with addAnalysisTemplate'],
  ['receivers who are no members', () => {
    const room = roomOf();
    room.creator.addTable('purchases', tableOf(room.creator, { resultReceivers: [THIRD] }));
    synthesized(room);
  }, 'RoomReceiverUnable', `'resultReceivers' of table 'purchases' has ${THIRD}, who is not a member: it must have accounts of members who can receive results, 'Advertiser' (${CREATOR})`],
  ['receivers who cannot', () => {
    const room = roomOf({ creator: { ...creator, abilities: [] } });
    room.addPartner('Retailer', { account: THIRD });
    room.creator.addTable('purchases', tableOf(room.creator, { resultReceivers: [THIRD] }));
    synthesized(room);
  }, 'RoomReceiverUnable', "member 'Retailer', who lacks CAN_RECEIVE_RESULTS: it must have accounts of members who can receive results, and there is none"],
  ['a query by a script of another member', () => {
    const room = roomOf();
    const retailer = room.addMember('Retailer', { account: THIRD, abilities: [MemberAbility.CAN_RECEIVE_RESULTS] });
    const entryPoint = { bucket: Bucket.fromBucketName(retailer.stack, 'Scripts', 'scripts'), key: 'user_script.py' };
    const script = retailer.addAnalysisTemplate('stock', { source: AnalysisSource.pyspark({ entryPoint, referencedTables: [] }) });
    room.creator.runQuery('stock', { statement: QueryStatement.template(script) });
    synthesized(room);
  }, 'TemplateOfOtherLanguage', 'a query needs a SQL template'],
  ['a declared template outside of its room', () => {
    const room = roomOf();
    const template = room.addPartner('Retailer', { account: THIRD }).declareAnalysisTemplate('stock');
    const stack = new Stack(room.node.root as App, 'Other', { env: { account: CREATOR, region: 'us-east-1' } });
    stack.exportValue(template.analysisTemplateRef.analysisTemplateArn, { name: 'stock' });
    synthesized(room);
  }, 'DeclaredTemplateOutsideOfRoom', 'use it in the rule of a table of addTable'],
  ['a member who joins its own room', () => join({ account: CREATOR }), 'RoomJoinedByCreator', 'its creator defines a clean room with new CleanRoom(...)'],
  ['a member who joins without a Region', () => join({ region: undefined }), 'RoomRegionMissing', 'known at synthesis'],
  ['a table of a joined room without receivers', () => {
    const member = join({});
    member.addTable('impressions', tableOf(member));
  }, 'RoomReceiversUnknown', "give 'resultReceivers', of the table or of CleanRoom.join"],
])('refuses %s', (_, build, code, message) => {
  let thrown: Error | undefined;
  try {
    build();
  } catch (error) {
    thrown = error as Error;
  }
  expect(thrown?.message).toContain(message);
  expect(thrown?.message).toMatch(/^(Resolution error: )?(Campaign|(Given|test)\/Campaign)/);
  expect(thrown?.name ?? '').toContain(code);
});

test('takes all of it where it is right', () => {
  const room = roomOf({ metrics: true, queryLogging: true });
  const publisher = room.addMember('Publisher-1', { account: PARTNER, queryLogging: true });
  publisher.addTable('impressions', tableOf(publisher, { resultReceivers: [CREATOR] }));
  room.creator.addDashboard();
  room.creator.runQuery('reach', { statement: QueryStatement.sql('SELECT 1') });

  expect(() => synthesized(room)).not.toThrow();
});
