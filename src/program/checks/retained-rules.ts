import type { Warning } from '../../foundation/warnings';

/** The service deletes no membership that has resources. `retained` has the paths of those that stay in it. */
export function warnAboutRetained(retained: string[]): Warning[] {
  return retained.length ? [{
    id: 'cdk-cleanrooms:retainedInDeletedMembership',
    message: "'removalPolicy' of the membership is to delete it, which the service refuses while something is in it, and this app retains "
      + `${retained.map((path) => `'${path}'`).join(', ')} there: retain the membership, too, or have everything in it deleted`,
  }] : [];
}
