import { RemovalPolicy, Resource } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import { CfnPrivacyBudgetTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { PrivacyBudget } from './privacy-budget';
import { PrivacyBudgetTemplateGrants } from './privacy-budget-template-grants';
import { checkPrivacyBudget } from './privacy-budget-template-rules';
import { LIST_MEMBERSHIPS, readInMembership } from '../../custom-resources/statements';
import { childIdInArn, cleanRoomsArn, idInArn } from '../../foundation/arns';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkImport, checkImportedIds } from '../../foundation/imports';
import { checkedAndInjectable, checkedMethods } from '../../foundation/parameters';
import { throwIfAny } from '../../foundation/validation-faults';
import { Program } from '../../program/program';
import { keepAlive, RETAIN_ONCE_CREATED } from '../collaboration/live-resource';

/** A privacy budget template, defined in this app or elsewhere. */
export interface IPrivacyBudgetTemplate extends IResource, refs.IPrivacyBudgetTemplateRef {
  /**
   * The ARN of the template.
   * @attribute
   */
  readonly privacyBudgetTemplateArn: string;

  /**
   * The id of the template, a UUID.
   * @attribute
   */
  readonly privacyBudgetTemplateIdentifier: string;

  /**
   * The id of the membership that the template belongs to.
   * @attribute
   */
  readonly membershipIdentifier: string;

  /** Permissions on this template. */
  readonly grants: PrivacyBudgetTemplateGrants;
}

/** Properties of a privacy budget template, without its membership. */
export interface PrivacyBudgetTemplateOptions {
  /** The budget and its amounts. The amounts can be changed without a replacement; any other change replaces the budget. */
  readonly budget: PrivacyBudget;

  /**
   * Whether an update may replace the budget: by one of another membership, or for another table. The new budget starts with its full
   * amounts, and the usage log of a differential privacy budget is lost. Otherwise, a change that requires a replacement fails the
   * deployment before any resource changes.
   *
   * Where the membership and the table stay the same, this does not help: CloudFormation creates the new budget before it deletes the old
   * one, and a membership can have only one differential privacy budget, and a table only one access budget. Instead, set
   * `removalPolicy: RemovalPolicy.DESTROY` and deploy, then take the construct out and deploy, then add it anew.
   *
   * @default - `allowReplacement` of the collaboration, if this app defines it; otherwise false
   */
  readonly allowReplacement?: boolean;

  /**
   * What happens to the budget when it is removed from the stack. Without a differential privacy budget, tables with differential privacy
   * cannot be queried; without an access budget, a table can be used without limit. The membership of a retained budget cannot be deleted.
   *
   * @default - it is retained, unless the deployment that creates it fails (`RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE`)
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Properties of a privacy budget template. */
export interface PrivacyBudgetTemplateProps extends PrivacyBudgetTemplateOptions {
  /** The membership of the member whose data the budget protects. Changing it replaces the budget. */
  readonly membership: refs.IMembershipRef;
}

/** Attributes of an existing privacy budget template. */
export interface PrivacyBudgetTemplateAttributes {
  /** The id of the template, a UUID. */
  readonly privacyBudgetTemplateIdentifier: string;

  /** The id of the membership that the template belongs to, a UUID. */
  readonly membershipIdentifier: string;
}

@checkedMethods('PrivacyBudgetTemplate')
abstract class PrivacyBudgetTemplateBase extends Resource implements IPrivacyBudgetTemplate {
  public abstract readonly privacyBudgetTemplateArn: string;
  public abstract readonly privacyBudgetTemplateIdentifier: string;
  public abstract readonly membershipIdentifier: string;
  public readonly grants = PrivacyBudgetTemplateGrants.fromPrivacyBudgetTemplate(this);

  public get privacyBudgetTemplateRef(): refs.PrivacyBudgetTemplateReference {
    return {
      privacyBudgetTemplateArn: this.privacyBudgetTemplateArn,
      privacyBudgetTemplateIdentifier: this.privacyBudgetTemplateIdentifier,
      membershipIdentifier: this.membershipIdentifier,
    };
  }
}

/**
 * A limit on what a collaboration can learn from tables with differential privacy, or on how often it can use a table.
 *
 * By default, it is retained when it is removed from the stack, and an update that would replace it fails.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/dp-settings.html
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/configure-data-access-budget.html
 * @resource AWS::CleanRooms::PrivacyBudgetTemplate
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Membership, PrivacyBudget, PrivacyBudgetTemplate } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Hospital', { env: { account: '111111111111', region: 'us-east-1' } });
 * new PrivacyBudgetTemplate(stack, 'Budget', {
 *   membership: Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333'),
 *   budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }),
 * });
 */
@checkedAndInjectable('PrivacyBudgetTemplate')
export class PrivacyBudgetTemplate extends PrivacyBudgetTemplateBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.PrivacyBudgetTemplate';

