import {
  type AnalysisRuleType, CreateAnalysisTemplateCommand, CreateCollaborationCommand, CreateConfiguredAudienceModelAssociationCommand,
  CreateConfiguredTableAnalysisRuleCommand, CreateConfiguredTableAssociationAnalysisRuleCommand, CreateConfiguredTableAssociationCommand,
  CreateConfiguredTableCommand, CreateIdNamespaceAssociationCommand,
} from '@aws-sdk/client-cleanrooms';
import { ADVERTISER, PUBLISHER, REGION, type Room, type World } from './world';

/** Creates a collaboration of the publisher and invites the advertiser. */
export async function invite(world: World, name: string): Promise<string> {
  const { collaboration } = await world.client(PUBLISHER).send(new CreateCollaborationCommand({
    name,
    description: name,
    creatorDisplayName: 'publisher',
    creatorMemberAbilities: [],
    members: [{ accountId: ADVERTISER, displayName: 'advertiser', memberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] }],
    queryLogStatus: 'DISABLED',
  }));
  return collaboration!.id!;
}

/** Shares something with a collaboration under a name, and returns its ARN. */
export type Share = (world: World, room: Pick<Room, 'membershipIdentifier'>, account: string, name: string) => Promise<string>;

export const shareTemplate: Share = async (world, { membershipIdentifier }, account, name) => {
  const { analysisTemplate } = await world.client(account).send(new CreateAnalysisTemplateCommand({
    membershipIdentifier, name, format: 'SQL', source: { text: 'SELECT COUNT(*) FROM purchases' },
  }));
  return analysisTemplate!.arn!;
};

export const shareAudienceModel: Share = async (world, { membershipIdentifier }, account, name) => {
  const { configuredAudienceModelAssociation } = await world.client(account).send(new CreateConfiguredAudienceModelAssociationCommand({
    membershipIdentifier,
    configuredAudienceModelArn: `arn:aws:cleanrooms-ml:${REGION}:${account}:configured-audience-model/a`,
    configuredAudienceModelAssociationName: name,
    manageResourcePolicies: false,
  }));
  return configuredAudienceModelAssociation!.arn!;
};

export const shareIdNamespace: Share = async (world, { membershipIdentifier }, account, name) => {
  const { idNamespaceAssociation } = await world.client(account).send(new CreateIdNamespaceAssociationCommand({
    membershipIdentifier,
    name,
    inputReferenceConfig: { inputReferenceArn: `arn:aws:entityresolution:${REGION}:${account}:idnamespace/${name}`, manageResourcePolicies: false },
  }));
  return idNamespaceAssociation!.arn!;
};

/** A table with a list rule. It is not ready until its association has a rule, too. */
export class SharedTable {
  public static async of(world: World, { membershipIdentifier }: Room, account: string, name: string, hasRule = true): Promise<SharedTable> {
    const client = world.client(account);
    const { configuredTable } = await client.send(new CreateConfiguredTableCommand({
      name,
      tableReference: { glue: { databaseName: 'sales', tableName: name } },
      allowedColumns: ['email', 'amount'],
      analysisMethod: 'DIRECT_QUERY',
    }));
    if (hasRule) {
      await client.send(new CreateConfiguredTableAnalysisRuleCommand({
        configuredTableIdentifier: configuredTable!.id!,
        analysisRuleType: 'LIST',
        analysisRulePolicy: { v1: { list: { joinColumns: ['email'], listColumns: ['amount'] } } },
      }));
    }
    const { configuredTableAssociation } = await client.send(new CreateConfiguredTableAssociationCommand({
      membershipIdentifier, configuredTableIdentifier: configuredTable!.id!, name, roleArn: `arn:aws:iam::${account}:role/reader`,
    }));
    return new SharedTable(world, account, membershipIdentifier, configuredTableAssociation!.id!);
  }

  private constructor(
    private readonly world: World,
    private readonly account: string,
    private readonly membershipIdentifier: string,
    private readonly configuredTableAssociationIdentifier: string,
  ) {}

  public async makeReady(analysisRuleType: AnalysisRuleType & ('LIST' | 'CUSTOM') = 'LIST'): Promise<void> {
    const rule = { allowedResultReceivers: [ADVERTISER], allowedAdditionalAnalyses: [] };
    await this.world.client(this.account).send(new CreateConfiguredTableAssociationAnalysisRuleCommand({
      membershipIdentifier: this.membershipIdentifier,
      configuredTableAssociationIdentifier: this.configuredTableAssociationIdentifier,
      analysisRuleType,
      analysisRulePolicy: { v1: analysisRuleType === 'LIST' ? { list: rule } : { custom: rule } },
    }));
  }
}
