import { Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { CfnCollaboration, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { changedMembers } from './changed-members';
import type { MemberChange } from '../constructs/collaboration/collaboration-change-rules';
import { known } from '../foundation/tokens';

/** What a member may do and is asked to pay, as the service names them; `undefined` where it is not known at synthesis. */
export interface MemberFacts {
  readonly accountId?: string;
  readonly abilities?: string[];
  readonly mlAbilities?: string[];
  readonly payment?: PaymentFacts;
  /** Whether a change request changes what it is asked to pay: it pays as before until its membership accepts that. */
  readonly paymentIsChanged?: boolean;
}

/** For each cost, whether the member was made a candidate to pay it; `undefined` where nothing was said. */
export interface PaymentFacts {
  readonly queryCompute?: boolean;
  readonly jobCompute?: boolean;
  readonly modelTraining?: boolean;
  readonly modelInference?: boolean;
  readonly syntheticDataGeneration?: boolean;
}

/** What is known at synthesis of a collaboration. */
export interface CollaborationFacts {
  /** All members, the creator first. */
  readonly members: MemberFacts[];
  readonly queryLogging?: boolean;
  readonly jobLogging?: boolean;
  readonly metrics?: boolean;
  readonly allowedResultRegions?: string[];
}

const told = new WeakMap<IConstruct, CollaborationFacts>();

/** Remembers what the user said of a collaboration that this program does not define. */
export function tellFacts(collaboration: IConstruct, facts: CollaborationFacts): void {
  told.set(collaboration, facts);
}

/** The L1 behind a reference, be it an L1 itself or the L2 around it. */
export function cfnCollaborationOf(collaboration: refs.ICollaborationRef): CfnCollaboration | undefined {
  const candidate: unknown = CfnCollaboration.isCfnCollaboration(collaboration) ? collaboration : collaboration.node.defaultChild;
  return CfnCollaboration.isCfnCollaboration(candidate) ? candidate : undefined;
}

/** By what a collaboration of another account is found at deployment. */
export interface Invitation {
  readonly collaborationName: string;
  readonly creatorAccountId: string;
}

const invitations = new WeakMap<IConstruct, Invitation>();

/** Remembers by what a collaboration is found: this program can have the stack of its creator, too. */
export function tellInvitation(collaboration: IConstruct, invitation: Invitation): void {
  invitations.set(collaboration, invitation);
}

/** The text that tells an invitation from others; `undefined` where it is none, or is not known. */
export function invitationTo(collaboration: refs.ICollaborationRef): string | undefined {
  const { creatorAccountId, collaborationName } = invitations.get(collaboration) ?? {};
  const parts = [creatorAccountId, Stack.of(collaboration).region, collaborationName];
  return parts.every((part) => part !== undefined && !Token.isUnresolved(part)) ? parts.join(' ') : undefined;
}

/** The L1 of a collaboration in this program, be it referred to or found by its invitation. */
export function definitionOf(collaboration: refs.ICollaborationRef): CfnCollaboration | undefined {
  return cfnCollaborationOf(collaboration) ?? invitedTo(collaboration);
}

const changes = new WeakMap<IConstruct, MemberChange[]>();

/** Remembers what a change request makes of the members: those that define the collaboration stay as they are. */
export function tellChanges(collaboration: refs.ICollaborationRef, requested: MemberChange[]): void {
  const changed = subjectOf(collaboration);
  changes.set(changed, [...changes.get(changed) ?? [], ...requested]);
}

const removals = new WeakMap<IConstruct, string[]>();

/** Remembers that the program removes a member from a live collaboration: the definition still has it. */
export function tellRemoval(collaboration: refs.ICollaborationRef, accountId: string): void {
  const changed = subjectOf(collaboration);
  removals.set(changed, [...removals.get(changed) ?? [], accountId]);
}

/** Whether the program has removed a member from the collaboration so far. */
export function isRemoved(collaboration: refs.ICollaborationRef, accountId: string): boolean {
  return removals.get(subjectOf(collaboration))?.includes(accountId) ?? false;
}

/** What is known of a collaboration, with the changes requested so far; `undefined` where that is nothing. */
export function factsOf(collaboration: refs.ICollaborationRef): CollaborationFacts | undefined {
  const facts = originalFactsOf(collaboration);
  return facts && { ...facts, members: changedMembers(facts.members, changes.get(subjectOf(collaboration)) ?? []) };
}

/** What changes of a collaboration are remembered by, however it is referred to. */
function subjectOf(collaboration: refs.ICollaborationRef): IConstruct {
  return definitionOf(collaboration) ?? collaboration;
}

/** What is known of a collaboration as it was made; `undefined` where that is nothing. */
export function originalFactsOf(collaboration: refs.ICollaborationRef): CollaborationFacts | undefined {
  const definition = definitionOf(collaboration);
  const [defined, said] = [definition && read(definition), told.get(collaboration)];
  if (!defined || !said) return defined ?? said;
  // Whom the user says to be a member is one, though the definition does not have it: live collaborations change.
  const others = said.members.filter(({ accountId }) => !defined.members.some((member) => member.accountId === accountId));
  return { ...defined, members: [...defined.members, ...others] };
}

/** The only collaboration in the program that an invitation can mean. */
function invitedTo(collaboration: refs.ICollaborationRef): CfnCollaboration | undefined {
  const invitation = invitations.get(collaboration);
  if (!invitation) return undefined;
  const { region } = Stack.of(collaboration);
  const [only, ...others] = collaboration.node.root.node.findAll().filter(CfnCollaboration.isCfnCollaboration).filter((candidate) => {
    const { account, region: itsRegion } = Stack.of(candidate);
    return candidate.name === invitation.collaborationName && account === invitation.creatorAccountId && itsRegion === region;
  });
  return others.length ? undefined : only;
}

const joined = new WeakMap<IConstruct, refs.ICollaborationRef>();

/** Remembers which collaboration a membership is part of. */
export function tellCollaboration(membership: refs.IMembershipRef, collaboration: refs.ICollaborationRef): void {
  joined.set(membership, collaboration);
}

/** The collaboration of a membership, where this program knows it. */
export function collaborationOf(membership: refs.IMembershipRef): refs.ICollaborationRef | undefined {
  return joined.get(membership) ?? (CfnMembership.isCfnMembership(membership) ? namedBy(membership) : undefined);
}

/** Those of the constructs that are memberships of which the collaboration was told, with it. */
export function toldMembershipsIn(all: IConstruct[]): [refs.IMembershipRef, refs.ICollaborationRef][] {
  return all.flatMap((construct) => {
    const collaboration = joined.get(construct);
    return collaboration ? [[construct as refs.IMembershipRef, collaboration]] : [];
  });
}

/** The collaboration whose attribute an L1 names. */
function namedBy({ collaborationIdentifier }: CfnMembership): CfnCollaboration | undefined {
  const token = Tokenization.reverse(collaborationIdentifier, { failConcat: false });
  const target: unknown = Reference.isReference(token) ? token.target : undefined;
  return CfnCollaboration.isCfnCollaboration(target) ? target : undefined;
}

/** What is known of the member of the given account; `undefined` where the account or the members are not known. */
export function memberOf(facts: CollaborationFacts | undefined, accountId: string): MemberFacts | undefined {
  return facts?.members.find((member) => member.accountId === accountId);
}

/** What is known of the member whose membership it is. */
export function memberBehind(membership: refs.IMembershipRef): MemberFacts | undefined {
  const collaboration = collaborationOf(membership);
  const { account } = membership.env;
  // Stacks that can go to any account have the same token for accounts that can differ.
  const isCertain = !Token.isUnresolved(account) || (collaboration && Stack.of(collaboration) === Stack.of(membership));
  return collaboration && isCertain ? memberOf(factsOf(collaboration), account) : undefined;
}

/** The accounts of the members with an ability (of all, where nobody is known to have it) and the given ones; `undefined` where not known. */
export function accountsWith(facts: CollaborationFacts | undefined, ability: string, ...others: string[]): string[] | undefined {
  const able = facts?.members.filter(({ abilities }) => abilities?.includes(ability));
  const accounts = (able?.length ? able : facts?.members)?.map(({ accountId }) => accountId);
  return accounts?.every((account) => account !== undefined) ? [...new Set([...accounts, ...others])] : undefined;
}

/** The L1's own properties are the truth: they serve L1s and L2s alike, and follow what was changed after construction. */
function read(cfn: CfnCollaboration): CollaborationFacts | undefined {
  const members = known<unknown[]>(cfn.members) ?? [];
  if (Token.isUnresolved(cfn.members) || members.some((member) => Token.isUnresolved(member))) return undefined;
  return {
    members: [
      {
        accountId: Stack.of(cfn).account,
        abilities: list(cfn.creatorMemberAbilities),
        mlAbilities: mlAbilities(cfn.creatorMlMemberAbilities),
        payment: payment(cfn.creatorPaymentConfiguration),
      },
      ...(members as CfnCollaboration.MemberSpecificationProperty[]).map((member) => ({
        accountId: member.accountId,
        abilities: list(member.memberAbilities),
        mlAbilities: mlAbilities(member.mlMemberAbilities),
        payment: payment(member.paymentConfiguration),
      })),
    ],
    queryLogging: enabled(cfn.queryLogStatus),
    jobLogging: enabled(cfn.jobLogStatus ?? 'DISABLED'),
    metrics: known<boolean>(cfn.isMetricsEnabled ?? false),
    allowedResultRegions: known(cfn.allowedResultRegions),
  };
}

function mlAbilities(abilities: CfnCollaboration['creatorMlMemberAbilities']): string[] | undefined {
  return Token.isUnresolved(abilities) ? undefined : list(known<CfnCollaboration.MLMemberAbilitiesProperty>(abilities)?.customMlMemberAbilities);
}

/** A list that is empty where it was left out, and unknown where it is a token. */
function list(values: string[] | undefined): string[] | undefined {
  return Token.isUnresolved(values) ? undefined : values ?? [];
}

/** Not known as a whole where any part of it is a token. */
function payment(configuration: CfnCollaboration['creatorPaymentConfiguration']): PaymentFacts | undefined {
  const { queryCompute, jobCompute, machineLearning } = known<CfnCollaboration.PaymentConfigurationProperty>(configuration) ?? {};
  const { modelTraining, modelInference, syntheticDataGeneration } = known<CfnCollaboration.MLPaymentConfigProperty>(machineLearning) ?? {};
  const costs = { queryCompute, jobCompute, modelTraining, modelInference, syntheticDataGeneration };
  const answers = Object.entries(costs).map(([cost, part]) => [cost, responsible(part)]);
  const parts = [configuration, machineLearning, ...Object.values(costs), ...answers.map(([, answer]) => answer)];
  return parts.some((part) => Token.isUnresolved(part)) ? undefined : Object.fromEntries(answers);
}

function responsible(configuration: unknown): unknown {
  return known<CfnCollaboration.QueryComputePaymentConfigProperty>(configuration)?.isResponsible;
}

function enabled(value: string): boolean | undefined {
  return Token.isUnresolved(value) ? undefined : value === 'ENABLED';
}
