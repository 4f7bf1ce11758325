/*
 * The costs of a collaboration that a member pays for. The API and a template name them alike, but for the first letter.
 */

/** Where the payment configuration of the API has each cost of the contract. */
export const COSTS: Readonly<Record<string, string>> = {
  QUERY_COMPUTE: 'queryCompute',
  JOB_COMPUTE: 'jobCompute',
  MODEL_TRAINING: 'machineLearning.modelTraining',
  MODEL_INFERENCE: 'machineLearning.modelInference',
  SYNTHETIC_DATA_GENERATION: 'machineLearning.syntheticDataGeneration',
};

/** The costs that a payment configuration makes a member responsible for, in the form of the API or of a template. */
export function costsIn(payment: unknown): string[] {
  return Object.keys(COSTS).filter((cost) => {
    const names = [...COSTS[cost].split('.'), 'isResponsible'];
    const value = names.reduce((within: unknown, name) => {
      const part = within as Record<string, unknown> | undefined;
      return part?.[name] ?? part?.[templateName(name)];
    }, payment);
    return String(value) === 'true';
  });
}

/** The name of a member of the API in a template: it begins with a capital letter. */
export function templateName(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}
