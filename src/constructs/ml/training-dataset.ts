import { ArnFormat, Resource } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import type { CfnConfiguredTable } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnTrainingDataset } from 'aws-cdk-lib/aws-cleanroomsml';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanroomsml as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { mlServiceRole } from './ml-service-role';
import { TrainingDatasetGrants } from './training-dataset-grants';
import { warnAboutTrainingDataset, checkTrainingDataset } from './training-dataset-rules';
import type { TrainingColumn } from './training-dataset-rules';
import { ServiceRoleReady } from '../../custom-resources/service-role-ready';
import { contentName } from '../../foundation/content-name';
import { checkPartition } from '../../foundation/environment';
import { checkAccountId } from '../../foundation/identifiers';
import { checkImport } from '../../foundation/imports';
import { checkedAndInjectable, checkedMethods } from '../../foundation/parameters';
import { nameOr } from '../../foundation/physical-names';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { Program } from '../../program/program';
import { currentProperties } from '../../program/rendered-properties';
import { followOwnCondition } from '../collaboration/live-resource';
import type { TableSource } from '../table/table-source';

/** A training data set, defined in this app or elsewhere. */
export interface ITrainingDataset extends IResource, refs.ITrainingDatasetRef {
  /**
   * The ARN of the training data set.
   * @attribute
   */
  readonly trainingDatasetArn: string;

  /** Permissions on this training data set. */
  readonly grants: TrainingDatasetGrants;
}

/** Properties of a training data set. Changing any of them replaces the data set, but not its rows, which stay in S3. */
export interface TrainingDatasetProps {
  /**
   * The name of the data set, unique in the account and Region. 1 to 63 characters. If you set a name, change it together with any other
   * property, because the new data set is created before the old one is deleted.
   *
   * @default - generated from the path of the construct and the other properties
   */
  readonly trainingDatasetName?: string;

  /**
   * The content of the data set. At most 255 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /** The table with the interactions of users and items: a Glue table over S3 in the Region of the stack. */
  readonly source: TableSource;

  /**
   * The account whose Glue catalog has the table.
   *
   * @default - the account of the stack
   */
  readonly catalogId?: string;

  /** The column that identifies the user, such as `user_id`. Of type string, int or bigint. */
  readonly userIdColumn: string;

  /** The column that identifies the item that the user interacts with. Of type string, int or bigint. */
  readonly itemIdColumn: string;

  /** The column with the time of the interaction in seconds since 1970. Of type bigint, int or timestamp. */
  readonly timestampColumn: string;

  /**
   * Columns with categories of users, items or interactions. At most 10 together with `numericalFeatures`.
   *
   * @default - no categorical features
   */
  readonly categoricalFeatures?: string[];

  /**
   * Columns with numbers that describe users, items or interactions. At most 10 together with `categoricalFeatures`.
   *
   * @default - no numerical features
   */
  readonly numericalFeatures?: string[];

  /**
   * The role that Clean Rooms ML uses to read the table. It is granted the required permissions.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a new role that can only read this table
   */
  readonly role?: IRole;
}

@checkedMethods('TrainingDataset')
abstract class TrainingDatasetBase extends Resource implements ITrainingDataset {
  public abstract readonly trainingDatasetArn: string;
  public readonly grants = TrainingDatasetGrants.fromTrainingDataset(this);

  public get trainingDatasetRef(): refs.TrainingDatasetReference {
    return { trainingDatasetArn: this.trainingDatasetArn };
  }
}

/**
 * Training data for lookalike models of Clean Rooms ML. It refers to a table and the meaning of its columns, and has no copy of the rows.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/ml-training-data-requirements.html
 * @resource AWS::CleanRoomsML::TrainingDataset
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Bucket } from 'aws-cdk-lib/aws-s3';
 * import { TableSource, TrainingDataset } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Training', { env: { account: '222222222222', region: 'us-east-1' } });
 * new TrainingDataset(stack, 'Views', {
 *   source: TableSource.glueTable({
 *     databaseName: 'media', tableName: 'views', bucket: Bucket.fromBucketName(stack, 'Data', 'media-views'), prefix: 'views',
 *   }),
 *   userIdColumn: 'user_id',
 *   itemIdColumn: 'video_id',
 *   timestampColumn: 'viewed_at',
 *   categoricalFeatures: ['genre'],
 * });
 */
