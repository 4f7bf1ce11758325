import { costsIn } from '../../../../src/program/member';
import type { Member } from '../../../../src/program/member';
import { UNKNOWN, fact } from '../fact';
import type { ReviewedRoom } from '../reading/room';
import { row, statement, table, unknown } from '../review';
import type { Block, Statement } from '../review';
import { list, say, sentences, words } from '../text';
import type { Link, Text } from '../text';
import { sourceOfMember } from './members';

/** A cost that members pay for. */
interface Cost {
  readonly name: string;
  /** Who pays where nobody is named: whoever has this ability. */
  readonly paidBy?: string;
}

const COSTS: Readonly<Record<string, Cost>> = {
  QUERY_COMPUTE: { name: 'queries', paidBy: 'CAN_QUERY' },
  JOB_COMPUTE: { name: 'PySpark jobs', paidBy: 'CAN_RUN_JOB' },
  MODEL_TRAINING: { name: 'training of models' },
  MODEL_INFERENCE: { name: 'use of trained models' },
  SYNTHETIC_DATA_GENERATION: { name: 'synthetic data' },
};

/** The costs of a member: those that it is named for, and those that it has by default; `undefined` where they are not known. */
function costsOf(room: ReviewedRoom, member: Member): { readonly named: string[]; readonly byDefault: string[] } | undefined {
  const { members = [] } = room;
  if (members.some(({ paysFor }) => paysFor === undefined) || member.abilities === undefined) return undefined;
  const byDefault = Object.entries(COSTS).filter(([cost, { paidBy }]) => paidBy !== undefined && member.abilities!.includes(paidBy)
    && !members.some(({ paysFor }) => paysFor!.includes(cost)));
  return { named: [...member.paysFor!], byDefault: byDefault.map(([cost]) => cost) };
}

/** Who pays for what. */
export function paymentsSection(room: ReviewedRoom): Block[] {
  const { members, collaboration } = room;
  if (!members || !collaboration.definition) {
    return [unknown(words('Who pays is said where the collaboration is created, which is not in this program.'), [room.path]), ...acceptedPayments(room)];
  }
  const rows = members.map((member) => {
    const costs = costsOf(room, member);
    const names = (of: readonly string[]) => words(of.map((cost) => COSTS[cost]?.name ?? cost).join(', '));
    const all = costs && [...costs.named, ...costs.byDefault];
    const says = all === undefined ? words('not known') : all.length ? sentences(
      names(costs!.named), ...costs!.byDefault.length ? [say`${names(costs!.byDefault)} (by default, because nobody is named)`] : [],
    ) : words('nothing');
    const changed = member.paymentIsChanged ? words('(A change request changes this. Until its membership accepts, the member pays as before.)') : [];
    return row([room.nameOf(member), sentences(says, changed)], [sourceOfMember(room, member)], {
      certainty: all === undefined ? 'unknown' : 'known',
      facts: [fact(room.subjectOfMember(member), words('what it pays for'), all?.map((cost) => COSTS[cost]?.name ?? cost) ?? UNKNOWN, 'NEVER')],
    });
  });
  return [
    ...table(words('Who pays'), ['Member', 'Pays for'], rows),
    ...acceptedPayments(room),
    statement([
      'Lookalike models are paid by the member who creates the configured model, and ID mapping tables by the member who creates them. ', GLOSSARY,
    ], [room.path]),
  ];
}

const GLOSSARY: Link = { link: 'AWS Clean Rooms Glossary', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/glossary.html' };
const PRICES: Link = { link: 'AWS Clean Rooms pricing', url: 'https://aws.amazon.com/clean-rooms/pricing/' };

/** What memberships of this program accept to pay. */
function acceptedPayments(room: ReviewedRoom): Statement[] {
  return room.memberships.filter((membership) => membership.property('PaymentConfiguration') !== undefined).map((membership) => {
    const accepted = costsIn(membership.property('PaymentConfiguration'));
    if (!accepted) return unknown(say`What ${room.ownerOf(membership)} accepts to pay in its membership is known at deployment only.`, [membership.path]);
    return statement(say`${room.ownerOf(membership)} accepts in its membership to pay for ${words(accepted.map((cost) => COSTS[cost].name).join(', ') || 'nothing')}.`, [membership.path]);
  });
}

/** What it costs. */
export function costsSection(room: ReviewedRoom): Block[] {
  const crpu = (name: string): Text => ['CRPU-hours (hours of Clean Rooms processing units). ', { link: name, url: `https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_${name}.html` }];
  const units: Readonly<Record<string, Text>> = { QUERY_COMPUTE: crpu('BilledResourceUtilization'), JOB_COMPUTE: crpu('BilledJobResourceUtilization') };
  return [
    ...table(words('Costs of Clean Rooms'), ['For', 'Billed to', 'Unit'], Object.entries(COSTS).map(([cost, { name }]) =>
      row([words(name), payersFor(room, cost), units[cost] ?? ['not found in the documentation of the API. ', PRICES]], [room.path]))),
    statement(['This page has no prices: they differ by Region, and they change. ', PRICES,
      '. Storage of data and results, keys, logs, and queries through Amazon Athena are billed by those services.'], [room.path]),
  ];
}

function payersFor(room: ReviewedRoom, cost: string): Text {
  const costs = room.members?.map((member) => ({ member, costs: costsOf(room, member) }));
  if (!costs || !room.collaboration.definition || costs.some((each) => !each.costs)) return words('not known');
  const payers = costs.filter((each) => each.costs!.named.includes(cost) || each.costs!.byDefault.includes(cost));
  if (payers.length) return list(payers.map(({ member }) => room.nameOf(member)), 'or');
  return words(COSTS[cost].paidBy === undefined ? 'nobody is named' : 'nobody: no member can run them');
}
