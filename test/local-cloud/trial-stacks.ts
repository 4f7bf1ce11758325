import { App, CfnOutput, CfnResource, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { CdkApp } from './cdk-cli';
import { REGION } from './local-cloud';
import {
  AllowedColumns, AnalysisRule, Collaboration, ConfiguredAudienceModelAssociation, ConfiguredTable, ConfiguredTableAssociation,
  MemberAbility, Membership, TableSource,
} from '../../src';
import { CREATOR, PARTNER } from '../support/stacks';

/** What the creator's stack varies from one deployment to the next. */
export interface CreatorChoices {
  readonly description?: string;
  readonly queryLogging?: boolean;
  readonly allowReplacement?: boolean;
  readonly removalPolicy?: RemovalPolicy;
}

/** What the partner's stack varies from one deployment to the next. */
export interface PartnerChoices {
  /** The number of people in the table's rule. */
  readonly leastPeople?: number;

  /** Whether there is an audience model at all. */
  readonly model?: boolean;
  readonly modelName?: string;
  readonly manageResourcePolicies?: boolean;
  readonly tags?: Readonly<Record<string, string>>;

  /** Whether the stack ends with something that cannot be made. */
  readonly failing?: boolean;
}

/** The creator's stack: the collaboration and the creator's own membership. */
export function creatorApp(outdir: string, choices: CreatorChoices = {}): CdkApp {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Creator', { env: { account: CREATOR, region: REGION } });
  const collaboration = new Collaboration(stack, 'Collaboration', {
    collaborationName: 'trial',
    description: choices.description ?? 'A trial',
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: PARTNER, displayName: 'Partner' }],
    queryLogging: choices.queryLogging,
    allowReplacement: choices.allowReplacement,
    removalPolicy: choices.removalPolicy ?? RemovalPolicy.DESTROY,
  });
  collaboration.addMembership('Membership');
  new CfnOutput(stack, 'CollaborationId', { value: collaboration.collaborationIdentifier });
  return { account: CREATOR, app: app.synth().directory };
}

/** The partner's stack: its membership, and in it a table and a model, which is a custom resource. */
export function partnerApp(outdir: string, collaborationIdentifier: string, choices: PartnerChoices = {}): CdkApp {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Partner', { env: { account: PARTNER, region: REGION } });
  const membership = new Membership(stack, 'Membership', {
    collaboration: Collaboration.fromCollaborationAttributes(stack, 'Collaboration', {
      collaborationIdentifier,
      creatorAccountId: CREATOR,
      memberAccountIds: [PARTNER],
    }),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const bucket = Bucket.fromBucketName(stack, 'Data', 'crm');
  const table = new ConfiguredTable(stack, 'Table', {
    configuredTableName: 'people',
    source: TableSource.glueTable({ databaseName: 'crm', tableName: 'people', bucket, columns: ['email', 'city'] }),
    allowedColumns: AllowedColumns.all(),
    analysisRule: AnalysisRule.aggregation().joinOn('email').countDistinct('email').groupBy('city')
      .requireAtLeast(choices.leastPeople ?? 100, 'email'),
  });
  new ConfiguredTableAssociation(stack, 'Association', { membership, configuredTable: table, configuredTableAssociationName: 'people' });
  const model = choices.model === false ? undefined : new ConfiguredAudienceModelAssociation(stack, 'Model', {
    membership,
    configuredAudienceModelArn: `arn:aws:cleanrooms-ml:${REGION}:${PARTNER}:configured-audience-model/lookalikes`,
    configuredAudienceModelAssociationName: choices.modelName ?? 'lookalikes',
    manageResourcePolicies: choices.manageResourcePolicies,
  });
  for (const [key, value] of Object.entries(choices.tags ?? {})) Tags.of(stack).add(key, value);
  if (choices.failing) {
    const failing = new CfnResource(stack, 'Failing', { type: 'AWS::CleanRooms::Membership', properties: { QueryLogStatus: 'ENABLED' } });
    if (model) failing.node.addDependency(model);
  }
  return { account: PARTNER, app: app.synth().directory };
}
