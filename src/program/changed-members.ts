import type { MemberFacts } from './collaboration-facts';
import { FIXED_ABILITIES } from '../constructs/collaboration/collaboration-change-rules';
import type { MemberChange } from '../constructs/collaboration/collaboration-change-rules';
import { paymentFactsOf } from '../constructs/collaboration/payment';

/** The members of a collaboration once the changes are in effect. */
export function changedMembers(members: MemberFacts[], changes: readonly MemberChange[]): MemberFacts[] {
  return changes.reduce((so, change) => {
    const member = so.find(({ accountId }) => accountId === change.AccountId);
    return member ? so.map((each) => each === member ? changed(member, change) : each) : [...so, added(change)];
  }, members);
}

function added({ AccountId, Abilities = [], MlAbilities = [], Payment = {} }: MemberChange): MemberFacts {
  return { accountId: AccountId, abilities: [...Abilities], mlAbilities: [...MlAbilities], payment: paymentFactsOf(Payment) };
}

function changed(member: MemberFacts, { Abilities = [], MlAbilities, Payment }: MemberChange): MemberFacts {
  return {
    ...member,
    abilities: member.abilities && [...member.abilities.filter((ability) => FIXED_ABILITIES.includes(ability)), ...Abilities],
    mlAbilities: MlAbilities ? [...MlAbilities] : member.mlAbilities,
    paymentIsChanged: member.paymentIsChanged || Payment !== undefined,
  };
}
