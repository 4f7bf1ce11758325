import { createHash } from 'crypto';
import { Lazy, Names, RemovalPolicy, Resource } from 'aws-cdk-lib';
import type { IResource, Stack } from 'aws-cdk-lib';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { AnalysisSource } from './analysis-source';
import { AnalysisTemplateGrants } from './analysis-template-grants';
import {
  checkAnalysisTemplate, checkTemplateOwner, warnAboutAnalysisTemplate, warnAboutSyntheticDataPayer, warnAboutVersions,
} from './analysis-template-rules';
import { ResourceType } from '../../custom-resources/contract';
import { ServiceRoleReady } from '../../custom-resources/service-role-ready';
import { childIdInArn, cleanRoomsArn, idInArn } from '../../foundation/arns';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkImport, checkImportedIds } from '../../foundation/imports';
import { nameOr } from '../../foundation/physical-names';
import { isRetained } from '../../foundation/retention';
import { serviceRole, warnAboutUnboundTrust } from '../../foundation/service-role';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { Program } from '../../program/program';
import { overriddenProperties } from '../../program/rendered-properties';
import type { CollaborationLookupOptions } from '../collaboration/named-lookup';
import { NamedLookup } from '../collaboration/named-lookup';

/** An analysis template, defined in this app or elsewhere. */
export interface IAnalysisTemplate extends IResource, refs.IAnalysisTemplateRef {
  /**
   * The ARN of the template, by which the rules of tables allow it.
   * @attribute
   */
  readonly analysisTemplateArn: string;

  /**
   * The id of the template, a UUID.
   * @attribute
   */
  readonly analysisTemplateIdentifier: string;

  /**
   * The id of the membership that the template belongs to.
   * @attribute
   */
  readonly membershipIdentifier: string;

  /** Permissions on this template. */
  readonly grants: AnalysisTemplateGrants;
}

/** Properties of an analysis template. */
export interface AnalysisTemplateProps {
  /** The membership of the member who brings the template into the collaboration. */
  readonly membership: refs.IMembershipRef;

  /** What the template runs. Changing anything of it makes a new template with a new ARN. */
  readonly source: AnalysisSource;

  /**
   * The name of the template, which all members see: at most 128 letters, digits, underscores, blanks and single hyphens.
   *
   * With the default, a changed source makes a template with another name: it is there, and everything of this app that names the
   * template has turned to it, before the old one is deleted. With a name of yours, CloudFormation deletes the old template and
   * then makes the new one, and in between there is none. To change the source without a gap, change the name too, as in
   * `reach-v2`.
   *
   * @default - a name made from the path of the construct and what the template runs
   */
  readonly analysisTemplateName?: string;

  /**
   * What the template is for, as the members read it who decide whether to allow it. At most 255 characters. The only thing that
   * can be changed in place.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * What happens to the template when it leaves the stack or makes place for a new one. With `RemovalPolicy.RETAIN` earlier
   * templates stay, so that members who allow one of them by its ARN can go on with it until they allow the new one. Keep what a
   * PySpark template reads, and its role, as well. The default quota is 100 templates for each membership.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** What identifies an analysis template. */
export interface AnalysisTemplateAttributes {
  /** The id of the template, a UUID. */
  readonly analysisTemplateIdentifier: string;

  /** The id of the membership that the template belongs to, a UUID. */
  readonly membershipIdentifier: string;
}

/** What is known of an analysis template that is looked up. */
export interface AnalysisTemplateLookupOptions extends CollaborationLookupOptions {
  /**
   * The name of the template, exactly. Its owner has to give it one: a name that is generated is another one whenever the content
   * changes.
   */
  readonly analysisTemplateName: string;
}

abstract class AnalysisTemplateBase extends Resource implements IAnalysisTemplate {
  public abstract readonly analysisTemplateArn: string;
  public abstract readonly analysisTemplateIdentifier: string;
  public abstract readonly membershipIdentifier: string;
  public readonly grants = AnalysisTemplateGrants.fromAnalysisTemplate(this);

