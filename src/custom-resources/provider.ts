import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import * as path from 'path';
import { AssetStaging, Aws, Duration, FileAssetPackaging, Lazy, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as cxapi from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import type { IConstruct, IDependable } from 'constructs';
import type { ResourceType } from './contract';
import { MOST_SECONDS_OF_INVOCATION } from './contract/waiting';
import type { CustomResourceFunctionOptions } from './function-options';
import { warnAboutPolicySize } from './policy-size';
import { ProviderRole } from './provider-role';
import type { ProviderStatement, TypeStatement } from './provider-role';
import { withReason } from '../foundation/acknowledgements';
import { warn } from '../foundation/warnings';

const ID = 'CleanRoomsCustomResources';
/** By these, providers and settings of another copy of this library are known. */
const PROVIDER_SYMBOL = Symbol.for('cdk-cleanrooms.CleanRoomsProvider');
const OPTIONS_SYMBOL = Symbol.for('cdk-cleanrooms.CustomResourceFunctionOptions');
const MEMORY_MEBIBYTES = 256;
/** The newest runtime that the function is tested on. It changes with this library alone, so that another aws-cdk-lib does not deploy it anew. */
const RUNTIME = 'nodejs24.x';
/** What Lambda needs for a function in a VPC. */
const MANAGE_NETWORK_INTERFACES = withReason<ProviderStatement>({
  Action: [
    'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
  ],
  Resource: '*',
}, 'what Lambda needs for a function in a VPC cannot be bound to the function: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html');
const CODE = path.join(__dirname, '..', '..', 'assets', 'lambda', 'handler');
let codeHash: string | undefined;

/** Returns the hash of the code alone: versions of aws-cdk-lib can hash the same file differently, and would deploy the function anew. */
function hashOfCode(): string {
  return codeHash ??= createHash('sha256').update(readFileSync(path.join(CODE, 'index.js'))).digest('hex');
}

/** Whether a wait can take longer than an invocation of the function: of a token that is not known. */
export function isLongWait(waitSeconds?: number): boolean {
  return waitSeconds !== undefined && (Token.isUnresolved(waitSeconds) || waitSeconds > MOST_SECONDS_OF_INVOCATION);
}

interface Configured extends IConstruct {
  [OPTIONS_SYMBOL]?: CustomResourceFunctionOptions;
}

/** Sets options of the functions in a scope: of those that are there, and of those that come. Aspects would not reach into stages. */
export function configure(scope: Configured, options: CustomResourceFunctionOptions): void {
  scope[OPTIONS_SYMBOL] = { ...scope[OPTIONS_SYMBOL], ...options };
  scope.node.findAll().forEach((construct) => {
    if (PROVIDER_SYMBOL in construct) (construct as IConstruct as CleanRoomsProvider).configure();
  });
}

/**
 * The function that handles all custom resources of a stack, and its role, which has only the permissions that the custom resources of that
 * stack need. All of it is made of L1s, so that tags, aspects and linters see it.
 */
export class CleanRoomsProvider extends Construct {
  /**
   * Returns the time that CloudFormation waits for a response: a little more than the timeout of the function, or than a wait that takes
   * several invocations.
   */
  public static serviceTimeout(waitSeconds?: number): Duration {
    if (!isLongWait(waitSeconds)) return Duration.minutes(16);
    return Token.isUnresolved(waitSeconds) ? Duration.hours(1) : Duration.seconds(Math.min(waitSeconds! + 120, 3600));
  }

  /** Returns the provider of the stack of the given construct. */
  public static of(scope: Construct): CleanRoomsProvider {
    const stack = Stack.of(scope);
    return (stack.node.tryFindChild(ID) as CleanRoomsProvider | undefined) ?? new CleanRoomsProvider(stack);
  }

  /** The ARN of the function. */
  public readonly serviceToken: string;
  private readonly role: ProviderRole;
  private readonly handler: CfnFunction;
  private readonly logs: { arn: string };

  private constructor(stack: Stack) {
    super(stack, ID);
    Object.defineProperty(this, PROVIDER_SYMBOL, { value: true });

    const logGroup = new CfnLogGroup(this, 'LogGroup', { retentionInDays: RetentionDays.ONE_MONTH });
    logGroup.applyRemovalPolicy(RemovalPolicy.DESTROY);
    this.logs = { arn: logGroup.attrArn };
    this.role = new ProviderRole(this, {
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: Lazy.string({ produce: () => this.logs.arn }),
    });

    // As aws-cdk-lib's own custom resources do. An `Asset` would load the L2s of S3 as well, and facts on all Regions.
    const code = new AssetStaging(this, 'Code', { sourcePath: CODE, assetHash: hashOfCode() });
    const fileName = code.relativeStagedPath(stack);
    const { bucketName: s3Bucket, objectKey: s3Key } = stack.synthesizer.addFileAsset({
      fileName, sourceHash: code.assetHash, packaging: FileAssetPackaging.ZIP_DIRECTORY, displayName: 'Function of cdk-cleanrooms',
    });
    this.handler = new CfnFunction(this, 'Handler', {
      description: 'Calls the AWS Clean Rooms API for the custom resources of this stack',
      code: { s3Bucket, s3Key },
      handler: 'index.handler',
      runtime: RUNTIME,
      role: this.role.arn,
      memorySize: MEMORY_MEBIBYTES,
      timeout: Duration.minutes(15).toSeconds(),
      loggingConfig: { logGroup: logGroup.ref },
      environment: { variables: { STACK_ID: Aws.STACK_ID } },
    });
    if (this.node.tryGetContext(cxapi.ASSET_RESOURCE_METADATA_ENABLED_CONTEXT)) {
      this.handler.addMetadata(cxapi.ASSET_RESOURCE_METADATA_PATH_KEY, fileName);
      this.handler.addMetadata(cxapi.ASSET_RESOURCE_METADATA_IS_BUNDLED_KEY, false);
      this.handler.addMetadata(cxapi.ASSET_RESOURCE_METADATA_PROPERTY_KEY, 'Code');
    }
    this.serviceToken = this.handler.attrArn;
    this.node.addValidation({
      validate: () => {
        warn(this, warnAboutPolicySize(this.role.documents()));
        return [];
      },
    });
    this.configure();
  }

  /**
   * Adds a statement for the resources of a type, and returns what these must depend on.
   *
   * An update changes the role before it deletes resources that were removed from the stack. So the statements of each type are in a separate
   * policy, which is deleted after the last resource of that type: the function can still delete the resource.
   */
  public allowFor(type: ResourceType, { policy = '', ...statement }: TypeStatement): IDependable {
    return this.role.allowInPolicy(`${type.split('::')[1]}${policy}`, statement);
  }

  /** Lets the function invoke itself, so that a wait can take longer than an invocation. */
  public allowLongWaits(): IDependable {
    return this.role.allowInPolicy('LongWaits', { Action: ['lambda:InvokeFunction'], Resource: this.serviceToken });
  }

  /**
   * Adds a statement on a resource that can itself depend on this function, such as a membership, which depends on its guard. The role
   * cannot refer to it. A separate policy can, which is returned for the caller to depend on.
   */
  public allowOn(resource: IConstruct, statement: ProviderStatement): IDependable {
    return this.role.allowOn(resource, statement);
  }

  /** Applies the settings of the scopes that this is in. */
  public configure(): void {
    const options: CustomResourceFunctionOptions = Object.assign({}, ...this.node.scopes.map((scope) => (scope as Configured)[OPTIONS_SYMBOL]));
    this.apply(options);
  }

  private apply(options: CustomResourceFunctionOptions): void {
    if (options.memorySize) this.handler.memorySize = options.memorySize.toMebibytes();
    if (options.permissionsBoundary) this.role.limitBy(options.permissionsBoundary);
    this.configureLogs(options);
    this.configureNetwork(options);
  }

  private configureLogs({ logGroup, logRetention, logEncryptionKey }: CustomResourceFunctionOptions): void {
    if (logGroup) {
      this.node.tryRemoveChild('LogGroup');
      this.logs.arn = logGroup.logGroupArn;
      this.handler.loggingConfig = { logGroup: logGroup.logGroupName };
      return;
    }
    const own = this.node.tryFindChild('LogGroup') as CfnLogGroup | undefined;
    if (!own) return;
    if (logRetention !== undefined) own.retentionInDays = logRetention === RetentionDays.INFINITE ? undefined : logRetention;
    if (logEncryptionKey) own.kmsKeyId = logEncryptionKey.keyArn;
  }

  private configureNetwork({ vpc, vpcSubnets, securityGroups }: CustomResourceFunctionOptions): void {
    if (!vpc) return;
    const groups = securityGroups ?? [this.ownSecurityGroup(vpc)];
    this.role.allow(MANAGE_NETWORK_INTERFACES);
    this.handler.vpcConfig = {
      subnetIds: vpc.selectSubnets(vpcSubnets).subnetIds,
      securityGroupIds: groups.map(({ securityGroupId }) => securityGroupId),
    };
  }

  private ownSecurityGroup(vpc: NonNullable<CustomResourceFunctionOptions['vpc']>): SecurityGroup {
    return this.node.tryFindChild('SecurityGroup') as SecurityGroup | undefined
      ?? new SecurityGroup(this, 'SecurityGroup', { vpc, description: 'Function of cdk-cleanrooms: calls AWS APIs and CloudFormation' });
  }
}
