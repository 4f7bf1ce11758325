import type { CleanRooms } from '../client';

/** Values that CloudFormation can only change by replacing the resource, by the names that the user knows. */
export interface CreateOnlyValues {
  readonly [property: string]: unknown;
}

/** Something that exists already and would be made a second time. */
export interface Existing {
  readonly id: string;
  /** The id of the membership that it belongs to, where `cdk import` asks for that, too. */
  readonly membership?: string;
  /** What it is, with its ARN, for messages. */
  readonly description: string;
}

/** A resource that is about to be made. */
export interface Wanted {
  readonly account: string;
  readonly name?: string;
  readonly values: CreateOnlyValues;
}

/** What the guard knows of each type of resource that it guards. */
export interface GuardedType {
  /** What it is called in messages, such as `collaboration`. */
  readonly displayName: string;
  /** What to do instead of a replacement, where it depends on the property. */
  readonly remedies: { readonly [property: string]: string };
  /** What to do instead of a replacement, for every other property. */
  readonly remedy: string;
  /** What `cdk import` calls the id of the resource, for messages. */
  readonly importedBy: string;

  /**
   * Returns the values that a live resource was created with, in the form of its template; undefined if it is gone, or its values cannot be
   * known. Values for which the service does not say what they were are the wanted ones.
   */
  createdWith(cleanRooms: CleanRooms, physicalId: string, wanted: CreateOnlyValues): Promise<CreateOnlyValues | undefined>;

  /** Returns the values in the form in which `createdWith` returns them, for comparisons. */
  comparable(wanted: CreateOnlyValues): CreateOnlyValues;

  /** Returns what the account already has in place of the wanted resource. */
  findExisting(cleanRooms: CleanRooms, wanted: Wanted): Promise<Existing | undefined>;
}

/** The ids in a physical id, in the order of an ARN: that of the membership first. */
export function idsIn(physicalId: string): string[] {
  const ids = physicalId.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
  return physicalId.includes('|') ? ids.reverse() : ids;
}
