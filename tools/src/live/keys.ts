import { READS } from './aws';
import type { Aws } from './aws';
import type { LiveFindings } from './findings';
import { verdictOf } from './policy';
import type { Request } from './policy';
import type { ProgramResource } from '../../../src/program/resource';

/** A key that Clean Rooms, or a role that it assumes, uses. */
export interface UsedKey {
  readonly keyId: string;
  /** What it is the key of, as messages say it. */
  readonly purpose: string;
  /** The role that uses it; Clean Rooms itself without one. */
  readonly roleArn?: string;
  readonly action: string;
}

/** Checks that a key can be used: that it is enabled, and that its policy does not leave out who needs it. The policy of a role is not read. */
export async function checkKey(aws: Aws, findings: LiveFindings, on: ProgramResource, used: UsedKey): Promise<void> {
  const { keyId: KeyId, purpose, roleArn, action } = used;
  const key = (await aws.read(READS.key, { KeyId }))?.KeyMetadata;
  if (!key) {
    findings.obstacle(on, 'KeyMissing', `the key ${KeyId} ${purpose} does not exist`);
    return;
  }
  if (key.KeyState !== 'Enabled') {
    findings.obstacle(on, 'KeyNotEnabled', `the key ${key.Arn} ${purpose} is not enabled, but ${key.KeyState}: nothing can be read or written with it`);
  }
  if (key.KeyManager === 'AWS') return;
  const policy = await aws.read(READS.keyPolicy, { KeyId: key.Arn ?? KeyId });
  const verdict = policy?.Policy === undefined ? 'unknown' : verdictOf(policy.Policy, { action, principals: principalsOf(roleArn), context: new Map() });
  if (verdict === 'denied') {
    const who = roleArn === undefined ? 'AWS Clean Rooms (cleanrooms.amazonaws.com)' : `the role ${roleArn}`;
    findings.obstacle(on, 'KeyPolicyForbids', `the policy of the key ${key.Arn} ${purpose} does not allow ${who} ${action}: allow it there`);
  }
}

/** The account of a role stands for all of its roles, whose own policies then decide. */
function principalsOf(roleArn: string | undefined): Request['principals'] {
  if (roleArn === undefined) return { Service: ['cleanrooms.amazonaws.com'] };
  const [partition, , , account] = roleArn.split(':').slice(1);
  return { AWS: [roleArn, account, `arn:${partition}:iam::${account}:root`] };
}
