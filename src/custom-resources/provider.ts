import * as path from 'path';
import {
  CfnResource, CustomResourceProviderBase, Duration, Lazy, Names, RemovalPolicy, Size, Stack, Token, determineLatestNodeRuntimeName,
} from 'aws-cdk-lib';
import type { Construct, IConstruct, IDependable } from 'constructs';
import type { ResourceType } from './contract';
import { warnAboutPolicySize } from './policy-size';
import { warn } from '../foundation/warnings';

const ID = 'CleanRoomsCustomResources';

/** A statement of the provider's role. */
export interface ProviderStatement {
  readonly Action: readonly string[];
  readonly Resource: string | string[];
  readonly Condition?: object;
}

/**
 * The function behind all custom resources of a stack, and its role, which may do what the custom resources of that stack
 * need and nothing else.
 */
export class CleanRoomsProvider extends CustomResourceProviderBase {
  /** How long CloudFormation waits for an answer: a little longer than the function can take to give it. */
  public static readonly SERVICE_TIMEOUT = Duration.minutes(16);

  /** The provider of the stack of the given construct. */
  public static of(scope: Construct): CleanRoomsProvider {
    const stack = Stack.of(scope);
    return (stack.node.tryFindChild(ID) as CleanRoomsProvider | undefined) ?? new CleanRoomsProvider(stack);
  }

  private readonly allowed = new Set<string>();

  private constructor(stack: Stack) {
    super(stack, ID, {
      codeDirectory: path.join(__dirname, '..', '..', 'assets', 'lambda', 'handler'),
      description: 'Calls the AWS Clean Rooms API for the custom resources of this stack',
      memorySize: Size.mebibytes(256),
      runtimeName: determineLatestNodeRuntimeName(stack),
      timeout: Duration.minutes(15),
    });
    this.logToGroupWithRetention();
    this.node.addValidation({
      validate: () => {
        warn(this, warnAboutPolicySize(this.policies()));
        return [];
      },
    });
  }

  /** Lets the function do what the statement says; asking twice adds nothing. */
  public allow(statement: ProviderStatement): void {
    const key = JSON.stringify(Stack.of(this).resolve(statement));
    if (this.allowed.has(key)) return;
    this.allowed.add(key);
    this.addToRolePolicy({ Effect: 'Allow', ...statement });
  }

  /**
   * Lets the function do what the statement says for the resources of a type, and returns what they must wait for.
   *
   * An update changes the role before it deletes what was taken out of the stack. So the statements of a type are a policy of
   * their own, which goes after the last resource of that type: the function can still delete it.
   */
  public allowFor(type: ResourceType, statement: ProviderStatement): IDependable {
    return this.allowInOwnPolicy(type.split('::')[1], statement);
  }

  /**
   * Lets the function do what the statement says of a resource that may itself wait for this function, such as a membership,
   * which waits for its guard. The role cannot name it; a policy of its own can, which is returned for the caller to wait for.
   */
  public allowOn(resource: IConstruct, statement: ProviderStatement): IDependable {
    return this.allowInOwnPolicy(Names.uniqueResourceName(resource, { maxLength: 100 }), statement);
  }

  private allowInOwnPolicy(what: string, statement: ProviderStatement): IDependable {
    const role = this.roleResource();
    if (!role) {
      this.allow(statement);
      return this;
    }
    const id = `PolicyFor${what}`;
    const policy = this.node.tryFindChild(id) as DeferredPolicy | undefined ?? new DeferredPolicy(this, id, role.ref);
    policy.add(statement);
    return policy;
  }

  /** All that the role may do, as the template has it. */
  private policies(): unknown[] {
    const resources = this.node.children.filter((child) => child instanceof DeferredPolicy || child === this.roleResource()) as CfnResource[];
    return resources.flatMap((resource) => {
      const { Resources } = Stack.of(this).resolve(resource._toCloudFormation()) as { Resources: Record<string, { Properties: PolicyProperties }> };
      return Object.values(Resources).map(({ Properties: { Policies, PolicyDocument } }) => PolicyDocument ?? Policies);
    });
  }

  /** The role, unless the app makes its roles elsewhere (`Role.customizeRoles`). */
  private roleResource(): CfnResource | undefined {
    return this.node.tryFindChild('Role') as CfnResource | undefined;
  }

  /** In place of the group that Lambda would make, which never expires, and of the managed policy, which covers every group. */
  private logToGroupWithRetention(): void {
    const logGroup = new CfnResource(this, 'LogGroup', { type: 'AWS::Logs::LogGroup', properties: { RetentionInDays: 30 } });
    logGroup.applyRemovalPolicy(RemovalPolicy.DESTROY);

    const handler = this.node.findChild('Handler') as CfnResource;
    handler.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.ref });

    this.roleResource()?.addPropertyDeletionOverride('ManagedPolicyArns');
    this.allow({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: Token.asString(logGroup.getAtt('Arn')) });
  }
}

const POLICY_NAME_CHARACTERS = 128;
const HASH_CHARACTERS = 8;

/** What a role or a policy has of what it allows. */
interface PolicyProperties {
  readonly Policies?: unknown[];
  readonly PolicyDocument?: object;
}

/** The logical id, less some of its middle where it is too long for a name: its beginning tells what it is, its end is a hash. */
function policyName(logicalId: string): string {
  const tooMany = logicalId.length - POLICY_NAME_CHARACTERS;
  return tooMany > 0 ? logicalId.slice(0, -tooMany - HASH_CHARACTERS) + logicalId.slice(-HASH_CHARACTERS) : logicalId;
}

/** A policy of the function's role that comes after the resources that it names, and goes after those that wait for it. */
class DeferredPolicy extends CfnResource {
  private readonly statements: ProviderStatement[] = [];

  constructor(scope: Construct, id: string, roleName: string) {
    super(scope, id, {
      type: 'AWS::IAM::Policy',
      properties: {
        PolicyName: Lazy.string({ produce: () => policyName(String(this.stack.resolve(this.logicalId))) }),
        PolicyDocument: { Version: '2012-10-17', Statement: Lazy.uncachedAny({ produce: () => this.document() }) },
        Roles: [roleName],
      },
    });
  }

  public add(statement: ProviderStatement): void {
    this.statements.push(statement);
  }

  /** Each statement once, in an order that does not depend on what was defined first. */
  private document(): object[] {
    const byText = new Map(this.statements.map((statement) => [JSON.stringify(this.stack.resolve(statement)), { Effect: 'Allow', ...statement }]));
    return [...byText].sort(([one], [other]) => one < other ? -1 : 1).map(([, statement]) => statement);
  }
}
