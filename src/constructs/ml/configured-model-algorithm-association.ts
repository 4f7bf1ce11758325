import { Resource, SizeRoundingBehavior } from 'aws-cdk-lib';
import type { IResource, Size } from 'aws-cdk-lib';
import { CfnConfiguredModelAlgorithm, CfnConfiguredModelAlgorithmAssociation } from 'aws-cdk-lib/aws-cleanroomsml';
import type { aws_cleanrooms as cleanRoomsRefs, aws_cleanroomsml as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { ConfiguredModelAlgorithmAssociationGrants } from './configured-model-algorithm-association-grants';
import { warnAboutConfiguredModelAlgorithmAssociation } from './configured-model-algorithm-association-rules';
import type { ContainerLogsPolicy, ModelPrivacy } from './model-privacy';
import { ResourceType } from '../../custom-resources/contract';
import { contentName } from '../../foundation/content-name';
import { copied } from '../../foundation/copied';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkImport } from '../../foundation/imports';
import { checkedAndInjectable, checkedMethods } from '../../foundation/parameters';
import { nameOr } from '../../foundation/physical-names';
import { resourceBehind } from '../../foundation/references';
import type { Warning } from '../../foundation/warnings';
import type { Member } from '../../program/member';
import { membershipOwning } from '../../program/parents';
import { Program } from '../../program/program';
import { currentProperties, renderedProperty } from '../../program/rendered-properties';
import type { CollaborationLookupOptions } from '../collaboration/named-lookup';
import { NamedLookup } from '../collaboration/named-lookup';

/** The association of a configured model algorithm with a collaboration, defined in this app or elsewhere. */
export interface IConfiguredModelAlgorithmAssociation extends IResource, refs.IConfiguredModelAlgorithmAssociationRef {
  /**
   * The ARN of the association. Analysis rules refer to it.
   * @attribute
   */
  readonly configuredModelAlgorithmAssociationArn: string;

  /** Permissions on this association. */
  readonly grants: ConfiguredModelAlgorithmAssociationGrants;
}

/** Properties of the association of a configured model algorithm. Changing any of them replaces the association. */
export interface ConfiguredModelAlgorithmAssociationProps {
  /** The membership that the association belongs to. */
  readonly membership: cleanRoomsRefs.IMembershipRef;

  /** The algorithm. */
  readonly configuredModelAlgorithm: refs.IConfiguredModelAlgorithmRef;

  /**
   * The name of the association, which the other members see. 1 to 63 characters. If you set a name, change it together with any other
   * property, because the new association is created before the old one is deleted.
   *
   * @default - generated from the path of the construct and the other properties
   */
  readonly configuredModelAlgorithmAssociationName?: string;

  /**
   * The purpose of the algorithm, for the other members. At most 255 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The logs, metrics and exports of models that members can access.
   *
   * @default - no logs, no metrics and no exports
   */
  readonly privacy?: ModelPrivacy;
}

/** Options for looking up the association of a configured model algorithm in a collaboration. */
export interface ConfiguredModelAlgorithmAssociationLookupOptions extends CollaborationLookupOptions {
  /** The exact name of the association. */
  readonly configuredModelAlgorithmAssociationName: string;
}

@checkedMethods('ConfiguredModelAlgorithmAssociation')
abstract class ConfiguredModelAlgorithmAssociationBase extends Resource implements IConfiguredModelAlgorithmAssociation {
  public abstract readonly configuredModelAlgorithmAssociationArn: string;
  public readonly grants = ConfiguredModelAlgorithmAssociationGrants.fromConfiguredModelAlgorithmAssociation(this);

  public get configuredModelAlgorithmAssociationRef(): refs.ConfiguredModelAlgorithmAssociationReference {
    return { configuredModelAlgorithmAssociationArn: this.configuredModelAlgorithmAssociationArn };
  }
}

/**
 * Associates a configured model algorithm with a collaboration, where the member who can query trains models with it.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/associate-model-algorithm.html
 * @resource AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { ConfiguredModelAlgorithm, ConfiguredModelAlgorithmAssociation, Membership } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Models', { env: { account: '111111111111', region: 'us-east-1' } });
 * new ConfiguredModelAlgorithmAssociation(stack, 'Association', {
 *   membership: Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333'),
 *   configuredModelAlgorithm: ConfiguredModelAlgorithm.fromConfiguredModelAlgorithmArn(stack, 'Churn',
 *     'arn:aws:cleanrooms-ml:us-east-1:111111111111:configured-model-algorithm/churn'),
 * });
 */
