import type { IncomingHttpHeaders } from 'node:http';
import { accessDenied } from './exceptions';

/** Who makes a call, and where. */
export interface Caller {
  readonly accessKeyId: string;
  readonly sessionToken?: string;
  readonly account: string;
  readonly region: string;
  /** It is a service of AWS, which may give tags that begin with `aws:`. */
  readonly isAwsService?: boolean;
}

/** Tells the account behind the access key of a session. */
export type AccountResolver = (accessKeyId: string, sessionToken?: string) => Promise<string | undefined>;

const CREDENTIAL = /Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/(cleanrooms(?:-ml)?)\/aws4_request/;

/** Whether a request was signed for Clean Rooms ML: both services have the same address here. */
export function isForMachineLearning({ authorization }: IncomingHttpHeaders): boolean {
  return CREDENTIAL.exec(authorization ?? '')?.[3] === 'cleanrooms-ml';
}

/**
 * The caller of a request that was signed with SigV4 for Clean Rooms. The signature itself is not checked: nobody here
 * knows the secret. An access key id of 12 digits is the account itself.
 */
export async function callerOf(headers: IncomingHttpHeaders, resolveAccount?: AccountResolver): Promise<Caller> {
  const [, accessKeyId, region] = CREDENTIAL.exec(headers.authorization ?? '') ?? [];
  if (!accessKeyId || !region) throw accessDenied('Missing authentication: the request is not signed for the service "cleanrooms"');

  const token = headers['x-amz-security-token'];
  const sessionToken = Array.isArray(token) ? token[0] : token;
  const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : await resolveAccount?.(accessKeyId, sessionToken);
  if (!account) throw accessDenied(`The security token included in the request is invalid: nobody has the access key ${accessKeyId}`);
  return { accessKeyId, sessionToken, account, region };
}
