import type { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import type { CollaborationCreator, MemberSpecification } from './collaboration-member';
import { names } from './collaboration-member';
import type { PaymentConfiguration, SpecifiedMember } from '../../program/member';

/** The member in the terms of the API. */
export function specified(member: CollaborationCreator, accountId: string): SpecifiedMember {
  return {
    accountId,
    displayName: member.displayName,
    abilities: names(member.abilities),
    mlAbilities: names(member.mlAbilities),
    paysFor: names(member.paymentResponsibilities),
  };
}

/** The members as the L1 takes them, with what each of them pays for. */
export function renderMembers(members: readonly MemberSpecification[], payments: readonly (PaymentConfiguration | undefined)[]) {
  return members.map((member, index): CfnCollaboration.MemberSpecificationProperty => ({
    accountId: member.accountId,
    displayName: member.displayName,
    memberAbilities: names(member.abilities),
    mlMemberAbilities: renderMlAbilities(member),
    paymentConfiguration: payments[index],
  }));
}

/** The machine learning abilities of a member as the L1 takes them. */
export function renderMlAbilities({ mlAbilities }: CollaborationCreator): CfnCollaboration.MLMemberAbilitiesProperty | undefined {
  return mlAbilities?.length ? { customMlMemberAbilities: names(mlAbilities) } : undefined;
}