@checkedAndInjectable('ConfiguredModelAlgorithmAssociation')
export class ConfiguredModelAlgorithmAssociation extends ConfiguredModelAlgorithmAssociationBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.ConfiguredModelAlgorithmAssociation';

  /**
   * Imports an association by its ARN,
   * `arn:aws:cleanrooms-ml:<region>:<account>:membership/<membership id>/configured-model-algorithm-association/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param configuredModelAlgorithmAssociationArn The ARN of the association. An ARN of another type is an error; a token is not checked.
   */
  public static fromConfiguredModelAlgorithmAssociationArn(
    scope: Construct, id: string, configuredModelAlgorithmAssociationArn: string,
  ): IConfiguredModelAlgorithmAssociation {
    checkImport(scope, { configuredModelAlgorithmAssociationArn }, 'cleanrooms-ml', 'membership/<membership id>/configured-model-algorithm-association/<id>');
    class Import extends ConfiguredModelAlgorithmAssociationBase {
      public readonly configuredModelAlgorithmAssociationArn = configuredModelAlgorithmAssociationArn;
    }
    return new Import(scope, id, { environmentFromArn: configuredModelAlgorithmAssociationArn });
  }

  /**
   * Looks up an association in a collaboration by its name at deployment. Later updates keep the association that was found.
   *
   * @param scope The construct in which the lookup is defined. Its stack looks at deployment, in its own account and Region.
   * @param id The id of the lookup in its scope.
   * @param options What identifies the association, and how long to wait for it.
   */
  public static fromCollaboration(
    scope: Construct, id: string, options: ConfiguredModelAlgorithmAssociationLookupOptions,
  ): IConfiguredModelAlgorithmAssociation {
    const { configuredModelAlgorithmAssociationName: name } = options;
    const lookup = new NamedLookup(scope, id, ResourceType.CONFIGURED_MODEL_ALGORITHM_ASSOCIATION_LOOKUP, name, options);
    return ConfiguredModelAlgorithmAssociation.fromConfiguredModelAlgorithmAssociationArn(lookup, 'ConfiguredModelAlgorithmAssociation', lookup.arn);
  }

  public readonly configuredModelAlgorithmAssociationArn: string;

  /** The logs, metrics and exports of models that members can access. */
  public readonly privacy: ModelPrivacy;

  constructor(scope: Construct, id: string, props: ConfiguredModelAlgorithmAssociationProps) {
    super(scope, id, { physicalName: props.configuredModelAlgorithmAssociationName });
    const privacy = copied(props.privacy);
    this.privacy = privacy ?? {};

    checkPartition(this);
    checkSameEnvironment(this, { membership: props.membership });
    Program.add(this).addCheck((model, findings) => {
      const collaboration = model.collaborationOfMembership(membershipOwning(resource, props.membership).key);
      const members = collaboration?.members();
      if (members) findings.warning(this, ...this.warningsAbout(members, collaboration!.removedAccountIds()));
    });

    const generate = () => contentName(this, () => ({
      ...currentProperties(resource, CREATE_ONLY), algorithm: nameOfAlgorithm(props.configuredModelAlgorithm),
    }), { maxLength: 63, separator: '-' });
    const resource: CfnConfiguredModelAlgorithmAssociation = new CfnConfiguredModelAlgorithmAssociation(this, 'Resource', {
      name: nameOr(props.configuredModelAlgorithmAssociationName, this.physicalName, generate),
      description: props.description,
      membershipIdentifier: props.membership.membershipRef.membershipIdentifier,
      configuredModelAlgorithmArn: props.configuredModelAlgorithm.configuredModelAlgorithmRef.configuredModelAlgorithmArn,
      privacyConfiguration: privacy && renderPrivacy(privacy),
    });

    this.configuredModelAlgorithmAssociationArn = resource.attrConfiguredModelAlgorithmAssociationArn;
  }

  private warningsAbout(members: readonly Member[], removed: readonly string[]): Warning[] {
    const { trainedModels, trainedModelExports, trainedModelInferenceJobs } = this.privacy;
    const logs = [...trainedModels?.containerLogs ?? [], ...trainedModelInferenceJobs?.containerLogs ?? []];
    return warnAboutConfiguredModelAlgorithmAssociation({
      logReaders: logs.flatMap(({ accountIds }) => accountIds),
      exportsModels: trainedModelExports !== undefined,
    }, members, removed);
  }
}

/** The properties whose change replaces an association, but its name. */
const CREATE_ONLY = ['description', 'membershipIdentifier', 'configuredModelAlgorithmArn', 'privacyConfiguration'];

/**
 * Returns the name of an algorithm of this program. Any change of an algorithm replaces it and then its association, but the reference to
 * it in the association stays the same; its generated name does not.
 */
function nameOfAlgorithm(algorithm: refs.IConfiguredModelAlgorithmRef): unknown {
  const resource = resourceBehind(algorithm, CfnConfiguredModelAlgorithm.CFN_RESOURCE_TYPE_NAME);
  return resource && renderedProperty(resource, 'Name');
}

function renderPrivacy(
  { trainedModels, trainedModelExports, trainedModelInferenceJobs }: ModelPrivacy,
): CfnConfiguredModelAlgorithmAssociation.PrivacyConfigurationProperty {
  return {
    policies: {
      trainedModels: trainedModels && {
        containerLogs: trainedModels.containerLogs?.map(renderLogs),
        containerMetrics: trainedModels.metricNoise && { noiseLevel: trainedModels.metricNoise },
        maxArtifactSize: renderSize(trainedModels.maxArtifactSize),
      },
      trainedModelExports: trainedModelExports && {
        filesToExport: trainedModelExports.files,
        maxSize: renderSize(trainedModelExports.maxSize)!,
      },
      trainedModelInferenceJobs: trainedModelInferenceJobs && {
        containerLogs: trainedModelInferenceJobs.containerLogs?.map(renderLogs),
        maxOutputSize: renderSize(trainedModelInferenceJobs.maxOutputSize),
      },
    },
  };
}

/** Returns the policy for logs. Patterns require the entity CUSTOM, which requires patterns. */
function renderLogs(policy: ContainerLogsPolicy): CfnConfiguredModelAlgorithmAssociation.LogsConfigurationPolicyProperty {
  const { redact = [], redactPatterns = [] } = policy;
  return {
    allowedAccountIds: policy.accountIds,
    logType: policy.logType,
    filterPattern: policy.filterPattern,
    logRedactionConfiguration: redact.length || redactPatterns.length ? {
      entitiesToRedact: [...redact, ...redactPatterns.length ? ['CUSTOM'] : []],
      customEntityConfig: redactPatterns.length ? { customDataIdentifiers: redactPatterns } : undefined,
    } : undefined,
  };
}

function renderSize(size: Size | undefined): { unit: string; value: number } | undefined {
  return size && { unit: 'GB', value: size.toGibibytes({ rounding: SizeRoundingBehavior.NONE }) };
}