  /**
   * Imports a template by its ARN,
   * `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/privacybudgettemplate/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param privacyBudgetTemplateArn The ARN of the budget template. An ARN of another type is an error; a token is not checked.
   */
  public static fromPrivacyBudgetTemplateArn(scope: Construct, id: string, privacyBudgetTemplateArn: string): IPrivacyBudgetTemplate {
    checkImport(scope, { privacyBudgetTemplateArn }, 'cleanrooms', 'membership/<membership id>/privacybudgettemplate/<id>');
    class Import extends PrivacyBudgetTemplateBase {
      public readonly privacyBudgetTemplateArn = privacyBudgetTemplateArn;
      public readonly privacyBudgetTemplateIdentifier = childIdInArn(privacyBudgetTemplateArn);
      public readonly membershipIdentifier = idInArn(privacyBudgetTemplateArn);
    }
    return new Import(scope, id, { environmentFromArn: privacyBudgetTemplateArn });
  }

  /**
   * Imports a template by its ids, in the account and Region of the stack.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param attrs What identifies the budget template, and what is known of it. What is left out is not checked.
   */
  public static fromPrivacyBudgetTemplateAttributes(
    scope: Construct, id: string, attrs: PrivacyBudgetTemplateAttributes,
  ): IPrivacyBudgetTemplate {
    const { membershipIdentifier, privacyBudgetTemplateIdentifier } = attrs;
    checkImportedIds(scope, { membershipIdentifier, privacyBudgetTemplateIdentifier });
    class Import extends PrivacyBudgetTemplateBase {
      public readonly privacyBudgetTemplateArn =
        cleanRoomsArn(this, `membership/${membershipIdentifier}/privacybudgettemplate/${privacyBudgetTemplateIdentifier}`);
      public readonly privacyBudgetTemplateIdentifier = privacyBudgetTemplateIdentifier;
      public readonly membershipIdentifier = membershipIdentifier;
    }
    return new Import(scope, id);
  }

  public readonly privacyBudgetTemplateArn: string;
  public readonly privacyBudgetTemplateIdentifier: string;
  public readonly membershipIdentifier: string;

  /** The budget and its amounts. */
  public readonly budget: PrivacyBudget;

  constructor(scope: Construct, id: string, props: PrivacyBudgetTemplateProps) {
    super(scope, id);
    const budget = props.budget._parts;
    const { type, autoRefresh, parameters } = budget;
    this.budget = props.budget;

    checkPartition(this);
    checkSameEnvironment(this, { membership: props.membership });
    throwIfAny(this, checkPrivacyBudget(budget));
    Program.add(this);

    const resource = new CfnPrivacyBudgetTemplate(this, 'Resource', {
      membershipIdentifier: props.membership.membershipRef.membershipIdentifier,
      privacyBudgetType: type,
      autoRefresh,
      parameters,
    });
    keepAlive(this, resource, {
      createOnly: ({ MembershipIdentifier, PrivacyBudgetType, AutoRefresh, Parameters }) => ({
        membership: MembershipIdentifier,
        type: PrivacyBudgetType,
        autoRefresh: AutoRefresh,
        table: (Parameters as { ResourceArn?: unknown } | undefined)?.ResourceArn,
      }),
      allowReplacement: props.allowReplacement,
      removalPolicy: props.removalPolicy ?? RETAIN_ONCE_CREATED,
      statements: [
        readInMembership(this, 'privacybudgettemplate', 'cleanrooms:ListPrivacyBudgetTemplates', 'cleanrooms:GetPrivacyBudgetTemplate'),
        LIST_MEMBERSHIPS,
      ],
    });

    this.privacyBudgetTemplateArn = resource.attrArn; // the same as `Ref`, which has ids for other resources of a membership
    this.privacyBudgetTemplateIdentifier = resource.attrPrivacyBudgetTemplateIdentifier;
    this.membershipIdentifier = resource.membershipIdentifier;
  }
}
