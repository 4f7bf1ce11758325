import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { warnAboutRunner } from './protected-analysis-rules';
import { Program } from '../../program/program';

/** Registers a check that the member of a membership can start what a grantee is permitted to start. */
export function warnUnlessRunner(membership: refs.IMembershipRef, kind: 'query' | 'job'): void {
  Program.of(membership).addCheck((model, findings) => findings.warning(membership, ...warnAboutRunner(kind, model.memberOf(membership))));
}
