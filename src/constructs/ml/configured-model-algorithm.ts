import { Resource } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import { CfnConfiguredModelAlgorithm } from 'aws-cdk-lib/aws-cleanroomsml';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanroomsml as refs, aws_ecr as ecrRefs, aws_kms as kmsRefs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { ConfiguredModelAlgorithmGrants } from './configured-model-algorithm-grants';
import { checkContainer, warnAboutConfiguredModelAlgorithm } from './configured-model-algorithm-rules';
import { letMlUseKey } from './ml-key-permissions';
import { mlServiceRole } from './ml-service-role';
import { ServiceRoleReady } from '../../custom-resources/service-role-ready';
import { contentName } from '../../foundation/content-name';
import { copied } from '../../foundation/copied';
import { checkEncryptionKey } from '../../foundation/encryption-keys';
import { checkPartition } from '../../foundation/environment';
import { checkImport } from '../../foundation/imports';
import { checkedAndInjectable, checkedMethods } from '../../foundation/parameters';
import { nameOr } from '../../foundation/physical-names';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { currentProperties } from '../../program/rendered-properties';
import { followOwnCondition } from '../collaboration/live-resource';

/** A configured model algorithm, defined in this app or elsewhere. */
export interface IConfiguredModelAlgorithm extends IResource, refs.IConfiguredModelAlgorithmRef {
  /**
   * The ARN of the algorithm.
   * @attribute
   */
  readonly configuredModelAlgorithmArn: string;

  /** Permissions on this algorithm. */
  readonly grants: ConfiguredModelAlgorithmGrants;
}

/** A container image in Amazon ECR. */
export interface ModelContainer {
  /** The repository with the image, in the Region of the stack. */
  readonly repository: ecrRefs.IRepositoryRef;

  /** The tag of the image, such as `v1`. Digests are not supported. A new tag replaces the algorithm, a new image with the same tag does not. */
  readonly tag: string;
}

/** A number that is read from the logs of the training and published as a metric. */
export interface ModelMetric {
  /** The name of the metric. At most 255 characters. */
  readonly name: string;

  /** The regular expression that finds the number in the logs, such as `loss: ([0-9.]+)`. At most 500 characters. */
  readonly regex: string;
}

/** A container image that trains a model. */
export interface TrainingContainer extends ModelContainer {
  /**
   * The command to run.
   *
   * @default - the entrypoint of the image
   */
  readonly entrypoint?: string[];

  /**
   * The arguments of the command.
   *
   * @default - no arguments
   */
  readonly arguments?: string[];

  /**
   * Metrics that are read from the logs. At most 40.
   *
   * @default - no metrics
   */
  readonly metrics?: ModelMetric[];
}

/** Properties of a configured model algorithm. Changing any of them replaces the algorithm. */
export interface ConfiguredModelAlgorithmProps {
  /**
   * The name of the algorithm. 1 to 63 characters. If you set a name, change it together with any other property, because the new
   * algorithm is created before the old one is deleted.
   *
   * @default - generated from the path of the construct and the other properties
   */
  readonly configuredModelAlgorithmName?: string;

  /**
   * The purpose of the algorithm. At most 255 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The image that trains a model.
   *
   * @default - the algorithm cannot train
   */
  readonly trainingContainer?: TrainingContainer;

  /**
   * The image that uses a trained model.
   *
   * @default - the algorithm cannot infer
   */
  readonly inferenceContainer?: ModelContainer;

  /**
   * The KMS key that encrypts the algorithm and its models. It must not be an alias. If the key is defined in this app, its policy is
   * extended.
   *
   * @default - a key owned by the service
   */
  readonly encryptionKey?: kmsRefs.IKeyRef;

  /**
   * The role that Clean Rooms ML uses to pull the images. It is granted the required permissions.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a new role that can only pull from these repositories
   */
  readonly role?: IRole;
}

@checkedMethods('ConfiguredModelAlgorithm')
abstract class ConfiguredModelAlgorithmBase extends Resource implements IConfiguredModelAlgorithm {
  public abstract readonly configuredModelAlgorithmArn: string;
  public readonly grants = ConfiguredModelAlgorithmGrants.fromConfiguredModelAlgorithm(this);

  public get configuredModelAlgorithmRef(): refs.ConfiguredModelAlgorithmReference {
    return { configuredModelAlgorithmArn: this.configuredModelAlgorithmArn };
  }
}

