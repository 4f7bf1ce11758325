import type { CollaborationModel } from '../../../src/program/collaboration-model';
import { factsInMetadata } from '../../../src/program/facts';
import type { PartnerFacts } from '../../../src/program/facts';
import { changesIn } from '../../../src/program/member';
import type { Member } from '../../../src/program/member';
import type { LoadedStage } from '../assembly/program-tree';
import { UsageError } from '../usage-error';

/*
 * What a program says of a member who deploys for itself: what it is invited to, what is expected of it, and what it votes on. Everything is what
 * the model of the program says, and what was declared of the partner.
 */

/** A member who deploys for itself. */
export interface Partner {
  /** The name of the member in the app. */
  readonly name: string;
  readonly accountId: string;
  readonly collaborationName: string;
  readonly creator: Member & { readonly accountId: string };
  readonly region: string;
  readonly member: Member;
  readonly members: readonly Member[];
  readonly queryLogging: boolean;
  readonly jobLogging: boolean;
  readonly metrics: boolean;
  readonly expected: Pick<PartnerFacts, 'tables' | 'templates'>;
  readonly requests: readonly ChangeRequest[];
}

/** A change request that the program has open. */
export interface ChangeRequest {
  /** The id of its construct. */
  readonly name: string;
  readonly changes: readonly RequestedChange[];
  /** Which of the requests for the same changes it is. */
  readonly occurrence: number;
}

/** A change, as the template of a request has it. */
export interface RequestedChange {
  readonly Member?: {
    readonly AccountId: string;
    readonly DisplayName?: string;
    readonly Abilities?: readonly string[];
    readonly MlAbilities?: readonly string[];
    readonly Payment?: Readonly<Record<string, boolean | string>>;
  };
  readonly AutoApprovedChangeTypes?: readonly string[];
}

/** The partner of an account, in the one collaboration that invites it, or in the one of a name. */
export function partnerOf(stages: readonly LoadedStage[], accountId: string, name?: string): Partner {
  const found = stages.flatMap((stage) => stage.model.collaborations()
    .filter((collaboration) => collaboration.definition !== undefined && collaboration.member(accountId) !== undefined)
    .map((collaboration) => ({ stage, collaboration, name: collaboration.definition!.knownName })))
    .filter((candidate) => name === undefined || candidate.name === name);
  const [one, ...others] = found;
  if (!one) {
    throw new UsageError(`this program makes no collaboration${name === undefined ? '' : ` '${name}'`} that account ${accountId} is a member of`);
  }
  if (others.length) {
    throw new UsageError(`account ${accountId} is a member of several collaborations, of which one must be named with --collaboration: `
      + `${found.map((each) => each.stage.path ? `${each.stage.path}/${each.name}` : each.name).join(', ')}. Those of a Stage are told apart by giving its own `
      + 'assembly, a folder in the one of the app');
  }
  return partnerIn(one.stage, one.collaboration, accountId);
}

function partnerIn(stage: LoadedStage, collaboration: CollaborationModel, accountId: string): Partner {
  const definition = collaboration.definition!;
  if (definition.account === accountId) throw new UsageError(`account ${accountId} creates the collaboration: this program is its own`);
  if (stage.model.membershipsOf(collaboration).some(({ account }) => account === accountId)) {
    throw new UsageError(`account ${accountId} has a membership in this program, which deploys it`);
  }
  const members = collaboration.members() ?? [];
  const member = collaboration.member(accountId)!;
  const facts = factsOf(stage, definition.owner.node.path, accountId);
  return {
    name: facts?.name ?? identifierOf(member.displayName) ?? 'Member',
    accountId,
    collaborationName: definition.knownName ?? fail(`the name of the collaboration '${definition.path}' is known at deployment only: give it a 'collaborationName'`),
    creator: { ...members[0], accountId: definition.account },
    region: definition.stack.region,
    member,
    members,
    queryLogging: collaboration.queryLogging ?? false,
    jobLogging: collaboration.jobLogging ?? false,
    metrics: collaboration.metrics ?? false,
    expected: { tables: facts?.tables ?? [], templates: facts?.templates ?? [] },
    requests: collaboration.changeRequests
      .map((request) => ({
        name: request.owner.node.id, changes: changesIn(request) as RequestedChange[], occurrence: Number(request.property('Occurrence') ?? 1),
      }))
      .filter(({ changes }) => !changes.some(({ Member: added }) => added?.DisplayName !== undefined && added.AccountId === accountId)),
  };
}

/** What was declared of a partner, under the construct of the collaboration. */
function factsOf({ metadata }: LoadedStage, collaborationPath: string, accountId: string): PartnerFacts | undefined {
  return [...metadata].filter(([path]) => path.startsWith(`${collaborationPath}/Partners/`))
    .flatMap(([, entries]) => entries.flatMap((entry) => factsInMetadata(entry) ?? []))
    .find((facts): facts is PartnerFacts => facts.kind === 'partner' && facts.accountId === accountId);
}

/** A display name as the name of a member, which has only letters, digits and hyphens. */
function identifierOf(displayName: string | undefined): string | undefined {
  const words = displayName?.split(/[^A-Za-z0-9]+/).filter((word) => word) ?? [];
  const name = words.map((word) => word[0].toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(name) ? name : undefined;
}

function fail(message: string): never {
  throw new UsageError(message);
}
