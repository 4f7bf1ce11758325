import { CfnResource, Lazy, Names, Stack } from 'aws-cdk-lib';
import { CfnPolicy, CfnRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct, IDependable } from 'constructs';
import { acknowledgeWildcards, reasonOf, withReason } from '../foundation/acknowledgements';
import { followCondition } from '../foundation/conditions';

/** A statement in a policy of the function's role. */
export interface ProviderStatement {
  readonly Action: readonly string[];
  readonly Resource: string | string[];
  readonly Condition?: object;
}

/** A statement for the custom resources of a type. */
export interface TypeStatement extends ProviderStatement {
  /** Sets it apart from others for the same type: its policy goes with the last resource that needs it. @default - that of the type */
  readonly policy?: string;
}

/** The role of the function: its own statements, and a policy for each kind of custom resource in the stack. */
export class ProviderRole {
  public readonly arn: string;
  private readonly own: Statements;
  private readonly role: CfnRole | Role;

  constructor(private readonly provider: Construct, statement: ProviderStatement) {
    this.own = new Statements(provider);
    // `Role.customizeRoles` knows L2s alone: it has them created elsewhere, and reports their statements.
    this.role = provider.node.tryGetContext('@aws-cdk/iam:customizeRoles')
      ? new Role(provider, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
      : new CfnRole(provider, 'Role', {
        assumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
        },
        policies: [{ policyName: 'Inline', policyDocument: this.own.document }],
      });
    this.arn = this.role instanceof Role ? this.role.roleArn : this.role.attrArn;
    this.allow(statement);
    acknowledgeWildcards(provider, () => this.statements().flatMap(({ all }) => all).map((each) => withReason({ ...each }, reasonFor(each))));
  }

  /** Adds a statement of the role itself. */
  public allow(statement: ProviderStatement): void {
    if (this.role instanceof Role) this.role.addToPrincipalPolicy(PolicyStatement.fromJson({ Effect: 'Allow', ...statement }));
    else this.own.add(statement);
  }

  /** Adds a statement in a policy of the given name. Returns what has the permission, for others to depend on. */
  public allowInPolicy(name: string, statement: ProviderStatement): IDependable {
    if (this.role instanceof Role) {
      this.allow(statement);
      return this.role;
    }
    const id = `PolicyFor${name}`;
    const policy = this.provider.node.tryFindChild(id) as DeferredPolicy | undefined ?? new DeferredPolicy(this.provider, id, this.role);
    policy.statements.add(statement);
    return policy;
  }

  /** Adds a statement in a policy that follows the condition of a resource. */
  public allowOn(resource: IConstruct, statement: ProviderStatement): IDependable {
    const policy = this.allowInPolicy(Names.uniqueResourceName(resource, { maxLength: 100 }), statement);
    const definition = resource.node.defaultChild ?? resource;
    if (policy instanceof DeferredPolicy && CfnResource.isCfnResource(definition)) followCondition(policy, definition);
    return policy;
  }

  /** Sets the permissions boundary; a role that is created elsewhere gets its own there. */
  public limitBy(boundary: IManagedPolicy): void {
    if (this.role instanceof CfnRole) this.role.permissionsBoundary = boundary.managedPolicyArn;
  }

  /** The documents of all policies, as in the template. */
  public documents(): unknown[] {
    return this.statements().map(({ document }) => Stack.of(this.provider).resolve(document));
  }

  private statements(): Statements[] {
    const deferred = this.provider.node.children.filter((child) => child instanceof DeferredPolicy);
    return [this.own, ...deferred.map(({ statements }) => statements)];
  }
}

/** Returns the reason why a statement needs its wildcards. */
function reasonFor(statement: ProviderStatement): string {
  const given = reasonOf(statement);
  if (given !== undefined) return given;
  if (statement.Resource === '*') return `${statement.Action.join(', ')}: no resource type, see ${REFERENCE}`;
  const bound = statement.Condition ? '; a condition on tags binds the statement' : '';
  return `the role cannot name what the function has yet to create, what waits for the function, or what other members share${bound}`;
}

const REFERENCE = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscleanrooms.html';

const POLICY_NAME_CHARACTERS = 128;
const HASH_CHARACTERS = 8;

/** Returns a logical id as a name. If it is too long, its middle is left out: its beginning is readable, its end is a hash. */
function policyName(logicalId: string): string {
  const tooMany = logicalId.length - POLICY_NAME_CHARACTERS;
  return tooMany > 0 ? logicalId.slice(0, -tooMany - HASH_CHARACTERS) + logicalId.slice(-HASH_CHARACTERS) : logicalId;
}

/** A policy of the function's role that is created after the resources in it, and deleted after the resources that depend on it. */
class DeferredPolicy extends CfnPolicy {
  public readonly statements: Statements;

  constructor(scope: Construct, id: string, role: CfnRole) {
    const statements = new Statements(scope);
    super(scope, id, {
      policyName: Lazy.string({ produce: () => policyName(String(this.stack.resolve(this.logicalId))) }),
      policyDocument: statements.document,
      roles: [role.ref],
    });
    this.statements = statements;
  }
}

/** Each statement once, in an order that does not depend on the order of definition. */
class Statements {
  public readonly document = { Version: '2012-10-17', Statement: Lazy.uncachedAny({ produce: () => this.distinct() }) };
  public readonly all: ProviderStatement[] = [];

  constructor(private readonly scope: Construct) {}

  public add(statement: ProviderStatement): void {
    this.all.push(statement);
  }

  private distinct(): object[] {
    const byText = new Map(this.all.map((statement) => [JSON.stringify(Stack.of(this.scope).resolve(statement)), { Effect: 'Allow', ...statement }]));
    return [...byText].sort(([one], [other]) => one < other ? -1 : 1).map(([, statement]) => statement);
  }
}
