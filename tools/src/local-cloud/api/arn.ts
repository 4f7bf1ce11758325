/** What an ARN is made of. What is not known is `*`, as in the resource of a call that is yet to create it. */
export interface ArnParts {
  readonly region: string;
  readonly account: string;
  readonly id?: string;
  readonly membershipId?: string;
}

const OUTSIDE_MEMBERSHIPS = [
  'audienceexportjob', 'audiencegenerationjob', 'audiencemodel', 'collaboration', 'configuredaudiencemodel', 'configuredmodelalgorithm', 'configuredtable',
  'membership', 'trainingdataset',
];

/** Clean Rooms ML is a service of its own, and writes its types with hyphens. */
const MACHINE_LEARNING_TYPES: Readonly<Record<string, string>> = {
  audienceexportjob: 'audience-export-job',
  audiencegenerationjob: 'audience-generation-job',
  audiencemodel: 'audience-model',
  configuredaudiencemodel: 'configured-audience-model',
  configuredmodelalgorithm: 'configured-model-algorithm',
  configuredmodelalgorithmassociation: 'configured-model-algorithm-association',
  mlconfiguration: 'ml-configuration',
  mlinputchannel: 'ml-input-channel',
  trainedmodel: 'trained-model',
  trainedmodelexportjob: 'trained-model-export-job',
  trainedmodelinferencejob: 'trained-model-inference-job',
  trainingdataset: 'training-dataset',
};

/** The ARN of a resource, in the form that the Service Authorization Reference gives for its kind. */
export function arnOf(kind: string, { region, account, id = '*', membershipId = '*' }: ArnParts): string {
  const type = kind.toLowerCase();
  const place = OUTSIDE_MEMBERSHIPS.includes(type) ? '' : `membership/${membershipId}/`;
  const service = type in MACHINE_LEARNING_TYPES ? 'cleanrooms-ml' : 'cleanrooms';
  return `arn:aws:${service}:${region}:${account}:${place}${MACHINE_LEARNING_TYPES[type] ?? type}/${id}`;
}
