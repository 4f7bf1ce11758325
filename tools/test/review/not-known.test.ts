import { CfnCondition, CfnResource, Fn } from 'aws-cdk-lib';
import { CfnAnalysisTemplate, CfnIdNamespaceAssociation } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { TestRoom, custom } from './rooms';
import { CREATOR } from '../../../test/support/stacks';
import type { QuestionKey } from '../../src/review/questions';

/*
 * What is known at deployment only is not known: never "no", "none" or "nobody".
 */

const BRAND = `Brand (${CREATOR})`;

/** Puts a value that is known at deployment only into a property. */
function hide(room: TestRoom, resource: CfnResource, property: string): void {
  room.parameter('Hidden');
  resource.addPropertyOverride(property, { Ref: 'Hidden' });
}

test.each<[string, QuestionKey, (room: TestRoom) => void, string]>([
  ['where results are written', 'RESULTS', (room) => hide(room, room.membership, 'DefaultResultConfiguration'), `Where results of queries for ${BRAND} are written is known at deployment only.`],
  ['the bucket of results', 'RESULTS', (room) => {
    room.membership.addPropertyOverride('DefaultResultConfiguration', { OutputConfiguration: { S3: {} } });
    hide(room, room.membership, 'DefaultResultConfiguration.OutputConfiguration');
  }, `Where results of queries for ${BRAND} are written is known at deployment only.`],
  ['what a member accepts to pay', 'PAYMENTS', (room) => hide(room, room.membership, 'PaymentConfiguration'), `What ${BRAND} accepts to pay in its membership is known at deployment only.`],
  ['who is named to pay', 'PAYMENTS', (room) => hide(room, room.collaboration, 'CreatorPaymentConfiguration'), `${BRAND} | not known`],
  ['an exception from encryption', 'DATA', (room) => {
    room.collaboration.addPropertyOverride('DataEncryptionMetadata', { AllowDuplicates: false, AllowJoinsOnColumnsWithDifferentNames: false, PreserveNulls: false });
    hide(room, room.collaboration, 'DataEncryptionMetadata.AllowCleartext');
  }, 'It is known at deployment only whether tables may also have columns that are not encrypted.'],
  ['whether queries group by ids', 'DATA', (room) => hide(room, new CfnIdNamespaceAssociation(room.creator, 'Ids', {
    name: 'ids', membershipIdentifier: room.membership.attrMembershipIdentifier, inputReferenceConfig: { inputReferenceArn: 'arn:ids', manageResourcePolicies: true },
  }), 'IdMappingConfig'), 'Whether queries may group by these ids is known at deployment only.'],
  ['how errors are shown', 'ANALYSES', (room) => hide(room, templateIn(room), 'ErrorMessageConfiguration'), 'Whether its errors are shown in detail is known at deployment only.'],
  ['whether it is a job', 'ANALYSES', (room) => hide(room, templateIn(room), 'Format'), 'a query or a job: which one is known at deployment only'],
  ['who sees the logs of a model', 'ABILITIES', (room) => hide(room, new CfnResource(room.creator, 'Model', {
    type: 'AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation',
    properties: {
      Name: 'churn', MembershipIdentifier: room.membership.attrMembershipIdentifier, PrivacyConfiguration: { Policies: { TrainedModels: { ContainerLogs: [{}] } } },
    },
  }), 'PrivacyConfiguration.Policies.TrainedModels.ContainerLogs.0.AllowedAccountIds'), 'Who may see the logs of model churn is known at deployment only.'],
  ['which analyses are allowed', 'ANALYSES', (room) => {
    room.table('sales', custom());
    hide(room, room.creator.node.findChild('sales-table') as CfnResource, 'AnalysisRules.0.Policy.V1.Custom.AllowedAnalyses');
  }, `sales | ${BRAND} | not known: its rule is not known here in full`],
  ['who receives results', 'RESULTS', (room) => hide(room, room.table('sales', custom()), 'ConfiguredTableAssociationAnalysisRules.0.Policy.V1.Custom.AllowedResultReceivers'), `sales | ${BRAND} | not known`],
  ['the columns', 'DATA', (room) => {
    room.table('sales', custom());
    hide(room, room.creator.node.findChild('sales-table') as CfnResource, 'AllowedColumns');
  }, `sales | ${BRAND} | AWS Glue table sales.sales | not known | not known`],
  ['whether results may be used further', 'MODELS', (room) => {
    room.table('sales', custom());
    hide(room, room.creator.node.findChild('sales-table') as CfnResource, 'AnalysisRules.0.Policy.V1.Custom.AdditionalAnalyses');
  }, `sales | ${BRAND} | not known`],
  ['changes without a vote', 'CHANGES', (room) => hide(room, room.collaboration, 'AutoApprovedChangeTypes'), 'Which changes are approved automatically is known at deployment only.'],
  ['logs', 'LOGS', (room) => hide(room, room.collaboration, 'QueryLogStatus'), 'the room allows it | not known'],
  ['the logs of a member', 'LOGS', (room) => hide(room, room.membership, 'QueryLogStatus'), `${BRAND} gets it | not known`],
  ['the Regions of results', 'RESULTS', (room) => hide(room, room.collaboration, 'AllowedResultRegions'), 'Into which Regions results may be written is known at deployment only.'],
  ['members', 'MEMBERS', (room) => hide(room, room.collaboration, 'Members'), 'This program does not say who the members are'],
  ['what is made under a condition', 'MEMBERS', (room) => {
    room.membership.cfnOptions.condition = new CfnCondition(room.creator, 'Condition', { expression: Fn.conditionEquals(room.parameter('Hidden'), 'yes') });
  }, 'Conditions of the templates decide whether there is Creator/Membership.'],
])('%s', (_, question, define, answer) => {
  const room = new TestRoom();
  define(room);
  expect(room.answers(question).filter((each) => each.startsWith('? ')).join('\n')).toContain(answer);
});

