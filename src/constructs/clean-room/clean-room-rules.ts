import { Stage, Token } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ID_SUFFIXES } from './room-stacks';
import { checkAccountId } from '../../foundation/identifiers';
import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { LiveChange } from '../collaboration/live-change';

/** A member as the definitions of a room see each other. */
export interface RoomMember {
  readonly name: string;
  readonly account: string;
  readonly abilities: readonly string[];
  /** Whether it creates the collaboration. */
  readonly creates: boolean;
  /** Whether it deploys for itself, so that it may join at any later time. */
  readonly deploysItself: boolean;
  /** The change by which it is added to the live room. */
  readonly since?: LiveChange;
  /** Whether it is removed from the live room. */
  readonly leaves?: boolean;
}

/** Where a member is. */
export interface MemberPlace {
  readonly room: IConstruct;
  readonly name: string;
  readonly account?: string;
  readonly stack?: Stack;
  /** The Region of the room, if it has one. */
  readonly roomRegion?: string;
}

const MEMBER_NAME = /^[A-Za-z][A-Za-z0-9-]*$/;

/** Checks that a room can have stacks: it is defined in an app or a stage. */
export function checkScope(scope: IConstruct): ValidationFault[] {
  const isInStage = scope.node.scopes.every((each) => !('stackName' in each && 'templateFile' in each));
  return isInStage && Stage.of(scope) ? [] : [{
    code: code`RoomOutsideOfStage`,
    message: 'a clean room has stacks of several accounts: define it in an App or a Stage, not in a Stack',
  }];
}

/** Checks the name of a member, which names its stacks. */
export function checkMemberName(name: string): ValidationFault[] {
  return MEMBER_NAME.test(name) ? [] : [{
    code: code`RoomMemberNameMalformed`,
    message: `the name of a member must have only letters, digits and hyphens and begin with a letter, because its stacks have it, got '${name}': give what `
      + "others see as 'displayName'",
  }];
}

/** Checks the account and the Region of a member, which must be known at synthesis: the other members name them. */
export function checkMemberPlace({ room, name, account, stack, roomRegion }: MemberPlace): ValidationFault[] {
  const accountOfStack = stack && isKnown(stack.account) ? stack.account : undefined;
  const regionOfStack = stack && isKnown(stack.region) ? stack.region : undefined;
  const faults: ValidationFault[] = [];
  if (account === undefined && accountOfStack === undefined) {
    faults.push({
      code: code`RoomMemberAccountMissing`,
      message: `member '${name}' must have an account that is known at synthesis: give its 'account', or a 'stack' whose 'env' has one`,
    });
  }
  if (account !== undefined) {
    faults.push(...Token.isUnresolved(account) ? [{
      code: code`RoomMemberAccountMissing`,
      message: `'account' of member '${name}' must be known at synthesis, got a token: the other members name it`,
    }] : checkAccountId(`account' of the member '${name}`, account));
  }
  if (account !== undefined && stack && accountOfStack !== account) {
    faults.push({
      code: code`RoomMemberAccountDiffers`,
      message: `'account' of member '${name}' is ${account}, and its 'stack' is ${accountOfStack ? `in ${accountOfStack}` : 'in no known account'}: give one of them`,
    });
  }
  if (roomRegion === undefined ? regionOfStack === undefined : !isKnown(roomRegion)) {
    faults.push({
      code: code`RoomRegionMissing`,
      message: "a clean room must have a Region that is known at synthesis: give its 'region', or its creator a 'stack' whose 'env' has one",
    });
  }
  if (stack && roomRegion !== undefined && regionOfStack !== roomRegion) {
    faults.push({
      code: code`RoomRegionDiffers`,
      message: `the 'stack' of member '${name}' must be in the Region of the clean room, ${roomRegion}, got one in ${regionOfStack ?? 'no known Region'}`,
    });
  }
  if (stack && Stage.of(stack) !== Stage.of(room)) {
    faults.push({
      code: code`RoomStackElsewhere`,
      message: `the 'stack' of member '${name}' must be in ${stageOf(room)}, like the clean room, got '${stack.node.path}' in ${stageOf(stack)}`,
    });
  }
  return faults;
}

function stageOf(scope: IConstruct): string {
  const path = Stage.of(scope)?.node.path;
  return path ? `the Stage '${path}'` : 'the App';
}

