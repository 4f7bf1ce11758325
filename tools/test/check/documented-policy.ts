import { readFileSync } from 'fs';
import { join } from 'path';
import { ROOT } from '../../../test/support/sources';

/** A policy of IAM. */
export interface Policy {
  readonly Version: string;
  readonly Statement: readonly { readonly Effect: string; readonly Action: readonly string[]; readonly Resource: string | readonly string[] }[];
}

/** The policy in docs/check.md that whoever runs `check --live` needs. */
export function policyOf(): Policy {
  const [, policy] = /^```json\n(\{\n {2}"Version".*?\n\})\n```$/ms.exec(readFileSync(join(ROOT, 'docs/check.md'), 'utf8'))!;
  return JSON.parse(policy) as Policy;
}