  public get analysisTemplateRef(): refs.AnalysisTemplateReference {
    return {
      analysisTemplateArn: this.analysisTemplateArn,
      analysisTemplateIdentifier: this.analysisTemplateIdentifier,
      membershipIdentifier: this.membershipIdentifier,
    };
  }
}

/**
 * SQL or a PySpark script that members can allow to run on their tables, as it is: a custom analysis rule names it by its ARN.
 *
 * A table whose rule names the template is made after it. That works, though the tables in its text are not there yet; only
 * whether its text fits differential privacy is then unknown to the service until somebody looks at the template again.
 *
 * A template never changes but for its description. See `analysisTemplateName` and `removalPolicy` for how a new version takes
 * its place.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/create-analysis-template.html
 * @resource AWS::CleanRooms::AnalysisTemplate
 */
@propertyInjectable
export class AnalysisTemplate extends AnalysisTemplateBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.AnalysisTemplate';

  /**
   * The template with the given ARN, which can be another member's:
   * `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/analysistemplate/<id>`: another one is refused.
   */
  public static fromAnalysisTemplateArn(scope: Construct, id: string, analysisTemplateArn: string): IAnalysisTemplate {
    checkImport(scope, { analysisTemplateArn }, 'cleanrooms', 'membership/<membership id>/analysistemplate/<id>');
    class Import extends AnalysisTemplateBase {
      public readonly analysisTemplateArn = analysisTemplateArn;
      public readonly analysisTemplateIdentifier = childIdInArn(analysisTemplateArn);
      public readonly membershipIdentifier = idInArn(analysisTemplateArn);
    }
    return new Import(scope, id, { environmentFromArn: analysisTemplateArn });
  }

  /** The template with the given ids, of the account and in the Region of the stack. */
  public static fromAnalysisTemplateAttributes(scope: Construct, id: string, attrs: AnalysisTemplateAttributes): IAnalysisTemplate {
    const { membershipIdentifier, analysisTemplateIdentifier } = attrs;
    checkImportedIds(scope, { membershipIdentifier, analysisTemplateIdentifier });
    class Import extends AnalysisTemplateBase {
      public readonly analysisTemplateArn =
        cleanRoomsArn(this, `membership/${membershipIdentifier}/analysistemplate/${analysisTemplateIdentifier}`);
      public readonly analysisTemplateIdentifier = analysisTemplateIdentifier;
      public readonly membershipIdentifier = membershipIdentifier;
    }
    return new Import(scope, id);
  }

  /** The template of a member of a collaboration, found at deployment by its name. It stays the same in later updates. */
  public static fromCollaboration(scope: Construct, id: string, options: AnalysisTemplateLookupOptions): IAnalysisTemplate {
    const lookup = new NamedLookup(scope, id, ResourceType.ANALYSIS_TEMPLATE_LOOKUP, options.analysisTemplateName, options);
    return AnalysisTemplate.fromAnalysisTemplateArn(lookup, 'AnalysisTemplate', lookup.arn);
  }

  public readonly analysisTemplateArn: string;
  public readonly analysisTemplateIdentifier: string;
  public readonly membershipIdentifier: string;

  /** What the template runs. */
  public readonly source: AnalysisSource;

  /** The role with which Clean Rooms reads the artifacts of a PySpark template. */
  public readonly role?: IRole;

