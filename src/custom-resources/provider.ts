import * as path from 'path';
import {
  CfnResource, CustomResourceProviderBase, Duration, Lazy, Names, RemovalPolicy, Size, Stack, Token, determineLatestNodeRuntimeName,
} from 'aws-cdk-lib';
import type { Construct, IConstruct, IDependable } from 'constructs';
import type { ResourceType } from './contract';
import { warnAboutPolicySize } from './policy-size';
import { followCondition } from '../foundation/conditions';
import { warn } from '../foundation/warnings';

const ID = 'CleanRoomsCustomResources';

/** A statement in a policy of the function's role. */
export interface ProviderStatement {
  readonly Action: readonly string[];
  readonly Resource: string | string[];
  readonly Condition?: object;
}

/**
 * The function that handles all custom resources of a stack, and its role, which has only the permissions that the custom resources of that
 * stack need.
 */
export class CleanRoomsProvider extends CustomResourceProviderBase {
  /** The time that CloudFormation waits for a response: a little more than the timeout of the function. */
  public static readonly SERVICE_TIMEOUT = Duration.minutes(16);

  /** Returns the provider of the stack of the given construct. */
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

  /** Adds a statement to the role, unless it has the same one already. */
  public allow(statement: ProviderStatement): void {
    const key = JSON.stringify(Stack.of(this).resolve(statement));
    if (this.allowed.has(key)) return;
    this.allowed.add(key);
    this.addToRolePolicy({ Effect: 'Allow', ...statement });
  }

  /**
   * Adds a statement for the resources of a type, and returns what these must depend on.
   *
   * An update changes the role before it deletes resources that were removed from the stack. So the statements of each type are in a separate
   * policy, which is deleted after the last resource of that type: the function can still delete the resource.
   */
  public allowFor(type: ResourceType, statement: ProviderStatement): IDependable {
    return this.allowInOwnPolicy(type.split('::')[1], statement);
  }

  /**
   * Adds a statement on a resource that can itself depend on this function, such as a membership, which depends on its guard. The role
   * cannot refer to it. A separate policy can, which is returned for the caller to depend on.
   */
  public allowOn(resource: IConstruct, statement: ProviderStatement): IDependable {
    const policy = this.allowInOwnPolicy(Names.uniqueResourceName(resource, { maxLength: 100 }), statement);
    const definition = resource.node.defaultChild ?? resource;
    if (policy instanceof DeferredPolicy && CfnResource.isCfnResource(definition)) followCondition(policy, definition);
    return policy;
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

  /** Returns the policies of the role, as in the template. */
  private policies(): unknown[] {
    const resources = this.node.children.filter((child) => child instanceof DeferredPolicy || child === this.roleResource()) as CfnResource[];
    return resources.flatMap((resource) => {
      const { Resources } = Stack.of(this).resolve(resource._toCloudFormation()) as { Resources: Record<string, { Properties: PolicyProperties }> };
      return Object.values(Resources).map(({ Properties: { Policies, PolicyDocument } }) => PolicyDocument ?? Policies);
    });
  }

  /** Returns the role, unless the roles of the app are created elsewhere (`Role.customizeRoles`). */
  private roleResource(): CfnResource | undefined {
    return this.node.tryFindChild('Role') as CfnResource | undefined;
  }

  /** Adds a log group with a retention in place of the one that Lambda creates, and a statement in place of the managed policy for all groups. */
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

/** The properties of a role or a policy that have statements. */
interface PolicyProperties {
  readonly Policies?: unknown[];
  readonly PolicyDocument?: object;
}

/** Returns a logical id as a name. If it is too long, its middle is left out: its beginning is readable, its end is a hash. */
function policyName(logicalId: string): string {
  const tooMany = logicalId.length - POLICY_NAME_CHARACTERS;
  return tooMany > 0 ? logicalId.slice(0, -tooMany - HASH_CHARACTERS) + logicalId.slice(-HASH_CHARACTERS) : logicalId;
}

/** A policy of the function's role that is created after the resources in it, and deleted after the resources that depend on it. */
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

  /** Returns each statement once, in an order that does not depend on the order of definition. */
  private document(): object[] {
    const byText = new Map(this.statements.map((statement) => [JSON.stringify(this.stack.resolve(statement)), { Effect: 'Allow', ...statement }]));
    return [...byText].sort(([one], [other]) => one < other ? -1 : 1).map(([, statement]) => statement);
  }
}
