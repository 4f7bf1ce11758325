import { App, CfnCondition, CfnOutput, CfnResource, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnIdMappingWorkflow, CfnIdNamespace } from 'aws-cdk-lib/aws-entityresolution';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { CdkApp } from './cdk-cli';
import { REGION } from './local-cloud';
import { READY_ROLES } from './ready-roles';
import {
  Collaboration, IdMappingTable, IdNamespaceAssociation, IntermediateTable, MemberAbility, type MembershipOptions, PopulationAnalysis,
  PrivacyBudget, PrivacyBudgetTemplate, ResultFormat,
} from '../../src';
import { CREATOR, PARTNER } from '../support/stacks';

/*
 * A room with one of everything that is kept alive, and the membership of an invited partner, for tests of how it could be lost.
 */

/** What is live in the creator's stack, in the order in which it is made. */
export const LIVE_KINDS = ['Collaboration', 'Membership', 'PrivacyBudgetTemplate', 'IdMappingTable', 'IntermediateTable'] as const;

export interface RoomChoices {
  /** The kind of resource after which something fails to be made. */
  readonly failsAfter?: typeof LIVE_KINDS[number];
  readonly queryLogging?: boolean;
  readonly allowReplacement?: boolean;
  readonly allowDuplicateName?: boolean;
  readonly removalPolicy?: RemovalPolicy;
  /** Whether a condition on everything holds. */
  readonly condition?: boolean;
  /** The names of the stack and of the construct that holds the room. */
  readonly stackName?: string;
  readonly within?: string;
  /** A second stack, without the room. */
  readonly besides?: string;
  /** The id of the construct of the collaboration, and of the membership. */
  readonly id?: string;
  readonly membershipId?: string;
}

/** What the partner's stack varies: its membership, and whether something fails after it. */
export interface PartnerChoices extends MembershipOptions {
  readonly fails?: boolean;
  /** The id of the construct of the membership. */
  readonly membershipId?: string;
}

/** The creator's app. */
export function creatorApp(outdir: string, choices: RoomChoices = {}, context: Record<string, string> = {}): CdkApp {
  const app = new App({ outdir, context: { ...READY_ROLES, ...context } });
  const { stackName = 'Creator', removalPolicy } = choices;
  const stack = new Stack(app, stackName, { env: { account: CREATOR, region: REGION } });
  addRoom(choices.within ? new Construct(stack, choices.within) : stack, { ...choices, removalPolicy });
  // Both stacks have something of their own, so that both are there with and without the room.
  const stacks = [stack, ...choices.besides ? [new Stack(app, choices.besides, { env: { account: CREATOR, region: REGION } })] : []];
  if (choices.besides) stacks.forEach((each) => new Topic(each, 'Topic'));
  return { account: CREATOR, app: app.synth().directory, stacks: stacks.map(({ stackName: name }) => name) };
}

function addRoom(scope: Construct, choices: RoomChoices): void {
  const { removalPolicy, id = 'Room', membershipId = 'Membership' } = choices;
  const collaboration = new Collaboration(scope, id, {
    collaborationName: 'reach',
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: PARTNER, displayName: 'Partner' }],
    queryLogging: choices.queryLogging,
    allowReplacement: choices.allowReplacement,
    allowDuplicateName: choices.allowDuplicateName,
    removalPolicy,
  });
  const membership = collaboration.addMembership(membershipId, {
    removalPolicy, defaultResult: { bucket: Bucket.fromBucketName(scope, 'Results', 'results'), format: ResultFormat.CSV },
  });
  const budget = new PrivacyBudgetTemplate(scope, 'Budget', {
    membership, budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }), removalPolicy,
  });
  const idNamespace = (name: string) =>
    CfnIdNamespace.fromIdNamespaceArn(scope, `${name}Namespace`, `arn:aws:entityresolution:${REGION}:${CREATOR}:idnamespace/${name}`);
  const mapping = new IdMappingTable(scope, 'Mapping', {
    membership,
    idMappingTableName: 'people',
    idMappingWorkflow: CfnIdMappingWorkflow.fromWorkflowName(scope, 'Workflow', 'source-to-target'),
    source: new IdNamespaceAssociation(scope, 'Source', { membership, idNamespace: idNamespace('source'), idNamespaceAssociationName: 'source' }),
    target: new IdNamespaceAssociation(scope, 'Target', { membership, idNamespace: idNamespace('target'), idNamespaceAssociationName: 'target' }),
    removalPolicy,
  });
  const cached = new IntermediateTable(scope, 'Cached', {
    membership, intermediateTableName: 'cached', populationAnalysis: PopulationAnalysis.sql('SELECT * FROM people'), removalPolicy,
  });

  if (choices.condition !== undefined) {
    const condition = new CfnCondition(scope, 'Wanted', { expression: Fn.conditionEquals(choices.condition ? 'yes' : 'no', 'yes') });
    scope.node.findAll().filter(CfnResource.isCfnResource).filter(({ cfnResourceType }) => cfnResourceType.startsWith('AWS::CleanRooms'))
      .forEach(({ cfnOptions }) => (cfnOptions.condition = condition));
  }
  if (choices.failsAfter) {
    mapping.node.addDependency(budget); // one after the other, so that each is the last one once
    cached.node.addDependency(mapping);
    const failing = new CfnResource(scope, 'Failing', { type: 'AWS::CleanRooms::Membership', properties: { QueryLogStatus: 'ENABLED' } });
    failing.node.addDependency({
      Collaboration: collaboration,
      Membership: membership,
      PrivacyBudgetTemplate: budget,
      IdMappingTable: mapping,
      IntermediateTable: cached,
    }[choices.failsAfter]);
  }
}

/** The partner's app, which joins by name. */
export function partnerApp(outdir: string, options: PartnerChoices = {}, context: Record<string, string> = {}): CdkApp {
  const { fails, membershipId = 'Membership', ...membershipOptions } = options;
  const app = new App({ outdir, context: { ...READY_ROLES, ...context } });
  const stack = new Stack(app, 'Partner', { env: { account: PARTNER, region: REGION } });
  const collaboration = Collaboration.fromInvitation(stack, 'Room', {
    collaborationName: 'reach', creatorAccountId: CREATOR, memberAccountIds: [PARTNER],
  });
  const membership = collaboration.addMembership(membershipId, membershipOptions);
  new CfnOutput(stack, 'CollaborationId', { value: collaboration.collaborationIdentifier });
  if (fails) {
    const failing = new CfnResource(stack, 'Failing', { type: 'AWS::CleanRooms::Membership', properties: { QueryLogStatus: 'ENABLED' } });
    failing.node.addDependency(membership);
  }
  return { account: PARTNER, app: app.synth().directory };
}
