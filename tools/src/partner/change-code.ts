import { object, text } from './code';
import type { Code } from './code';
import type { RequestedChange } from './partner';

/** A change of a request as the library makes it. */
export function changeCode(code: Code, { Member: member, AutoApprovedChangeTypes: types }: RequestedChange): string {
  const change = code.of('CollaborationChange');
  if (!member) return `${change}.autoApprove(${code.constants('AutoApprovedChangeType', types ?? []).slice(1, -1)})`;

  const { AccountId: accountId, DisplayName: displayName, Abilities: abilities = [], MlAbilities: mlAbilities, Payment: payment } = member;
  const costs = payment && Object.keys(payment).filter((cost) => String(payment[cost]) === 'true');
  const settings = {
    abilities: displayName === undefined || abilities.length ? code.constants('MemberAbility', abilities) : undefined,
    mlAbilities: mlAbilities && code.constants('MlMemberAbility', mlAbilities),
    paymentResponsibilities: costs && code.constants('PaymentResponsibility', costs),
  };
  return displayName === undefined
    ? `${change}.changeMember(${text(accountId)}, ${object(settings, '    ')})`
    : `${change}.addMember(${object({ accountId: text(accountId), displayName: text(displayName), ...settings }, '    ')})`;
}

/** The same in words. */
export function describedChange(change: RequestedChange, nameOf: (accountId: string) => string): string {
  const { Member: member, AutoApprovedChangeTypes: types } = change;
  if (!member) return types?.length ? `Requests of these types are approved automatically: ${types.join(', ')}.` : 'No request is approved automatically any more.';

  const { AccountId: accountId, DisplayName: displayName, Abilities: abilities = [], MlAbilities: mlAbilities, Payment: payment } = member;
  const costs = Object.entries(payment ?? {});
  const pays = costs.filter(([, isPayer]) => String(isPayer) === 'true').map(([cost]) => cost);
  const what = [
    displayName === undefined ? `${nameOf(accountId)} then has ${listed(abilities, 'no abilities that can change')}` :
      `${displayName} (${accountId}) becomes a member, with ${listed(abilities, 'no abilities: it only brings data')}`,
    ...mlAbilities ? [`and ${listed(mlAbilities, 'no machine learning abilities')}`] : [],
    ...costs.length ? [`and is a candidate to pay for ${listed(pays, 'nothing')}`] : [],
  ];
  return `${what.join(', ')}.`;
}

function listed(values: readonly string[], none: string): string {
  return values.length ? values.join(', ') : none;
}
