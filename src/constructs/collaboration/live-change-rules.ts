import type { CollaborationCreator, MemberSpecification } from './collaboration-member';
import { names } from './collaboration-member';
import type { LiveChange } from './live-change';
import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import { FIXED_ABILITIES } from '../../program/member';

const NAME = /^[A-Za-z][A-Za-z0-9-]{0,39}$/;

/** What the stacks of the members of a clean room are named by. */
const NAMES_OF_STACKS = ['exchange', 'analysis'];

/** Checks the name of a change, by which constructs and stacks are named. */
export function checkLiveChange({ name }: LiveChange): ValidationFault[] {
  return NAME.test(name) && !NAMES_OF_STACKS.includes(name.toLowerCase()) ? [] : [{
    code: code`LiveChangeNameMalformed`,
    message: `the name of a LiveChange must be a letter and then at most 39 letters, digits and hyphens, and not ${NAMES_OF_STACKS.join(' or ')}, got '${name}'`,
  }];
}

/** Checks what is marked in the definition of a collaboration. */
export function checkMarks(creator: CollaborationCreator, members: readonly MemberSpecification[]): ValidationFault[] {
  const everybody: Partial<MemberSpecification>[] = [creator, ...members];
  return [...checkSameMarks(everybody.flatMap(marksOf)), ...everybody.flatMap(checkMember)];
}

function marksOf({ since, changes = [] }: Partial<MemberSpecification>): LiveChange[] {
  return [...since ? [since] : [], ...changes.map((change) => change.since)];
}

function checkSameMarks(marks: readonly LiveChange[]): ValidationFault[] {
  const different = marks.find((mark) => marks.some(({ name, done }) => name === mark.name && done !== mark.done));
  return different ? [{
    code: code`LiveChangeTwice`,
    message: `two LiveChanges have the name '${different.name}', and only one of them is done: use one object for everything that changes together`,
  }] : [];
}

function checkMember(member: Partial<MemberSpecification>): ValidationFault[] {
  const { accountId, since, changes = [], leaves, abilities } = member;
  const name = accountId === undefined ? 'the creator' : `member ${isKnown(accountId) ? accountId : `'${member.displayName}'`}`;
  const faults: ValidationFault[] = [];
  if (leaves && since?.done === false) {
    faults.push({
      code: code`MemberLeavesBeforeItJoins`,
      message: `${name} must not have both 'leaves' and a 'since' that is not done, '${since.name}': omit the member, or set 'done' of the change`,
    });
  }
  const marks = marksOf(member).map((mark) => mark.name);
  const repeated = marks.find((mark, index) => marks.indexOf(mark) !== index);
  if (repeated !== undefined) {
    faults.push({
      code: code`MemberChangesTwice`,
      message: `'since' and 'changes' of ${name} have '${repeated}' more than once: give what the member has after that change in one place`,
    });
  }
  const added = [...since ? [abilities] : [], ...changes.map((change) => change.abilities)].flatMap((each) => names(each));
  const held = since ? [] : names(abilities);
  const fixed = added.filter((ability) => FIXED_ABILITIES.includes(ability) && !held.includes(ability));
  if (fixed.length) {
    faults.push({
      code: code`AbilityFixed`,
      message: `${name} must not get ${[...new Set(fixed)].join(' and ')} in a live collaboration: which member can query and run jobs cannot be changed`,
    });
  }
  return faults;
}
