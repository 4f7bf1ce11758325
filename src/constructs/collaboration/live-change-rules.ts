import type { CollaborationCreator, MemberSpecification } from './collaboration-member';
import { names } from './collaboration-member';
import type { LiveChange } from './live-change';
import { settingsOf } from './live-changes';
import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import { FIXED_ABILITIES } from '../../program/member';

const NAME = /^[A-Za-z][A-Za-z0-9-]{0,39}$/;

/** What the stacks of the members of a clean room are named by. */
const NAMES_OF_STACKS = ['exchange', 'analysis'];

/** Checks the name of a change, by which constructs and stacks are named. */
export function checkLiveChange({ name }: LiveChange): ValidationFault[] {
  const isOfStack = NAMES_OF_STACKS.includes(name.toLowerCase()) || name.toLowerCase().endsWith('-commit');
  return NAME.test(name) && !isOfStack ? [] : [{
    code: code`LiveChangeNameMalformed`,
    message: `the name of a LiveChange must be a letter and then at most 39 letters, digits and hyphens, and not exchange, analysis or end in -commit, got '${name}'`,
  }];
}

/** Checks what is marked in the definition of a collaboration. */
export function checkMarks(
  creator: CollaborationCreator, members: readonly MemberSpecification[], autoApprovals: readonly LiveChange[],
): ValidationFault[] {
  const everybody: Partial<MemberSpecification>[] = [creator, ...members];
  return [
    ...checkSameMarks([...everybody.flatMap(marksOf), ...autoApprovals]),
    ...everybody.flatMap(checkMember),
    ...checkOrder("'autoApprovalChanges'", autoApprovals),
  ];
}

/** One thing changes in the order in which the changes are made, and what is not done comes after what is. */
function checkOrder(what: string, marks: readonly LiveChange[]): ValidationFault[] {
  const late = marks.find((mark, index) => index > 0 && (marks[index - 1]._order >= mark._order || (mark.done && !marks[index - 1].done)));
  return late ? [{
    code: code`LiveChangesOutOfOrder`,
    message: `${what} must have the changes in the order in which they are made, those that are done first, got ${marks.map(({ name }) => `'${name}'`).join(', ')}: `
      + 'changes are made in the order in which their LiveChanges are created',
  }] : [];
}

function marksOf({ since, changes = [] }: Partial<MemberSpecification>): LiveChange[] {
  return [...since ? [since] : [], ...changes.map((change) => change.since)];
}

function checkSameMarks(marks: readonly LiveChange[]): ValidationFault[] {
  const different = marks.find((mark) => marks.some((other) => other.name.toLowerCase() === mark.name.toLowerCase() && other !== mark));
  return different ? [{
    code: code`LiveChangeTwice`,
    message: `two LiveChanges have the name '${different.name}': use one object for everything that changes together, and another name for another change`,
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
  if (!repeated) faults.push(...checkOrder(`'since' and 'changes' of ${name}`, marksOf(member)));
  const settings = settingsOf(member as CollaborationCreator).map(({ since: _, ...each }) => JSON.stringify(each));
  // Who says first that it pays for nothing changes something: it can be who pays where nobody is named.
  const isFirstSaid = ({ paymentResponsibilities }: (typeof changes)[number]) => paymentResponsibilities && !member.paymentResponsibilities;
  const idle = changes.find((change, index) => settings[index + 1] === settings[index] && !isFirstSaid(change));
  if (idle) {
    faults.push({
      code: code`LiveChangeWithoutEffect`,
      message: `'changes' of ${name} has '${idle.since.name}', after which it has what it had before, and the service refuses a request that changes nothing: omit it`,
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