function templateIn(room: TestRoom): CfnAnalysisTemplate {
  return new CfnAnalysisTemplate(room.creator, 'Template', { name: 'reach', format: 'SQL', membershipIdentifier: room.membership.attrMembershipIdentifier, source: { text: 'SELECT 1' } });
}

describe('how long results are kept', () => {
  const kept = (properties: object) => {
    const room = new TestRoom();
    const bucket = new CfnBucket(room.creator, 'Bucket');
    Object.entries(properties).forEach(([name, value]) => bucket.addPropertyOverride(name, value));
    room.membership.defaultResultConfiguration = { outputConfiguration: { s3: { bucket: bucket.ref, resultFormat: 'CSV' } } };
    return room.answers('RESULTS').find((answer) => answer.includes('Creator/Bucket'))?.split(' | ').pop();
  };

  test.each<[string, object, string]>([
    ['no rule', {}, 'until somebody deletes them'],
    ['a rule', { LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 30 }] } }, '30 days'],
    ['a rule for some objects', { LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 30, TagFilters: [{ Key: 'a', Value: 'b' }] }] } }, 'until somebody deletes them'],
    ['a rule that keeps older versions', { VersioningConfiguration: { Status: 'Enabled' }, LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 30 }] } }, 'until somebody deletes them'],
    ['a rule that keeps no older versions', {
      VersioningConfiguration: { Status: 'Enabled' }, LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 30, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }] },
    }, '30 days'],
    ['a rule that is known at deployment only', { LifecycleConfiguration: { Rules: [{ Status: { Ref: 'AWS::Region' }, ExpirationInDays: 30 }] } }, 'not known'],
  ])('with %s', (_, properties, answer) => {
    expect(kept(properties)).toBe(answer);
  });
});

test('changes without a vote that a change request asks for are those that hold', () => {
  const room = new TestRoom();
  new CfnResource(room.creator, 'Request', {
    type: 'Custom::CleanRoomsCollaborationChangeRequest',
    properties: { CollaborationIdentifier: room.collaboration.attrCollaborationIdentifier, Changes: [{ AutoApprovedChangeTypes: ['ADD_MEMBER'] }], WaitSeconds: 0 },
  });
  expect(room.answers('CHANGES')[0]).toBe('! These changes are approved automatically when the creator asks for them: new members.');
});

test('a member that a change request adds is a member', () => {
  const room = new TestRoom();
  new CfnResource(room.creator, 'Request', {
    type: 'Custom::CleanRoomsCollaborationChangeRequest',
    properties: {
      CollaborationIdentifier: room.collaboration.attrCollaborationIdentifier,
      WaitSeconds: 0,
      Changes: [{ Member: { AccountId: '333333333333', DisplayName: 'New', Abilities: ['CAN_RECEIVE_RESULTS'] } }],
    },
  });
  const answers = room.answers('MEMBERS').join('\n');
  expect(answers).toContain('? New (333333333333) | no | no: what this member shares');
  expect(answers).toContain('A change request of this program adds or changes New (333333333333).');
  expect(room.answers('ABILITIES')).toContain('New (333333333333) | receive results');
});
