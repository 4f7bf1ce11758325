import { CfnResource, Intrinsic, Lazy, Tokenization } from 'aws-cdk-lib';
import { CfnPolicy, CfnRole, PolicyDocument, Role } from 'aws-cdk-lib/aws-iam';
import type { AddToPrincipalPolicyResult, Policy, PolicyStatement, RoleProps } from 'aws-cdk-lib/aws-iam';
import { DependencyGroup } from 'constructs';
import type { Construct, IConstruct } from 'constructs';
import { targetsIn } from './dependencies';

/**
 * The name of the policy of a role. It does not depend on the path of the role: what depends on the policy, such as a membership, could otherwise
 * not be moved by `cdk refactor`, which takes a resource with another name for another one.
 */
const POLICY_NAME = 'CleanRoomsServiceRole';

/** The size up to which a policy is part of its role. IAM allows 10,240 characters; aws-cdk-lib divides larger policies. */
const MOST_CHARACTERS = 8_000;

/** The size that is assumed for what a token stands for. */
const TOKEN_CHARACTERS = 150;

/** What a policy may refer to within its role: resources that do not refer to the role, as a KMS key or an access point can in its own policy. */
const NEVER_REFERS_TO_ROLES = /^AWS::(Athena::WorkGroup|CleanRooms(ML)?::|Glue::|S3::Bucket$|SecretsManager::Secret$)/;

/** The policies of roles, for what changes them until templates are written. All copies of this library share it. */
const DOCUMENT = Symbol.for('cdk-cleanrooms.inline-policy');

/**
 * A role with its permissions in itself, so that a table takes one resource less of the 500 that a stack may have, and the permissions are there
 * when the role is. Permissions that are large, or that refer to what could refer to the role, are in a policy of their own, as those of other roles.
 */
export class InlinePolicyRole extends Role {
  /** The policy in the role; `undefined` of another role. */
  public static documentOf(role: object): PolicyDocument | undefined {
    return (role as { readonly [DOCUMENT]?: PolicyDocument })[DOCUMENT];
  }

  private readonly document = new PolicyDocument();
  private readonly inlined: { readonly statement: PolicyStatement; readonly policies: DependencyGroup }[] = [];
  private isSeparate = false;
  private characters = 0;

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id, props);
    const resource = this.node.defaultChild;
    if (!CfnRole.isCfnRole(resource)) { // as with `Role.customizeRoles`
      this.isSeparate = true;
      return;
    }
    Object.defineProperty(this, DOCUMENT, { value: this.document });
    resource.policies = Lazy.any({
      produce: () => this.document.isEmpty ? undefined : [{ policyName: POLICY_NAME, policyDocument: this.document }],
    }) as never;
    this.node.addValidation({ validate: () => this.document.validateForIdentityPolicy() });
  }

  public override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    if (this.isSeparate) return this.addSeparately(statement);

    this.characters += sizeOf(statement);
    if (this.characters > MOST_CHARACTERS || !statement.resources.every((resource) => canBeInline(this, resource))) {
      this.separate();
      return this.addSeparately(statement);
    }
    const policies = new DependencyGroup(this);
    this.inlined.push({ statement, policies });
    this.document.addStatements(statement);
    return { statementAdded: true, policyDependable: policies };
  }

  /** Moves what is in the role into a policy of its own. */
  private separate(): void {
    this.isSeparate = true;
    const { statements } = this.document as unknown as { readonly statements: PolicyStatement[] };
    statements.splice(0);
    for (const { statement, policies } of this.inlined) {
      const { policyDependable } = this.addSeparately(statement);
      if (policyDependable) policies.add(policyDependable);
    }
  }

  private addSeparately(statement: PolicyStatement): AddToPrincipalPolicyResult {
    const result = super.addToPrincipalPolicy(statement);
    const policy = (this.node.tryFindChild('DefaultPolicy') as Policy | undefined)?.node.defaultChild;
    if (CfnPolicy.isCfnPolicy(policy)) policy.policyName = POLICY_NAME;
    return result;
  }
}

function sizeOf(statement: PolicyStatement): number {
  const conditions = JSON.stringify(statement.conditions).length;
  return [...statement.actions, ...statement.resources].reduce((size, text) => size + charactersOf(text) + 3, 100 + conditions);
}

function charactersOf(text: string): number {
  const { tokens, length } = Tokenization.reverseString(text);
  return tokens.length ? length * TOKEN_CHARACTERS : text.length;
}

/** Whether it is certain that what a resource of a statement refers to does not refer to the role. A lazy value is not known yet. */
function canBeInline(role: IConstruct, resource: string): boolean {
  const { tokens } = Tokenization.reverseString(resource);
  return tokens.every((token) => token instanceof Intrinsic)
    && targetsIn(role, tokens).every((target) => !CfnResource.isCfnResource(target) || NEVER_REFERS_TO_ROLES.test(target.cfnResourceType));
}
