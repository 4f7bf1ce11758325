import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanroomsml as refs } from 'aws-cdk-lib/interfaces';
import { READ_TRAINING_DATASET, TRAIN_AUDIENCE_MODEL } from './ml-actions';
import { checkNotOwnRole } from '../../foundation/own-role';
import { checked } from '../../foundation/parameters';

/** Permissions on a training data set. */
@checked('TrainingDatasetGrants')
export class TrainingDatasetGrants {
  /**
   * Creates grants for a data set, which can be an L2, an L1 or imported.
   *
   * @param dataset The data set.
   */
  public static fromTrainingDataset(dataset: refs.ITrainingDatasetRef): TrainingDatasetGrants {
    return new TrainingDatasetGrants(dataset);
  }

  private constructor(private readonly dataset: refs.ITrainingDatasetRef) {}

  /**
   * Grants read access to the definition of the data set, but not to its rows.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_TRAINING_DATASET);
  }

  /**
   * Grants permission to read the definition of the data set, and to train lookalike models with it.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public train(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_TRAINING_DATASET, ...TRAIN_AUDIENCE_MODEL);
  }

  /**
   * Grants the given actions, such as `cleanrooms-ml:GetTrainingDataset`, on this data set.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    checkNotOwnRole(this.dataset, grantee);
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.dataset.trainingDatasetRef.trainingDatasetArn] });
  }
}
