/*
 * IAM actions on Clean Rooms ML by intent, sorted. The service authorization reference says which resource each of them is bound to:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscleanrooms-ml.html
 */

/** See a training data set. On the data set. */
export const READ_TRAINING_DATASET = ['cleanrooms-ml:GetTrainingDataset'];

/** Train a lookalike model. On the training data set. */
export const TRAIN_AUDIENCE_MODEL = ['cleanrooms-ml:CreateAudienceModel'];

/** See a configured model algorithm. On the algorithm. */
export const READ_CONFIGURED_MODEL_ALGORITHM = ['cleanrooms-ml:GetConfiguredModelAlgorithm'];

/** Bring a configured model algorithm into a collaboration. On the algorithm. */
export const ASSOCIATE_CONFIGURED_MODEL_ALGORITHM = ['cleanrooms-ml:CreateConfiguredModelAlgorithmAssociation'];

/** See the association of a configured model algorithm. On the association. */
export const READ_CONFIGURED_MODEL_ALGORITHM_ASSOCIATION = ['cleanrooms-ml:GetConfiguredModelAlgorithmAssociation'];

/** Train a model with a custom algorithm, and give it its data. On the association of the algorithm. */
export const TRAIN_MODEL = ['cleanrooms-ml:CreateMLInputChannel', 'cleanrooms-ml:CreateTrainedModel'];

/** Name a membership in a call of Clean Rooms ML. On the membership. */
export const PASS_MEMBERSHIP = ['cleanrooms:PassMembership'];

/** See the association of a configured audience model. On the association. */
export const READ_CONFIGURED_AUDIENCE_MODEL_ASSOCIATION = ['cleanrooms:GetConfiguredAudienceModelAssociation'];

/** Remove the resource policy of a configured audience model, as the service does in the caller's name. On the model. */
export const REMOVE_CONFIGURED_AUDIENCE_MODEL_POLICY = [
  'cleanrooms-ml:DeleteConfiguredAudienceModelPolicy',
  'cleanrooms-ml:GetConfiguredAudienceModelPolicy',
];

/** Keep the resource policy of a configured audience model, as the service does in the caller's name. On the model. */
export const MANAGE_CONFIGURED_AUDIENCE_MODEL_POLICY = [
  'cleanrooms-ml:DeleteConfiguredAudienceModelPolicy',
  'cleanrooms-ml:GetConfiguredAudienceModelPolicy',
  'cleanrooms-ml:PutConfiguredAudienceModelPolicy',
];
