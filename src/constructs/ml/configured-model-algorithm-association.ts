import { Resource, SizeRoundingBehavior } from 'aws-cdk-lib';
import type { IResource, Size } from 'aws-cdk-lib';
import { CfnConfiguredModelAlgorithm, CfnConfiguredModelAlgorithmAssociation } from 'aws-cdk-lib/aws-cleanroomsml';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import type { aws_cleanrooms as cleanRoomsRefs, aws_cleanroomsml as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { ConfiguredModelAlgorithmAssociationGrants } from './configured-model-algorithm-association-grants';
import { warnAboutConfiguredModelAlgorithmAssociation } from './configured-model-algorithm-association-rules';
import type { ContainerLogsPolicy, ModelPrivacy } from './model-privacy';
import { contentName } from '../../foundation/content-name';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkImport } from '../../foundation/imports';
import type { Warning } from '../../foundation/warnings';
import type { Member } from '../../program/member';
import { Program } from '../../program/program';

/** The association of a configured model algorithm with a collaboration, defined in this app or elsewhere. */
export interface IConfiguredModelAlgorithmAssociation extends IResource, refs.IConfiguredModelAlgorithmAssociationRef {
  /**
   * The ARN of the association. Analysis rules allow the algorithm by it.
   * @attribute
   */
  readonly configuredModelAlgorithmAssociationArn: string;

  /** Permissions on this association. */
  readonly grants: ConfiguredModelAlgorithmAssociationGrants;
}

/** Properties of the association of a configured model algorithm. Changing any of them replaces the association. */
export interface ConfiguredModelAlgorithmAssociationProps {
  /** The membership by which the account of the stack takes part in the collaboration. */
  readonly membership: cleanRoomsRefs.IMembershipRef;

  /** The algorithm. */
  readonly configuredModelAlgorithm: refs.IConfiguredModelAlgorithmRef;

  /**
   * The name of the association, which the other members read. 1 to 63 characters. Whoever gives one should change it together
   * with any other property, because the new association is made before the old one is deleted.
   *
   * @default - a name made from the path of the construct and the other properties
   */
  readonly configuredModelAlgorithmAssociationName?: string;

  /**
   * What the algorithm does, as the other members read it. At most 255 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * What the members see of the model, and get of it.
   *
   * @default - neither logs nor metrics are shared, and nothing can be exported
   */
  readonly privacy?: ModelPrivacy;
}

abstract class ConfiguredModelAlgorithmAssociationBase extends Resource implements IConfiguredModelAlgorithmAssociation {
  public abstract readonly configuredModelAlgorithmAssociationArn: string;
  public readonly grants = ConfiguredModelAlgorithmAssociationGrants.fromConfiguredModelAlgorithmAssociation(this);

  public get configuredModelAlgorithmAssociationRef(): refs.ConfiguredModelAlgorithmAssociationReference {
    return { configuredModelAlgorithmAssociationArn: this.configuredModelAlgorithmAssociationArn };
  }
}

/**
 * Brings a configured model algorithm into a collaboration, where the member who can query trains models with it.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/associate-model-algorithm.html
 * @resource AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation
 */
@propertyInjectable
export class ConfiguredModelAlgorithmAssociation extends ConfiguredModelAlgorithmAssociationBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.ConfiguredModelAlgorithmAssociation';

  /**
   * The association with the given ARN,
   * `arn:aws:cleanrooms-ml:<region>:<account>:membership/<membership id>/configured-model-algorithm-association/<id>`: another one is refused.
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

  public readonly configuredModelAlgorithmAssociationArn: string;

  /** What the members see of the model, and get of it. */
  public readonly privacy: ModelPrivacy;

  constructor(scope: Construct, id: string, props: ConfiguredModelAlgorithmAssociationProps) {
    super(scope, id, { physicalName: props.configuredModelAlgorithmAssociationName });
    this.privacy = props.privacy ?? {};

    checkPartition(this);
    checkSameEnvironment(this, { membership: props.membership });
    Program.add(this).addCheck((model, findings) => {
      const members = model.collaborationOf(props.membership)?.members();
      if (members) findings.warning(this, ...this.warningsAbout(members));
    });

    const content = {
      description: props.description,
      membershipIdentifier: props.membership.membershipRef.membershipIdentifier,
      configuredModelAlgorithmArn: props.configuredModelAlgorithm.configuredModelAlgorithmRef.configuredModelAlgorithmArn,
      privacyConfiguration: props.privacy && renderPrivacy(props.privacy),
    };
    const resource = new CfnConfiguredModelAlgorithmAssociation(this, 'Resource', {
      name: props.configuredModelAlgorithmAssociationName
        ?? contentName(this, 63, { ...content, algorithm: contentOf(props.configuredModelAlgorithm) }),
      ...content,
    });

    this.configuredModelAlgorithmAssociationArn = resource.attrConfiguredModelAlgorithmAssociationArn;
  }

  private warningsAbout(members: readonly Member[]): Warning[] {
    const { trainedModels, trainedModelExports, trainedModelInferenceJobs } = this.privacy;
    const logs = [...trainedModels?.containerLogs ?? [], ...trainedModelInferenceJobs?.containerLogs ?? []];
    return warnAboutConfiguredModelAlgorithmAssociation({
      logReaders: logs.flatMap(({ accountIds }) => accountIds),
      exportsModels: trainedModelExports !== undefined,
    }, members);
  }
}

/** What changes with the algorithm, which is replaced for any change of it, and its association with it. The reference to it does not. */
function contentOf(algorithm: refs.IConfiguredModelAlgorithmRef): string | undefined {
  const candidate: unknown = CfnConfiguredModelAlgorithm.isCfnConfiguredModelAlgorithm(algorithm) ? algorithm : algorithm.node.defaultChild;
  return CfnConfiguredModelAlgorithm.isCfnConfiguredModelAlgorithm(candidate) ? candidate.name : undefined;
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

/** The entity CUSTOM and patterns come together or not at all. */
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
