import { Lazy, RemovalPolicy, Resource } from 'aws-cdk-lib';
import type { IResource, Stack } from 'aws-cdk-lib';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { IRole } from 'aws-cdk-lib/aws-iam';
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
import { contentHash, contentName } from '../../foundation/content-name';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkImport, checkImportedIds } from '../../foundation/imports';
import { checkedAndInjectable, checkedMethods } from '../../foundation/parameters';
import { nameOr } from '../../foundation/physical-names';
import { isRetained } from '../../foundation/retention';
import { serviceRole, warnAboutUnboundTrust } from '../../foundation/service-role';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { membershipOwning } from '../../program/parents';
import type { NamedMembership } from '../../program/parents';
import { Program } from '../../program/program';
import { currentProperties, renderedProperty } from '../../program/rendered-properties';
import { howToNameMembers } from '../../program/unknown-members';
import { followOwnCondition } from '../collaboration/live-resource';
import type { CollaborationLookupOptions } from '../collaboration/named-lookup';
import { NamedLookup } from '../collaboration/named-lookup';

/** An analysis template, defined in this app or elsewhere. */
export interface IAnalysisTemplate extends IResource, refs.IAnalysisTemplateRef {
  /**
   * The ARN of the template. The analysis rules of tables refer to it.
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

/** Properties of an analysis template, without its membership. */
export interface AnalysisTemplateOptions {
  /** The SQL or script that the template runs. Any change of it creates a new template with a new ARN. */
  readonly source: AnalysisSource;

  /**
   * The name of the template, which all members see: at most 128 letters, digits, underscores, spaces and single hyphens.
   *
   * By default, the name changes with the source: CloudFormation creates the new template and updates everything in this app that
   * refers to it before it deletes the old one. With a given name, CloudFormation deletes the old template before it creates the new
   * one. To change the source without a gap, change the name as well, for example to `reach-v2`.
   *
   * @default - generated from the path of the construct and the source
   */
  readonly analysisTemplateName?: string;

  /**
   * The purpose of the template, for the members who decide whether to allow it. At most 255 characters. It can be changed without a
   * replacement.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * What happens to the template when it is removed from the stack or replaced. With `RemovalPolicy.RETAIN`, earlier templates are
   * kept, so that members who allow one by its ARN can use it until they allow the new one. Keep the artifacts and the role of a
   * PySpark template as well. The default quota is 100 templates for each membership.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Properties of an analysis template. */
export interface AnalysisTemplateProps extends AnalysisTemplateOptions {
  /** The membership of the member who adds the template to the collaboration. */
  readonly membership: refs.IMembershipRef;
}

/** Attributes of an existing analysis template. */
export interface AnalysisTemplateAttributes {
  /** The id of the template, a UUID. */
  readonly analysisTemplateIdentifier: string;

  /** The id of the membership that the template belongs to, a UUID. */
  readonly membershipIdentifier: string;
}

/** Options for looking up an analysis template in a collaboration. */
export interface AnalysisTemplateLookupOptions extends CollaborationLookupOptions {
  /**
   * The exact name of the template. Its owner must set one, because a generated name changes with the content.
   */
  readonly analysisTemplateName: string;

  /**
   * The SHA-256 of what the template must run, in hexadecimal: of its SQL as UTF-8, or of the script of a PySpark template. With any other
   * source the deployment fails, and names the SHA-256 that it has found. Take the value from a text that you have read, such as
   * `createHash('sha256').update(sql).digest('hex')`.
   *
   * @default - any source
   * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_GetCollaborationAnalysisTemplate.html
   */
  readonly sourceSha256?: string;
}

@checkedMethods('AnalysisTemplate')
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
 * SQL or a PySpark script that members can review and allow to run on their tables. A custom analysis rule refers to it by its ARN.
 *
 * A table whose rule refers to the template is created after the template, when the tables in its SQL may not exist yet. The service
 * accepts that, but validates the SQL for differential privacy only when the template is next read.
 *
 * Only the description of a template can be changed. See `analysisTemplateName` and `removalPolicy` for how a new version replaces it.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/create-analysis-template.html
 * @resource AWS::CleanRooms::AnalysisTemplate
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { AnalysisParameterType, AnalysisSource, AnalysisTemplate, Membership } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'University', { env: { account: '111111111111', region: 'us-east-1' } });
 * const membership = Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333');
 * new AnalysisTemplate(stack, 'Ages', {
 *   membership,
 *   source: AnalysisSource.sql('SELECT age, COUNT(DISTINCT patient) FROM patients WHERE diagnosis = :diagnosis GROUP BY age', {
 *     parameters: { diagnosis: { type: AnalysisParameterType.VARCHAR } },
 *   }),
 * });
 */
@checkedAndInjectable('AnalysisTemplate')
export class AnalysisTemplate extends AnalysisTemplateBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.AnalysisTemplate';

  /**
   * Imports a template by its ARN, `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/analysistemplate/<id>`. It can be
   * another member's.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param analysisTemplateArn The ARN of the analysis template. An ARN of another type is an error; a token is not checked.
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

  /**
   * Imports a template by its ids, in the account and Region of the stack.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param attrs What identifies the analysis template, and what is known of it. What is left out is not checked.
   */
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

