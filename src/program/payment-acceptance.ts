import { Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { costsIn, memberChangesIn } from './member';
import { membershipsIn } from './prerequisites';
import { Program } from './program';
import { ProgramResource } from './resource';
import { dependsOn, isLookingForCircles, lookForCircles } from '../foundation/dependencies';
import { dependableOn } from '../foundation/late-dependable';

/**
 * The order of a change request, or of the vote on one, and of the memberships of its stack.
 *
 * Only who has joined can vote, so that a membership comes first. But a membership that accepts to pay what the request asks of its member comes
 * after it: the service refuses the acceptance before the request is committed. For a membership that exists already this is an update. One
 * that is new joins after the request, on which its member then has no vote.
 */
export class PaymentAcceptance {
  private readonly program: Program;
  private readonly ordered = new Set<CfnResource>();
  private request?: CfnResource;

  constructor(private readonly scope: IConstruct, private readonly collaboration: refs.ICollaborationRef) {
    this.program = Program.of(scope);
  }

  /** Returns whether a membership waits for the changes of the request. It is asked when everything is defined. */
  public isAwaited(): boolean {
    return this.memberships().some((membership) => this.isAfterRequest(membership));
  }

  /** Orders the request and the memberships. */
  public order(request: CfnResource): void {
    this.request = request;
    request.node.addDependency(dependableOn(() =>
      this.memberships().filter((membership) => !this.isAfterRequest(membership)).map(({ cfn }) => cfn)));
    this.program.whenDefined(() => this.memberships().filter(({ cfn }) => !this.ordered.has(cfn)).forEach((membership) => {
      this.ordered.add(membership.cfn);
      membership.cfn.node.addDependency(dependableOn(() => this.isAfterRequest(membership) ? [request] : []));
    }));
  }

  private memberships(): ProgramResource[] {
    return membershipsIn(this.scope, this.collaboration);
  }

  /** A membership that the request needs for another reason, such as a dependency that the user has added, cannot come after it. */
  private isAfterRequest(membership: ProgramResource): boolean {
    const { request, program: { model } } = this;
    if (!request || !accepts(membership, new ProgramResource(request))) return false;
    return isLookingForCircles()
      || model.answer(`${request.node.path} needs ${membership.cfn.node.path}`, () => lookForCircles(() => !dependsOn(request, membership.cfn)));
  }
}

/** Whether a membership accepts to pay as a request asks it of its member. */
function accepts(membership: ProgramResource, request: ProgramResource): boolean {
  if (membership.stack !== Stack.of(request.cfn) || membership.property('PaymentConfiguration') === undefined) return false;
  if ((request.value('Decision') ?? 'APPROVE') !== 'APPROVE') return false;
  const accepted = costsIn(membership.property('PaymentConfiguration'));
  if (!accepted) return false;
  return memberChangesIn(request).some(({ AccountId: accountId, Payment: payment }) => accountId === membership.account && payment !== undefined
    && Object.entries(payment).every(([cost, pays]) => accepted.includes(cost) === pays));
}
