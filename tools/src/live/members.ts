import type { MemberSummary } from '@aws-sdk/client-cleanrooms';
import { READS } from './aws';
import type { Aws } from './aws';
import { inTemplateForm, known } from './comparison';
import type { LiveFindings } from './findings';
import type { CollaborationModel } from '../../../src/program/collaboration-model';
import { costsIn } from '../../../src/program/member';
import type { Member } from '../../../src/program/member';
import type { ProgramResource } from '../../../src/program/resource';

/** A member of a collaboration as AWS has it. */
export interface LiveMember extends Required<Pick<Member, 'abilities' | 'mlAbilities' | 'paysFor'>> {
  readonly accountId: string;
  readonly displayName: string;
  readonly isActive: boolean;
  readonly membershipId?: string;
  readonly membershipArn?: string;
}

/** The members of a collaboration, without those who have left or were removed. */
export async function readMembers(aws: Aws, collaborationIdentifier: string): Promise<LiveMember[] | undefined> {
  const pages = await aws.list(READS.members, { collaborationIdentifier });
  return pages?.flatMap(({ memberSummaries = [] }) => memberSummaries).filter(({ status }) => status === 'ACTIVE' || status === 'INVITED').map(memberOf);
}

function memberOf(summary: MemberSummary): LiveMember {
  const { accountId, displayName, status, abilities, mlAbilities, paymentConfiguration, membershipId, membershipArn } = summary;
  return {
    accountId: accountId!,
    displayName: displayName!,
    isActive: status === 'ACTIVE',
    abilities: abilities ?? [],
    mlAbilities: mlAbilities?.customMLMemberAbilities ?? [],
    paysFor: costsIn(inTemplateForm(paymentConfiguration)) ?? [],
    membershipId,
    membershipArn,
  };
}

/** Compares the members that the program says with those that AWS has. */
export function compareMembers(
  findings: LiveFindings, collaboration: CollaborationModel, on: ProgramResource, live: readonly LiveMember[], creatorAccountId: string,
): void {
  const members = collaboration.members()?.map((member) => isCreator(collaboration, member) ? { ...member, accountId: creatorAccountId } : member);
  if (!members) return;
  const ofProgram = new Map(members.flatMap((member) => known(member.accountId) === undefined ? [] : [[member.accountId!, member]]));
  const inAws = new Map(live.map((member) => [member.accountId, member]));

  const others = live.filter(({ accountId }) => !ofProgram.has(accountId));
  if (others.length > members.length - ofProgram.size) {
    others.forEach(({ accountId, displayName }) =>
      findings.difference(on, 'MembersDiffer', `account ${accountId}, '${displayName}', is a member in AWS, and not in the program`));
  }
  for (const [accountId, member] of ofProgram) {
    const found = inAws.get(accountId);
    if (found) compareMember(findings, on, member, found, costsNamed(members));
    else findings.difference(on, 'MembersDiffer', `account ${accountId} is a member in the program, and not in AWS`);
  }
}

/** The member whose account is that of the stack of the collaboration, which may be known at deployment only. */
function isCreator({ definition }: CollaborationModel, { accountId }: Member): boolean {
  return definition !== undefined && accountId === definition.account;
}

/** The abilities of those who pay for a cost where nobody is named for it. */
const DEFAULT_PAYERS: Readonly<Record<string, string>> = { QUERY_COMPUTE: 'CAN_QUERY', JOB_COMPUTE: 'CAN_RUN_JOB' };

/** The costs that the program names a member for; `undefined` where that is not known of every member. */
function costsNamed(members: readonly Member[]): ReadonlySet<string> | undefined {
  return members.every(({ paysFor }) => paysFor) ? new Set(members.flatMap(({ paysFor }) => paysFor!)) : undefined;
}

/** What a member pays for in AWS, without what it pays for because nobody was named for it. */
function paysForByName({ paysFor }: LiveMember, { abilities }: Member, named: ReadonlySet<string>): string[] {
  const isByDefault = (cost: string) => !named.has(cost) && (!(cost in DEFAULT_PAYERS) || (abilities?.includes(DEFAULT_PAYERS[cost]) ?? true));
  return paysFor.filter((cost) => !isByDefault(cost));
}

function compareMember(findings: LiveFindings, on: ProgramResource, member: Member, live: LiveMember, named?: ReadonlySet<string>): void {
  const of = `account ${live.accountId}`;
  const displayName = known(member.displayName);
  if (displayName !== undefined && displayName !== live.displayName) {
    findings.difference(on, 'MembersDiffer', `${of} is called '${live.displayName}' in AWS, and '${displayName}' in the program`);
  }
  compareSets(member.abilities, live.abilities, (text) => findings.difference(on, 'AbilitiesDiffer', `${of} ${text}`));
  compareSets(member.mlAbilities, live.mlAbilities, (text) => findings.difference(on, 'AbilitiesDiffer', `${of} ${text}`));
  if (member.paymentIsChanged || !named) return; // a member pays as before until its membership accepts the change
  compareSets(member.paysFor, paysForByName(live, member, named), (text) => findings.difference(on, 'PayersDiffer', `${of}, as a candidate to pay, ${text}`));
}

function compareSets(program: readonly string[] | undefined, live: readonly string[], report: (text: string) => void): void {
  if (!program) return;
  const added = live.filter((each) => !program.includes(each));
  const missing = program.filter((each) => !live.includes(each));
  const parts = [
    ...added.length ? [`has ${added.join(', ')} in AWS only`] : [],
    ...missing.length ? [`has ${missing.join(', ')} in the program only`] : [],
  ];
  if (parts.length) report(parts.join(', and '));
}

/** The member with an ability. Clean Rooms has one such member at most for queries and for jobs. */
export function memberWith(ability: string, members: readonly LiveMember[]): LiveMember | undefined {
  return members.find(({ abilities }) => abilities.includes(ability));
}

/** Reports the members without whom nothing can be run, because they have not joined. */
export function checkJoined(findings: LiveFindings, on: ProgramResource, members: readonly LiveMember[]): void {
  const needs = (member: LiveMember) => [
    ...member.abilities.includes('CAN_QUERY') ? ['queries'] : [],
    ...member.abilities.includes('CAN_RUN_JOB') ? ['runs jobs'] : [],
    ...member.abilities.includes('CAN_RECEIVE_RESULTS') ? ['receives results'] : [],
    ...member.paysFor.length ? ['can pay'] : [],
  ];
  members.filter(({ isActive }) => !isActive).forEach((member) => {
    const tasks = needs(member);
    const who = `account ${member.accountId}, '${member.displayName}', who ${tasks.join(', ')},`;
    if (tasks.length) findings.obstacle(on, 'MemberNotJoined', `${who} has not joined the collaboration`);
  });
}