/** Checks a member against those that the room has. */
export function checkNewMember(member: RoomMember, others: readonly RoomMember[]): ValidationFault[] {
  const faults: ValidationFault[] = [];
  if (others.some(({ name }) => name.toLowerCase() === member.name.toLowerCase())) {
    faults.push({ code: code`RoomMemberNameTwice`, message: `the clean room has a member '${member.name}' already: give each member a name of its own` });
  }
  for (const other of others) {
    const [owner, namesake] = [[member, other], [other, member]].find(([one, two]) => isNameOfStackOf(one, two.name)) ?? [];
    if (owner && namesake) {
      faults.push({
        code: code`RoomMemberNameOfStack`,
        message: `the name of member '${namesake.name}' is that of a stack of member '${owner.name}': give one of them another name, and what others see as 'displayName'`,
      });
    }
  }
  const same = others.find(({ account }) => account === member.account);
  if (same) {
    faults.push(same.leaves ? {
      code: code`RoomMemberHasLeft`,
      message: `member '${member.name}' has the account ${member.account}, as member '${same.name}', who leaves: an account that has left a clean room cannot join `
        + 'it again. Take another account, or found another room',
    } : {
      code: code`RoomMemberTwice`,
      message: `member '${member.name}' has the account ${member.account}, as member '${same.name}': an account is a member once`,
    });
  }
  const querier = others.find(({ abilities }) => abilities.includes('CAN_QUERY'));
  if (querier && member.abilities.includes('CAN_QUERY')) {
    faults.push({
      code: code`RoomHasQuerier`,
      message: `member '${member.name}' cannot have CAN_QUERY: '${querier.name}' has it, and only one member of a clean room can query`,
    });
  }
  return faults;
}

function isNameOfStackOf({ name, deploysItself }: RoomMember, other: string): boolean {
  return !deploysItself && Object.values(ID_SUFFIXES).some((suffix) => other.toLowerCase() === (name + suffix).toLowerCase());
}

/** Checks the name of a table against those that the room has. */
export function checkNewTable(name: string, owner: RoomMember, ownerOfSame: RoomMember | undefined): ValidationFault[] {
  return ownerOfSame ? [{
    code: code`RoomTableTwice`,
    message: `'${owner.name}' cannot bring a table '${name}': '${ownerOfSame.name}' has one of that name, and queries could not tell them apart`,
  }] : [];
}

/** Checks that the accounts that are to receive the results of a table are members who can. */
export function checkReceivers(table: string, receivers: readonly string[], members: readonly RoomMember[]): ValidationFault[] {
  return receivers.filter(isKnown).flatMap((receiver) => {
    const member = members.find(({ account, leaves }) => account === receiver && !leaves);
    if (member?.abilities.includes('CAN_RECEIVE_RESULTS')) return [];
    return [{
      code: code`RoomReceiverUnable`,
      message: `'resultReceivers' of table '${table}' has ${receiver}, ${member ? `member '${member.name}', who lacks CAN_RECEIVE_RESULTS` : 'who is not a member'}: `
        + `it must have accounts of members who can receive results, ${receiversOf(members)}`,
    }];
  });
}

function receiversOf(members: readonly RoomMember[]): string {
  const able = members.filter(({ abilities, leaves }) => abilities.includes('CAN_RECEIVE_RESULTS') && !leaves);
  return able.length ? able.map(({ name, account }) => `'${name}' (${account})`).join(', ') : 'and there is none';
}

/** Checks that a template of this program that is not of the room is at least of the account of the member who names it. */
export function checkTemplateOfRoom(path: string, account: string, member: RoomMember): ValidationFault[] {
  return isKnown(account) && account !== member.account ? [{
    code: code`RoomTemplateUnknown`,
    message: `member '${member.name}' names the analysis template '${path}', which no member of this clean room has brought: add it with addAnalysisTemplate`,
  }] : [];
}

/** Checks that a member can run queries. */
export function checkQuerier(what: string, { name, abilities }: RoomMember): ValidationFault[] {
  return abilities.includes('CAN_QUERY') ? [] : [{
    code: code`RoomMemberCannotQuery`,
    message: `member '${name}' cannot have ${what}: it lacks CAN_QUERY, and only the member with that ability runs queries`,
  }];
}

/** Checks that a member can run jobs. */
export function checkJobRunner(what: string, { name, abilities }: RoomMember): ValidationFault[] {
  return abilities.includes('CAN_RUN_JOB') ? [] : [{
    code: code`RoomMemberCannotRunJobs`,
    message: `member '${name}' cannot have ${what}: it lacks CAN_RUN_JOB, and only a member with that ability runs jobs`,
  }];
}

/** Checks that results are wanted only by who can receive them. */
export function checkResults(hasPlace: boolean, { name, abilities }: RoomMember): ValidationFault[] {
  return !hasPlace || abilities.includes('CAN_RECEIVE_RESULTS') ? [] : [{
    code: code`RoomResultsForNobody`,
    message: `'results' of member '${name}' would stay empty: give the member CAN_RECEIVE_RESULTS, or omit 'results'`,
  }];
}

/** Checks that a member is to get only logs and metrics that the room has on. */
export function checkObservability(
  member: string, wanted: Readonly<Record<string, boolean | undefined>>, ofRoom: Readonly<Record<string, boolean | undefined>>,
): ValidationFault[] {
  return Object.entries(wanted).filter(([property, on]) => on && ofRoom[property] === false).map(([property]) => ({
    code: code`RoomObservabilityOff`,
    message: `'${property}' of member '${member}' cannot be on where the clean room has it off: set '${property}' of the clean room`,
  }));
}

/** Checks that a member joins the clean room of somebody else. */
export function checkJoin({ name, account }: RoomMember, creatorAccountId: string): ValidationFault[] {
  return account === creatorAccountId ? [{
    code: code`RoomJoinedByCreator`,
    message: `member '${name}' has the account ${account}, which created the collaboration: its creator defines a clean room with new CleanRoom(...)`,
  }] : [];
}
