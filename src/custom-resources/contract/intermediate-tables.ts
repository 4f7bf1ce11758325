/*
 * The part of the contract (contract.ts) that is of intermediate tables.
 */
import type { Workers } from './workers';

/** `Custom::CleanRoomsIntermediateTablePopulation`: populates an intermediate table, and waits until it can be queried. */
export interface IntermediateTablePopulationProperties {
  readonly MembershipIdentifier: string;
  readonly IntermediateTableIdentifier: string;
  /** Values of the parameters of the analysis that fills the table. */
  readonly Parameters?: { readonly [name: string]: string };
  readonly Workers?: Workers;
  readonly PayerAccountId?: string;
  /** A changed value populates the table again. */
  readonly Version?: string;
  /** The maximum time to wait until the table can be queried. */
  readonly WaitSeconds: number;
}
