import type { CleanRooms } from '../client';
import { DeploymentError } from '../errors';
import { UUID } from '../nested-id';

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
   * Whether a property is compared in another form than that of the template, so that a change of its form alone is not seen. All others are
   * compared as they are: the plan of a deployment takes a reference in place of an id for a change, where the values are the same.
   *
   * @default - none is
   */
  readonly isFormChanged?: (property: string) => boolean;

  /**
   * Returns the values that a live resource was created with, in the form of its template; undefined if it is gone. Values for which the
   * service does not say what they were are the wanted ones.
   */
  createdWith(cleanRooms: CleanRooms, physicalId: string, wanted: CreateOnlyValues): Promise<CreateOnlyValues | undefined>;

  /** Returns the values in the form in which `createdWith` returns them, for comparisons. */
  comparable(wanted: CreateOnlyValues): CreateOnlyValues;

  /** Returns what the account already has in place of the wanted resource. */
  findExisting(cleanRooms: CleanRooms, wanted: Wanted): Promise<Existing | undefined>;
}

/** What CloudFormation has as physical ids: an id, the own id and that of the membership, or an ARN. */
const FORMATS = [
  new RegExp(`^(${UUID})$`),
  new RegExp(`^(${UUID})\\|(${UUID})$`),
  new RegExp(`^arn:aws:cleanrooms:[a-z0-9-]+:\\d{12}:[a-z]+/(${UUID})(?:/[a-z]+/(${UUID}))?$`),
];

/** The ids in a physical id, in the order of an ARN: that of the membership first. None if it has another form. */
export function idsIn(physicalId: string): string[] {
  const [ids = []] = FORMATS.flatMap((format) => {
    const match = format.exec(physicalId);
    return match ? [match.slice(1).filter((id) => id !== undefined)] : [];
  });
  return physicalId.includes('|') ? ids.reverse() : ids;
}

/** The id in the physical id of what belongs to nothing else. */
export function idOf(physicalId: string): string {
  const ids = idsIn(physicalId);
  if (ids.length !== 1) throw malformed(physicalId);
  return ids[0];
}

/** The ids of the membership and of what belongs to it, in the physical id of the latter. */
export function idsInMembership(physicalId: string): [string, string] {
  const ids = idsIn(physicalId);
  if (ids.length !== 2) throw malformed(physicalId);
  return [ids[0], ids[1]];
}

function malformed(physicalId: string): DeploymentError {
  return new DeploymentError(`CloudFormation has '${physicalId}' as the physical id of the guarded resource, which is none of its type: compare the resources of the stack with what exists`);
}
