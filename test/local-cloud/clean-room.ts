import type {
  CleanRooms, ConfiguredTableAnalysisRulePolicyV1, CreateCollaborationCommandInput, CreateMembershipCommandInput,
  CreateConfiguredTableCommandInput, MembershipProtectedQueryResultConfiguration,
} from '@aws-sdk/client-cleanrooms';
import { clientOf, TEST_REGION } from './client';

export const ADVERTISER = '111111111111';
export const PUBLISHER = '222222222222';
export const STRANGER = '333333333333';

type MembershipChanges = Partial<CreateMembershipCommandInput>;
type TableChanges = Partial<CreateConfiguredTableCommandInput>;

const RESULTS: MembershipProtectedQueryResultConfiguration = {
  outputConfiguration: { s3: { bucket: 'results', keyPrefix: 'reach', resultFormat: 'CSV' } },
};

/** A clean room of two accounts, made call by call for tests: the advertiser asks, and the publisher has the data. */
export class CleanRoom {
  public readonly advertiser: CleanRooms;
  public readonly publisher: CleanRooms;

  constructor(private readonly url: string) {
    this.advertiser = clientOf(url, ADVERTISER);
    this.publisher = clientOf(url, PUBLISHER);
  }

  public async collaborate(changes: Partial<CreateCollaborationCommandInput> = {}): Promise<string> {
    const { collaboration } = await this.advertiser.createCollaboration({
      name: 'Campaign reach',
      description: 'Who saw the campaign',
      creatorDisplayName: 'Advertiser',
      creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
      members: [{ accountId: PUBLISHER, displayName: 'Publisher', memberAbilities: [] }],
      queryLogStatus: 'DISABLED',
      ...changes,
    });
    return collaboration!.id!;
  }

  public async join(account: string, collaborationIdentifier: string, changes: MembershipChanges = {}): Promise<string> {
    const { membership } = await clientOf(this.url, account).createMembership({
      collaborationIdentifier,
      queryLogStatus: 'DISABLED',
      ...account === ADVERTISER && { defaultResultConfiguration: RESULTS },
      ...changes,
    });
    return membership!.id!;
  }

  /** Both accounts join a new collaboration. */
  public async open(changes: Partial<CreateCollaborationCommandInput> = {}): Promise<Memberships> {
    const collaborationIdentifier = await this.collaborate(changes);
    return {
      collaborationIdentifier,
      advertiser: await this.join(ADVERTISER, collaborationIdentifier),
      publisher: await this.join(PUBLISHER, collaborationIdentifier),
    };
  }

  /** A table of the publisher, with its rule if it has one. */
  public async table(name: string, policy?: ConfiguredTableAnalysisRulePolicyV1, changes: TableChanges = {}): Promise<string> {
    const { configuredTable } = await this.publisher.createConfiguredTable({
      name,
      tableReference: { glue: { databaseName: 'sales', tableName: name } },
      allowedColumns: ['email', 'amount'],
      analysisMethod: 'DIRECT_QUERY',
      ...changes,
    });
    const configuredTableIdentifier = configuredTable!.id!;
    if (policy) {
      await this.publisher.createConfiguredTableAnalysisRule({
        configuredTableIdentifier,
        analysisRuleType: typeOf(policy),
        analysisRulePolicy: { v1: policy },
      });
    }
    return configuredTableIdentifier;
  }

  public async associate(name: string, membershipIdentifier: string, configuredTableIdentifier: string): Promise<Association> {
    const { configuredTableAssociation } = await this.publisher.createConfiguredTableAssociation({
      membershipIdentifier,
      configuredTableIdentifier,
      name,
      roleArn: `arn:aws:iam::${PUBLISHER}:role/reader`,
    });
    const { id, arn } = configuredTableAssociation!;
    return { configuredTableAssociationIdentifier: id!, membershipIdentifier, arn: arn! };
  }

  /** An association that can be queried: its table has a rule, and it has one of its own that lets the advertiser have results. */
  public async readyTable(name: string, membershipIdentifier: string, policy: ConfiguredTableAnalysisRulePolicyV1): Promise<Association> {
    const { arn, ...association } = await this.associate(name, membershipIdentifier, await this.table(name, policy));
    const type = typeOf(policy);
    const rule = { allowedResultReceivers: [ADVERTISER], allowedAdditionalAnalyses: [] };
    await this.publisher.createConfiguredTableAssociationAnalysisRule({
      ...association,
      analysisRuleType: type,
      analysisRulePolicy: { v1: type === 'LIST' ? { list: rule } : { custom: rule } },
    });
    return { arn, ...association };
  }

  /** Sends what the SDK has no command for yet. */
  public async send<Answer>(account: string, method: string, path: string, body?: object, region = TEST_REGION): Promise<Answer> {
    const authorization = `AWS4-HMAC-SHA256 Credential=${account}/20261121/${region}/cleanrooms/aws4_request, Signature=any`;
    const response = await fetch(`${this.url}${path}`, { method, headers: { authorization }, body: body && JSON.stringify(body) });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${response.headers.get('x-amzn-errortype')}: ${answer}`);
    return (answer ? JSON.parse(answer) : {}) as Answer;
  }
}

export interface Memberships {
  readonly collaborationIdentifier: string;
  /** The membership of the advertiser. */
  readonly advertiser: string;
  /** The membership of the publisher. */
  readonly publisher: string;
}

export interface Association {
  readonly configuredTableAssociationIdentifier: string;
  readonly membershipIdentifier: string;
  readonly arn: string;
}

/** A rule that lets everything be listed. */
export const LIST_RULE: ConfiguredTableAnalysisRulePolicyV1 = { list: { joinColumns: ['email'], listColumns: ['amount'] } };

/** A rule that lets the advertiser ask what it likes. */
export const ANY_QUERY_RULE: ConfiguredTableAnalysisRulePolicyV1 = {
  custom: { allowedAnalyses: ['ANY_QUERY'], allowedAnalysisProviders: [ADVERTISER] },
};

function typeOf(policy: ConfiguredTableAnalysisRulePolicyV1): 'LIST' | 'CUSTOM' | 'AGGREGATION' {
  if (policy.list) return 'LIST';
  return policy.custom ? 'CUSTOM' : 'AGGREGATION';
}
