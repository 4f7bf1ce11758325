import { ArnFormat, Resource } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import type { CfnConfiguredTable } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnTrainingDataset } from 'aws-cdk-lib/aws-cleanroomsml';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import type { aws_cleanroomsml as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { mlServiceRole } from './ml-service-role';
import { TrainingDatasetGrants } from './training-dataset-grants';
import { warnAboutTrainingDataset, checkTrainingDataset } from './training-dataset-rules';
import type { TrainingColumn } from './training-dataset-rules';
import { ServiceRoleReady } from '../../custom-resources/service-role-ready';
import { contentName } from '../../foundation/content-name';
import { checkPartition } from '../../foundation/environment';
import { checkImport } from '../../foundation/imports';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
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

/** Properties of a training data set. Changing any of them replaces the data set, which costs nothing: the rows stay in S3. */
export interface TrainingDatasetProps {
  /**
   * The name of the data set, unique in account and Region. 1 to 63 characters. Whoever gives one must change it together with
   * any other property, because the new data set is made before the old one is deleted.
   *
   * @default - a name made from the path of the construct and the other properties
   */
  readonly trainingDatasetName?: string;

  /**
   * What the data set holds. At most 255 characters.
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
   * Columns with categories of users, items or interactions: with `numericalFeatures` at most 10.
   *
   * @default - none
   */
  readonly categoricalFeatures?: string[];

  /**
   * Columns with numbers that describe users, items or interactions: with `categoricalFeatures` at most 10.
   *
   * @default - none
   */
  readonly numericalFeatures?: string[];

  /**
   * The role with which Clean Rooms ML reads the table. It is granted what the table needs.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a role is made that may read this table alone
   */
  readonly role?: IRole;
}

abstract class TrainingDatasetBase extends Resource implements ITrainingDataset {
  public abstract readonly trainingDatasetArn: string;
  public readonly grants = TrainingDatasetGrants.fromTrainingDataset(this);

  public get trainingDatasetRef(): refs.TrainingDatasetReference {
    return { trainingDatasetArn: this.trainingDatasetArn };
  }
}

/**
 * Data from which Clean Rooms ML trains lookalike models. It says where the rows are and what their columns mean, and keeps no
 * copy of them.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/ml-training-data-requirements.html
 * @resource AWS::CleanRoomsML::TrainingDataset
 */
@propertyInjectable
export class TrainingDataset extends TrainingDatasetBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.TrainingDataset';

  /** The training data set with the given ARN, `arn:aws:cleanrooms-ml:<region>:<account>:training-dataset/<id>`: another one is refused. */
  public static fromTrainingDatasetArn(scope: Construct, id: string, trainingDatasetArn: string): ITrainingDataset {
    checkImport(scope, { trainingDatasetArn }, 'cleanrooms-ml', 'training-dataset/<id>');
    class Import extends TrainingDatasetBase {
      public readonly trainingDatasetArn = trainingDatasetArn;
    }
    return new Import(scope, id, { environmentFromArn: trainingDatasetArn });
  }

  public readonly trainingDatasetArn: string;

  /** The role with which Clean Rooms ML reads the table. */
  public readonly role: IRole;

  constructor(scope: Construct, id: string, props: TrainingDatasetProps) {
    super(scope, id, { physicalName: props.trainingDatasetName });
    const source = props.source._implementation;
    const table = source.render(this).glue as CfnConfiguredTable.GlueTableReferenceProperty | undefined;
    const columns = trainingColumns(props);

    checkPartition(this);
    const parts = { columns, sourceColumns: source.columns, sourceKind: source.kind, sourceElsewhere: table?.region };
    throwIfAny(this, checkTrainingDataset(parts));
    warn(this, warnAboutTrainingDataset(parts));

    const { databaseName, tableName } = table!;
    this.role = props.role ?? mlServiceRole(this, 'Role', 'Clean Rooms ML reads training data with it', 'training-dataset');
    source.grantRead(this.role, this);
    this.grantSpark(databaseName, props.catalogId);
    const content = {
      description: props.description,
      roleArn: this.role.roleArn,
      trainingData: [{
        type: 'INTERACTIONS',
        inputConfig: {
          schema: columns.map(({ name, type }) => ({ columnName: name, columnTypes: [type] })),
          dataSource: { glueDataSource: { databaseName, tableName, catalogId: props.catalogId } },
        },
      }],
    };
    const resource = new CfnTrainingDataset(this, 'Resource', {
      name: props.trainingDatasetName ?? contentName(this, 63, content),
      ...content,
    });
    ServiceRoleReady.before(resource, this.role);
    if (source.definition) {
      resource.node.addDependency(source.definition);
    }

    this.trainingDatasetArn = resource.attrTrainingDatasetArn;
  }

  /** Training reads by Spark, which looks for functions in the catalog, and for a database `default` that it makes where there is none. */
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
