import type { ComputeConfiguration, WorkerComputeType } from '@aws-sdk/client-cleanrooms';
import { type Fields, mapOf, optional, text, wholeNumber } from './decode';
import type { Workers } from '../src/custom-resources/contract';

export const workersFields: Fields<Workers> = { Type: text, Number: wholeNumber, Spark: optional(mapOf(text)) };

/** Translates the workers for the API, which takes the same for queries and jobs. */
export function computeConfiguration({ Type, Number: number, Spark }: Workers): ComputeConfiguration.WorkerMember {
  return { worker: { type: Type as WorkerComputeType, number, properties: Spark && { spark: { ...Spark } } } };
}