/**
 * A custom ML model packaged as container images. Not part of any collaboration until it is associated.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/custom-models.html
 * @resource AWS::CleanRoomsML::ConfiguredModelAlgorithm
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Repository } from 'aws-cdk-lib/aws-ecr';
 * import { ConfiguredModelAlgorithm } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Models', { env: { account: '111111111111', region: 'us-east-1' } });
 * new ConfiguredModelAlgorithm(stack, 'Churn', {
 *   trainingContainer: {
 *     repository: Repository.fromRepositoryName(stack, 'Images', 'churn'), tag: 'train-v1', metrics: [{ name: 'loss', regex: 'loss: (.*)' }],
 *   },
 * });
 */
@checkedAndInjectable('ConfiguredModelAlgorithm')
export class ConfiguredModelAlgorithm extends ConfiguredModelAlgorithmBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.ConfiguredModelAlgorithm';

  /**
   * Imports an algorithm by its ARN, `arn:aws:cleanrooms-ml:<region>:<account>:configured-model-algorithm/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param configuredModelAlgorithmArn The ARN of the algorithm. An ARN of another type is an error; a token is not checked.
   */
  public static fromConfiguredModelAlgorithmArn(scope: Construct, id: string, configuredModelAlgorithmArn: string): IConfiguredModelAlgorithm {
    checkImport(scope, { configuredModelAlgorithmArn }, 'cleanrooms-ml', 'configured-model-algorithm/<id>');
    class Import extends ConfiguredModelAlgorithmBase {
      public readonly configuredModelAlgorithmArn = configuredModelAlgorithmArn;
    }
    return new Import(scope, id, { environmentFromArn: configuredModelAlgorithmArn });
  }

  public readonly configuredModelAlgorithmArn: string;

  /** The role that Clean Rooms ML uses to pull the images. */
  public readonly role: IRole;

  constructor(scope: Construct, id: string, props: ConfiguredModelAlgorithmProps = {}) {
    super(scope, id, { physicalName: props.configuredModelAlgorithmName });
    const { inferenceContainer, encryptionKey } = props;
    const trainingContainer = copied(props.trainingContainer);

    checkPartition(this);
    throwIfAny(this, [
      ...checkEncryptionKey(encryptionKey),
      ...checkContainer('trainingContainer', trainingContainer?.repository.repositoryRef),
      ...checkContainer('inferenceContainer', inferenceContainer?.repository.repositoryRef),
    ]);
    warn(this, warnAboutConfiguredModelAlgorithm({ trains: trainingContainer !== undefined, infers: inferenceContainer !== undefined }));

    this.role = props.role ?? mlServiceRole(this, 'Role', 'Clean Rooms ML pulls the images of a model algorithm with it');
    this.grantPull(trainingContainer, inferenceContainer);
    const resource: CfnConfiguredModelAlgorithm = new CfnConfiguredModelAlgorithm(this, 'Resource', {
      name: nameOr(props.configuredModelAlgorithmName, this.physicalName,
        () => contentName(this, () => currentProperties(resource, CREATE_ONLY), { maxLength: 63, separator: '-' })),
      description: props.description,
      roleArn: this.role.roleArn,
      trainingContainerConfig: trainingContainer && {
        imageUri: this.imageUri(trainingContainer),
        entrypoint: trainingContainer.entrypoint,
        arguments: trainingContainer.arguments,
        metricDefinitions: trainingContainer.metrics,
      },
      inferenceContainerConfig: inferenceContainer && { imageUri: this.imageUri(inferenceContainer) },
      kmsKeyArn: encryptionKey?.keyRef.keyArn,
    });
    ServiceRoleReady.before(resource, this.role);
    followOwnCondition(this, resource);
    letMlUseKey(this, encryptionKey);

    this.configuredModelAlgorithmArn = resource.attrConfiguredModelAlgorithmArn;
  }

  private grantPull(...containers: (ModelContainer | undefined)[]): void {
    const repositories = containers.flatMap((container) => container ? [container.repository.repositoryRef.repositoryArn] : []);
    if (!repositories.length) return;
    this.role.addToPrincipalPolicy(new PolicyStatement({
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: repositories,
    }));
  }

  private imageUri({ repository, tag }: ModelContainer): string {
    const { account, region } = repository.env;
    return `${account}.dkr.ecr.${region}.${this.stack.urlSuffix}/${repository.repositoryRef.repositoryName}:${tag}`;
  }
}

/** The properties whose change replaces an algorithm, but its name. */
const CREATE_ONLY = ['description', 'roleArn', 'trainingContainerConfig', 'inferenceContainerConfig', 'kmsKeyArn'];
