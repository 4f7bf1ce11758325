import type { ComputeConfiguration, WorkerComputeType } from '@aws-sdk/client-cleanrooms';
import { type Fields, mapOf, optional, text, wholeNumber } from './decode';
import type { Workers } from '../src/custom-resources/contract';

export const workersFields: Fields<Workers> = { Type: text, Number: wholeNumber, Spark: optional(mapOf(text)) };

/** The workers in the words of the API, which for queries and jobs are the same. */
export function computeConfiguration({ Type, Number: number, Spark }: Workers): ComputeConfiguration.WorkerMember {
  return { worker: { type: Type as WorkerComputeType, number, properties: Spark && { spark: { ...Spark } } } };
}
