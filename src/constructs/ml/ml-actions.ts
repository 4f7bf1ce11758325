/*
 * IAM actions on Clean Rooms ML by intent, sorted. The service authorization reference says which resource each of them is bound to:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscleanrooms-ml.html
 */

/** Read a training data set. On the data set. */
export const READ_TRAINING_DATASET = ['cleanrooms-ml:GetTrainingDataset'];

/** Train a lookalike model. On the training data set. */
export const TRAIN_AUDIENCE_MODEL = ['cleanrooms-ml:CreateAudienceModel'];

/** Read an audience model. On the model. */
export const READ_AUDIENCE_MODEL = ['cleanrooms-ml:GetAudienceModel'];

/** Configure an audience model. On the model. */
export const CONFIGURE_AUDIENCE_MODEL = ['cleanrooms-ml:CreateConfiguredAudienceModel'];

/** Generate an audience. On the configured model, and on the jobs in the own account. */
export const GENERATE_AUDIENCE = ['cleanrooms-ml:StartAudienceGenerationJob'];

/** List the audiences that were generated with a configured model. On the model. */
export const LIST_AUDIENCES = ['cleanrooms-ml:ListAudienceGenerationJobs'];

/** Read, export and delete audiences that were generated. On the jobs in the own account. */
export const MANAGE_AUDIENCES = [
  'cleanrooms-ml:DeleteAudienceGenerationJob',
  'cleanrooms-ml:GetAudienceGenerationJob',
  'cleanrooms-ml:ListAudienceExportJobs',
  'cleanrooms-ml:StartAudienceExportJob',
];

/** Read a configured model algorithm. On the algorithm. */
export const READ_CONFIGURED_MODEL_ALGORITHM = ['cleanrooms-ml:GetConfiguredModelAlgorithm'];

/** Associate a configured model algorithm with a collaboration. On the algorithm. */
export const ASSOCIATE_CONFIGURED_MODEL_ALGORITHM = ['cleanrooms-ml:CreateConfiguredModelAlgorithmAssociation'];

/** Read the association of a configured model algorithm. On the association. */
export const READ_CONFIGURED_MODEL_ALGORITHM_ASSOCIATION = ['cleanrooms-ml:GetConfiguredModelAlgorithmAssociation'];

/** Train a model with a custom algorithm, and create its input channels. On the association of the algorithm. */
export const TRAIN_MODEL = ['cleanrooms-ml:CreateMLInputChannel', 'cleanrooms-ml:CreateTrainedModel'];

/** Read an ML input channel of the own membership. On the channel. */
export const READ_OWN_ML_INPUT_CHANNEL = ['cleanrooms-ml:GetMLInputChannel'];

/** Read a trained model of the own membership. On the model. */
export const READ_OWN_TRAINED_MODEL = ['cleanrooms-ml:GetTrainedModel'];

/** Name a membership in a call of Clean Rooms ML. On the membership. */
export const PASS_MEMBERSHIP = ['cleanrooms:PassMembership'];

/** Read the association of a configured audience model. On the association. */
export const READ_CONFIGURED_AUDIENCE_MODEL_ASSOCIATION = ['cleanrooms:GetConfiguredAudienceModelAssociation'];

/** What Clean Rooms ML is asked in the name of who associates a configured audience model. On the model. */
export const READ_CONFIGURED_AUDIENCE_MODEL = ['cleanrooms-ml:GetConfiguredAudienceModel'];

/** Remove the resource policy of a configured audience model, which the service does with the permissions of the caller. On the model. */
export const REMOVE_CONFIGURED_AUDIENCE_MODEL_POLICY = [
  'cleanrooms-ml:DeleteConfiguredAudienceModelPolicy',
  'cleanrooms-ml:GetConfiguredAudienceModelPolicy',
];

/** Manage the resource policy of a configured audience model, which the service does with the permissions of the caller. On the model. */
export const MANAGE_CONFIGURED_AUDIENCE_MODEL_POLICY = [
  'cleanrooms-ml:DeleteConfiguredAudienceModelPolicy',
  'cleanrooms-ml:GetConfiguredAudienceModelPolicy',
  'cleanrooms-ml:PutConfiguredAudienceModelPolicy',
];

/** Name a collaboration in a call of Clean Rooms ML. On the collaboration. */
export const PASS_COLLABORATION = ['cleanrooms:PassCollaboration'];

/** Read an ML input channel of another member. On the channel. */
export const READ_ML_INPUT_CHANNEL = ['cleanrooms-ml:GetCollaborationMLInputChannel'];

/** Delete the data of an ML input channel. On the channel. */
export const DELETE_ML_INPUT_CHANNEL = ['cleanrooms-ml:DeleteMLInputChannelData'];

/** Read a trained model of another member, and its exports. On the model. */
export const READ_TRAINED_MODEL = ['cleanrooms-ml:GetCollaborationTrainedModel', 'cleanrooms-ml:ListCollaborationTrainedModelExportJobs'];

/** Run inference with a trained model. On the model, its algorithm and the ML input channel. */
export const INFER = ['cleanrooms-ml:StartTrainedModelInferenceJob'];

/** Follow and cancel inference. On the jobs. */
export const FOLLOW_INFERENCE = ['cleanrooms-ml:CancelTrainedModelInferenceJob', 'cleanrooms-ml:GetTrainedModelInferenceJob'];

/** Export a trained model. On the model. */
export const EXPORT_TRAINED_MODEL = ['cleanrooms-ml:StartTrainedModelExportJob'];

/** Cancel the training of a model, and delete what came of it. On the model. */
export const DELETE_TRAINED_MODEL = ['cleanrooms-ml:CancelTrainedModel', 'cleanrooms-ml:DeleteTrainedModelOutput'];
