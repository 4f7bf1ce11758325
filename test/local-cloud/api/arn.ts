/** What an ARN is made of. What is not known is `*`, as in the resource of a call that is yet to create it. */
export interface ArnParts {
  readonly region: string;
  readonly account: string;
  readonly id?: string;
  readonly membershipId?: string;
}

const OUTSIDE_MEMBERSHIPS = ['collaboration', 'configuredtable', 'membership'];

/** The ARN of a resource, in the form that the Service Authorization Reference gives for its kind. */
export function arnOf(kind: string, { region, account, id = '*', membershipId = '*' }: ArnParts): string {
  const type = kind.toLowerCase();
  const place = OUTSIDE_MEMBERSHIPS.includes(type) ? '' : `membership/${membershipId}/`;
  return `arn:aws:cleanrooms:${region}:${account}:${place}${type}/${id}`;
}