@checkedAndInjectable('TrainingDataset')
export class TrainingDataset extends TrainingDatasetBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.TrainingDataset';

  /**
   * Imports a training data set by its ARN, `arn:aws:cleanrooms-ml:<region>:<account>:training-dataset/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param trainingDatasetArn The ARN of the data set. An ARN of another type is an error; a token is not checked.
   */
  public static fromTrainingDatasetArn(scope: Construct, id: string, trainingDatasetArn: string): ITrainingDataset {
    checkImport(scope, { trainingDatasetArn }, 'cleanrooms-ml', 'training-dataset/<id>');
    class Import extends TrainingDatasetBase {
      public readonly trainingDatasetArn = trainingDatasetArn;
    }
    return new Import(scope, id, { environmentFromArn: trainingDatasetArn });
  }

  public readonly trainingDatasetArn: string;

  /** The role that Clean Rooms ML uses to read the table. */
  public readonly role: IRole;

  constructor(scope: Construct, id: string, props: TrainingDatasetProps) {
    super(scope, id, { physicalName: props.trainingDatasetName });
    const source = props.source._implementation;
    const table = source.render(this).glue as CfnConfiguredTable.GlueTableReferenceProperty | undefined;
    const columns = trainingColumns(props);

    checkPartition(this);
    const input = () => ({ columns, sourceColumns: source.describe().columns, sourceKind: source.kind, sourceElsewhere: table?.region });
    throwIfAny(this, checkAccountId('catalogId', props.catalogId));
    if (source.definition) {
      throwIfAny(this, checkTrainingDataset({ ...input(), sourceColumns: undefined }));
      // A table of this app can be changed until templates are written.
      Program.add(this).addCheck((_, findings) => {
        findings.fault(this, ...checkTrainingDataset(input()), ...source.check?.() ?? []);
        findings.warning(this, ...warnAboutTrainingDataset(input()));
      });
    } else {
      throwIfAny(this, [...checkTrainingDataset(input()), ...source.check?.() ?? []]);
      warn(this, warnAboutTrainingDataset(input()));
    }

    const { databaseName, tableName } = table!;
    this.role = props.role ?? mlServiceRole(this, 'Role', 'Clean Rooms ML reads training data with it', 'training-dataset');
    source.grantRead(this.role, this);
    this.grantSpark(databaseName, props.catalogId);
    const resource: CfnTrainingDataset = new CfnTrainingDataset(this, 'Resource', {
      name: nameOr(props.trainingDatasetName, this.physicalName,
        () => contentName(this, () => currentProperties(resource, CREATE_ONLY), { maxLength: 63, separator: '-' })),
      description: props.description,
      roleArn: this.role.roleArn,
      trainingData: [{
        type: 'INTERACTIONS',
        inputConfig: {
          schema: columns.map(({ name, type }) => ({ columnName: name, columnTypes: [type] })),
          dataSource: { glueDataSource: { databaseName, tableName, catalogId: props.catalogId } },
        },
      }],
    });
    ServiceRoleReady.before(resource, this.role);
    followOwnCondition(this, resource);
    if (source.definition) {
      resource.node.addDependency(source.definition);
    }

    this.trainingDatasetArn = resource.attrTrainingDatasetArn;
  }

  /** Grants what Spark needs: it looks for functions in the catalog and for a database `default`, which it creates if there is none. */
  private grantSpark(databaseName: string, catalogId?: string): void {
    const arn = (resource: string, resourceName?: string) => this.stack.formatArn({
      service: 'glue',
      account: catalogId,
      resource,
      resourceName,
      arnFormat: resourceName ? ArnFormat.SLASH_RESOURCE_NAME : ArnFormat.NO_RESOURCE_NAME,
    });
    const fallback = arn('database', 'default');
    this.role.addToPrincipalPolicy(new PolicyStatement({
      actions: ['glue:GetDatabase', 'glue:GetUserDefinedFunctions'],
      resources: [arn('catalog'), arn('database', databaseName), fallback],
    }));
    this.role.addToPrincipalPolicy(new PolicyStatement({ actions: ['glue:CreateDatabase'], resources: [fallback] }));
  }
}

/** The properties whose change replaces a data set, but its name. */
const CREATE_ONLY = ['description', 'roleArn', 'trainingData'];

function trainingColumns(props: TrainingDatasetProps): TrainingColumn[] {
  const columns = (property: string, type: string, names: string[] = []) => names.map((name) => ({ property, name, type }));
  return [
    ...columns('userIdColumn', 'USER_ID', [props.userIdColumn]),
    ...columns('itemIdColumn', 'ITEM_ID', [props.itemIdColumn]),
    ...columns('timestampColumn', 'TIMESTAMP', [props.timestampColumn]),
    ...columns('categoricalFeatures', 'CATEGORICAL_FEATURE', props.categoricalFeatures),
    ...columns('numericalFeatures', 'NUMERICAL_FEATURE', props.numericalFeatures),
  ];
}