  /**
   * Looks up a template of a collaboration by its name at deployment. Later updates keep the template that was found.
   *
   * @param scope The construct in which the lookup is defined. Its stack looks at deployment, in its own account and Region.
   * @param id The id of the lookup in its scope.
   * @param options What identifies the analysis template, and how long to wait for it.
   */
  public static fromCollaboration(scope: Construct, id: string, options: AnalysisTemplateLookupOptions): IAnalysisTemplate {
    const lookup = new NamedLookup(scope, id, ResourceType.ANALYSIS_TEMPLATE_LOOKUP, options.analysisTemplateName, options, {
      sourceSha256: options.sourceSha256,
      read: { action: 'cleanrooms:GetCollaborationAnalysisTemplate', resourceType: 'analysistemplate' },
    });
    return AnalysisTemplate.fromAnalysisTemplateArn(lookup, 'AnalysisTemplate', lookup.arn);
  }

  public readonly analysisTemplateArn: string;
  public readonly analysisTemplateIdentifier: string;
  public readonly membershipIdentifier: string;

  /** The SQL or script that the template runs. */
  public readonly source: AnalysisSource;

  /** The role that Clean Rooms uses to read the artifacts of a PySpark template. */
  public readonly role?: IRole;

  /**
   * The SHA-256 of the SQL or the script, in hexadecimal, as other members can pin it with `sourceSha256`; `undefined` if it is not known at
   * synthesis, as for SQL with tokens and for scripts that are in S3 already.
   *
   * The L1 has the hashes of a script as its property `sourceMetadata`. CreateAnalysisTemplate does not take them: the service computes them
   * from the objects, and only returns them.
   */
  public readonly sourceSha256?: string;

  constructor(scope: Construct, id: string, props: AnalysisTemplateProps) {
    super(scope, id, { physicalName: props.analysisTemplateName });
    const source = props.source._implementation.bind(this);
    const retained = isRetained(props.removalPolicy);
    this.source = props.source;
    this.sourceSha256 = source.sha256;

    checkPartition(this);
    checkSameEnvironment(this, { membership: props.membership });
    throwIfAny(this, [...checkAnalysisTemplate(source.parts), ...source.artifacts?.check() ?? []]);
    warn(this, [...warnAboutAnalysisTemplate(source.parts, this.stack.region), ...warnAboutVersions(retained, props.analysisTemplateName)]);
    const membership = () => membershipOwning(resource, props.membership);
    Program.add(this).addCheck((model, findings) => {
      const { key, inEnvironmentOf } = membership();
      const collaboration = model.collaborationOfMembership(key);
      findings.fault(this, ...checkTemplateOwner(source.parts, model.memberOfAccount(collaboration, inEnvironmentOf)));
      findings.warning(this, ...warnAboutSyntheticDataPayer(source.parts, collaboration?.members()));
    });

    if (source.artifacts) {
      this.role = source.artifacts.role ?? this.roleToRead(membership);
      source.artifacts.grantRead(this.role);
    }
    const content = {
      ...source.render(this.role),
      membershipIdentifier: props.membership.membershipRef.membershipIdentifier,
    };
    const name = nameOr(props.analysisTemplateName, this.physicalName,
      () => contentName(this, () => currentProperties(resource, CREATE_ONLY), GENERATED_NAME));
    const resource: CfnAnalysisTemplate = new CfnAnalysisTemplate(this, 'Resource', { ...content, name, description: props.description });
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.DESTROY);
    if (this.role) {
      ServiceRoleReady.before(resource, this.role);
      followOwnCondition(this, resource);
    }
    this.replaceLogicalIdWithName(resource);

    this.analysisTemplateArn = resource.attrArn;
    this.analysisTemplateIdentifier = resource.attrAnalysisTemplateIdentifier;
    this.membershipIdentifier = resource.membershipIdentifier;
  }

  /** Creates a role that trusts the membership of the template and the memberships of members who run jobs. */
  private roleToRead(membership: () => NamedMembership): IRole {
    const program = Program.of(this);
    const trust = () => ({
      membershipArns: [membership().membershipArn],
      accountIds: program.model.collaborationOfMembership(membership().key)?.accountIdsWith('CAN_RUN_JOB')
        ?.filter((account) => account !== this.stack.account),
    });
    program.addCheck((model, findings) => findings.warning(this, ...warnAboutUnboundTrust('Role', trust(),
      () => `${howToNameMembers(model, model.collaborationOfMembership(membership().key))}, or set 'role' of the source`)));
    return serviceRole(this, 'Role', 'Clean Rooms reads the artifacts of a PySpark template with it', trust);
  }

  /**
   * Replaces the logical id with one that changes with the name. A template of another name is then another resource, which CloudFormation
   * creates before it deletes the old one. If it replaced one resource, it would delete the old one first, as the schema of the type says.
   */
  private replaceLogicalIdWithName(resource: CfnAnalysisTemplate): void {
    const { stack } = this;
    resource.overrideLogicalId(Lazy.uncachedString({
      produce: () => {
        const hash = contentHash(this, renderedProperty(resource, 'Name') ?? '');
        return renamedLogicalId(stack, stack.getLogicalId(resource).slice(0, 255 - hash.length) + hash);
      },
    }));
  }
}

/** The properties whose change replaces a template, but its name. */
const CREATE_ONLY = ['format', 'source', 'schema', 'analysisParameters', 'errorMessageConfiguration', 'syntheticDataParameters', 'membershipIdentifier'];

/** The names of templates cannot have hyphens everywhere, for example not as the second character. */
const GENERATED_NAME = { maxLength: 128, separator: '_' };

/** Returns the logical id that `stack.renameLogicalId` assigns in place of another. */
function renamedLogicalId(stack: Stack, logicalId: string): string {
  return (stack as unknown as { readonly _logicalIds: { applyRename(id: string): string } })._logicalIds.applyRename(logicalId);
}