  constructor(scope: Construct, id: string, props: AnalysisTemplateProps) {
    super(scope, id, { physicalName: props.analysisTemplateName });
    const source = props.source._implementation.bind(this);
    const retained = isRetained(props.removalPolicy);
    this.source = props.source;

    checkPartition(this);
    checkSameEnvironment(this, { membership: props.membership });
    throwIfAny(this, checkAnalysisTemplate(source.parts));
    warn(this, [...warnAboutAnalysisTemplate(source.parts, this.stack.region), ...warnAboutVersions(retained, props.analysisTemplateName)]);
    Program.add(this).addCheck((model, findings) => {
      findings.fault(this, ...checkTemplateOwner(source.parts, model.memberOf(props.membership)));
      findings.warning(this, ...warnAboutSyntheticDataPayer(source.parts, model.collaborationOf(props.membership)?.members()));
    });

    if (source.artifacts) {
      this.role = source.artifacts.role ?? this.roleToRead(props.membership);
      source.artifacts.grantRead(this.role);
    }
    const content = {
      ...source.render(this.role),
      membershipIdentifier: props.membership.membershipRef.membershipIdentifier,
    };
    const name = nameOr(props.analysisTemplateName, this.physicalName, () => this.nameByContent(() => resource));
    const resource: CfnAnalysisTemplate = new CfnAnalysisTemplate(this, 'Resource', { ...content, name, description: props.description });
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.DESTROY);
    if (this.role) {
      ServiceRoleReady.before(resource, this.role);
    }
    this.replaceLogicalIdWithName(resource);

    this.analysisTemplateArn = resource.attrArn;
    this.analysisTemplateIdentifier = resource.attrAnalysisTemplateIdentifier;
    this.membershipIdentifier = resource.membershipIdentifier;
  }

  /** The template's own membership may assume it, and whoever runs jobs. */
  private roleToRead(membership: refs.IMembershipRef): IRole {
    const program = Program.of(this);
    const trust = () => ({
      membershipArns: [membership.membershipRef.membershipArn],
      accountIds: program.model.collaborationOf(membership)?.accountIdsWith('CAN_RUN_JOB')?.filter((account) => account !== this.stack.account),
    });
    program.addCheck((_, findings) => findings.warning(this, ...warnAboutUnboundTrust('Role', trust(),
      "give the import of the collaboration the accounts of its members, as 'memberAccountIds', or give a 'role'")));
    return serviceRole(this, 'Role', 'Clean Rooms reads the artifacts of a PySpark template with it', trust);
  }

  /**
   * A name that changes with what the template runs, whenever that was changed. Underscores, because the name of a template cannot have
   * hyphens everywhere: not as its second character, for one.
   */
  private nameByContent(resource: () => CfnAnalysisTemplate): string {
    return Lazy.uncachedString({
      produce: () => {
        const { format, source, schema, analysisParameters, errorMessageConfiguration, syntheticDataParameters, membershipIdentifier } = resource();
        const content = {
          format,
          source,
          schema,
          analysisParameters,
          errorMessageConfiguration,
          syntheticDataParameters,
          membershipIdentifier,
          overrides: overriddenProperties(resource()),
        };
        return `${Names.uniqueResourceName(this, { maxLength: 119, separator: '_' })}_${this.hash(content)}`;
      },
    });
  }

  /**
   * A template of another name is another resource for CloudFormation, which makes it before it deletes the old one. Replacing one
   * resource it would go about the other way round, as its schema of the type says.
   */
  private replaceLogicalIdWithName(resource: CfnAnalysisTemplate): void {
    const { stack } = this;
    resource.overrideLogicalId(Lazy.uncachedString({
      produce: () => {
        const hash = this.hash(resource.name);
        return renamedLogicalId(stack, stack.getLogicalId(resource).slice(0, 255 - hash.length) + hash);
      },
    }));
  }

  private hash(value: unknown): string {
    return createHash('sha256').update(JSON.stringify(this.stack.resolve(value))).digest('hex').slice(0, 8);
  }
}

/** The logical id that `stack.renameLogicalId` gives in place of another. */
function renamedLogicalId(stack: Stack, logicalId: string): string {
  return (stack as unknown as { readonly _logicalIds: { applyRename(id: string): string } })._logicalIds.applyRename(logicalId);
}
