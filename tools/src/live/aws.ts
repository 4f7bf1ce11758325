import {
  CleanRoomsClient, GetAnalysisTemplateCommand, GetCollaborationCommand, GetConfiguredTableAnalysisRuleCommand,
  GetConfiguredTableAssociationAnalysisRuleCommand, GetConfiguredTableAssociationCommand, GetConfiguredTableCommand, GetIdMappingTableCommand,
  GetIdNamespaceAssociationCommand, GetMembershipCommand, GetPrivacyBudgetTemplateCommand, ListAnalysisTemplatesCommand,
  ListConfiguredTableAssociationsCommand, ListMembersCommand, ListPrivacyBudgetTemplatesCommand,
} from '@aws-sdk/client-cleanrooms';
import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { LakeFormationClient, ListPermissionsCommand, ListResourcesCommand } from '@aws-sdk/client-lakeformation';
import { GetBucketEncryptionCommand, GetBucketLocationCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { rawResponseOf } from './raw-response';

/** A command of the SDK that reads, with the action that its caller needs to be allowed. */
export interface Read<Input, Output> {
  readonly action: `${keyof typeof CLIENTS}:${string}`;
  readonly Command: CommandClass<Input, Output>;
}

type CommandClass<Input, Output> = new (input: NonNullable<Input>) => {
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: Output }>;
};

const CLIENTS = {
  cleanrooms: CleanRoomsClient,
  cloudformation: CloudFormationClient,
  iam: IAMClient,
  kms: KMSClient,
  lakeformation: LakeFormationClient,
  s3: S3Client,
  sts: STSClient,
};

function read<Input, Output>(action: Read<Input, Output>['action'], Command: CommandClass<Input, Output>): Read<Input, Output> {
  return { action, Command };
}

/** Everything that is asked of AWS. All of it reads: what is not in this list cannot be sent. */
export const READS = {
  callerIdentity: read('sts:GetCallerIdentity', GetCallerIdentityCommand),
  stackResources: read('cloudformation:ListStackResources', ListStackResourcesCommand),
  collaboration: read('cleanrooms:GetCollaboration', GetCollaborationCommand),
  members: read('cleanrooms:ListMembers', ListMembersCommand),
  membership: read('cleanrooms:GetMembership', GetMembershipCommand),
  configuredTable: read('cleanrooms:GetConfiguredTable', GetConfiguredTableCommand),
  configuredTableRule: read('cleanrooms:GetConfiguredTableAnalysisRule', GetConfiguredTableAnalysisRuleCommand),
  association: read('cleanrooms:GetConfiguredTableAssociation', GetConfiguredTableAssociationCommand),
  associationRule: read('cleanrooms:GetConfiguredTableAssociationAnalysisRule', GetConfiguredTableAssociationAnalysisRuleCommand),
  associations: read('cleanrooms:ListConfiguredTableAssociations', ListConfiguredTableAssociationsCommand),
  analysisTemplate: read('cleanrooms:GetAnalysisTemplate', GetAnalysisTemplateCommand),
  analysisTemplates: read('cleanrooms:ListAnalysisTemplates', ListAnalysisTemplatesCommand),
  budgetTemplate: read('cleanrooms:GetPrivacyBudgetTemplate', GetPrivacyBudgetTemplateCommand),
  budgetTemplates: read('cleanrooms:ListPrivacyBudgetTemplates', ListPrivacyBudgetTemplatesCommand),
  idMappingTable: read('cleanrooms:GetIdMappingTable', GetIdMappingTableCommand),
  idNamespaceAssociation: read('cleanrooms:GetIdNamespaceAssociation', GetIdNamespaceAssociationCommand),
  role: read('iam:GetRole', GetRoleCommand),
  bucketLocation: read('s3:GetBucketLocation', GetBucketLocationCommand),
  bucketEncryption: read('s3:GetEncryptionConfiguration', GetBucketEncryptionCommand),
  key: read('kms:DescribeKey', DescribeKeyCommand),
  keyPolicy: read('kms:GetKeyPolicy', GetKeyPolicyCommand),
  registeredLocations: read('lakeformation:ListResources', ListResourcesCommand),
  lakeFormationPermissions: read('lakeformation:ListPermissions', ListPermissionsCommand),
};

/** What could not be read, and why. */
export class Unreadable extends Error {}

/** Errors that say that something is not there. */
const NOT_FOUND = /^(ResourceNotFoundException|NoSuchEntity(Exception)?|NoSuchBucket|NotFoundException|EntityNotFoundException|ServerSideEncryptionConfigurationNotFoundError)$/;

/** Where in AWS something is read, with whose credentials. */
export interface Place {
  /** @default - the Region of the environment or the profile */
  readonly region?: string;
  /** @default - the credentials that the SDK finds */
  readonly profile?: string;
}

interface Client {
  send(command: unknown): Promise<unknown>;
}

/** A Region of AWS, as the caller may read it. */
export class Aws {
  private readonly clients = new Map<string, Client>();

  constructor(private readonly place: Place) {}

  /** Reads something; `undefined` where it is not there. Throws `Unreadable` where it may not be read, or AWS does not answer. */
  public async read<Input, Output>({ action, Command }: Read<Input, Output>, input: Input): Promise<Output | undefined> {
    const [service] = action.split(':') as [keyof typeof CLIENTS];
    const command = new Command(input as NonNullable<Input>);
    const client = this.client(service);
    try {
      // The version of the SDK may not know everything that Clean Rooms has, and would leave it out.
      return await (service === 'cleanrooms' ? rawResponseOf(client, command) : client.send(command)) as Output;
    } catch (error) {
      const { name, message } = error as Error;
      if (NOT_FOUND.test(name) || (name === 'ValidationError' && / does not exist$/.test(message))) return undefined;
      throw new Unreadable(`${action}: ${name}: ${message}`);
    }
  }

  /** Reads all pages of a list; `undefined` where what it is of is not there. */
  public async list<Input extends object, Output>(reading: Read<Input, Output>, input: Input): Promise<Output[] | undefined> {
    const pages: Output[] = [];
    for (let token: object | undefined = {}; token;) {
      const page: Output | undefined = await this.read(reading, { ...input, ...token });
      if (page === undefined) return undefined;
      pages.push(page);
      const { nextToken, NextToken } = page as { readonly nextToken?: string; readonly NextToken?: string };
      token = nextToken ? { nextToken } : NextToken ? { NextToken } : undefined;
    }
    return pages;
  }

  private client(service: keyof typeof CLIENTS): Client {
    const known = this.clients.get(service);
    if (known) return known;
    const endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
    // The location of any bucket is asked of us-east-1; other endpoints than those of AWS may not have the names of buckets as hosts.
    const forS3 = { region: 'us-east-1', followRegionRedirects: true, forcePathStyle: endpoint !== undefined };
    const client = new CLIENTS[service]({ ...this.place, ...service === 's3' && forS3, maxAttempts: 8, retryMode: 'adaptive' });
    this.clients.set(service, client as never);
    return client as never;
  }
}
