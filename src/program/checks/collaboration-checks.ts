import { checkCollaboration } from './collaboration-rules';
import type { Findings } from '../findings';
import { KnownResource } from '../known-resources';
import { membersIn } from '../member';
import type { ProgramModel } from '../model';

/** Checks collaborations as their templates will have them: an L1 has no constructor of ours, and an L2 can be changed after it. */
export function checkCollaborations(model: ProgramModel, findings: Findings): void {
  for (const collaboration of model.resources(KnownResource.COLLABORATION)) {
    const [creator = {}, ...members] = membersIn((name) => collaboration.property(name), collaboration.account) ?? [];
    findings.fault(collaboration.owner, ...checkCollaboration({ creator, members, analyticsEngine: collaboration.text('AnalyticsEngine') }));
  }
}
