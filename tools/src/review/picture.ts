import { allowedAnalysesOf } from './reading/analyses';
import type { ReviewedRoom } from './reading/room';
import type { Picture, PictureMember, PictureNode } from './review';
import { count, list, plainText, say, words } from './text';
import type { Text } from './text';
import { KnownResource } from '../../../src/program/known-resources';

/** The picture of a room: what members bring, who runs analyses on it, and who receives their results. */
export function pictureOf(room: ReviewedRoom): Picture {
  const members = (room.members ?? []).map((member, index): PictureMember & { readonly account?: string; readonly abilities?: readonly string[] } => {
    const membership = room.membershipOf(member);
    return {
      id: `member${index + 1}`,
      title: room.nameOf(member),
      lines: membership ? broughtBy(room, membership.account) : [words('not in this program')],
      isUnknown: !membership,
      account: member.accountId,
      abilities: member.abilities,
    };
  });
  const able = (...abilities: string[]) => members.filter((member) => abilities.some((ability) => member.abilities?.includes(ability)));
  const askers = able('CAN_QUERY', 'CAN_RUN_JOB').map((member): PictureNode & { readonly account?: string } => ({
    id: member.id.replace('member', 'asker'),
    title: member.title,
    account: member.account,
    lines: [list([...member.abilities!.includes('CAN_QUERY') ? [words('queries')] : [], ...member.abilities!.includes('CAN_RUN_JOB') ? [words('PySpark jobs')] : []]), ...templatesOf(room)],
  }));
  const receivers = able('CAN_RECEIVE_RESULTS').map((member): PictureNode & { readonly account?: string } => ({
    id: member.id.replace('member', 'receiver'), title: member.title, account: member.account, lines: [words('receives results')],
  }));
  const bringing = members.filter(({ lines, isUnknown }) => lines.length && (isUnknown || lines.length));
  const goesTo = (account?: string) => receivers.filter((receiver) => room.tables.length === 0 || account === undefined
    || room.tables.some(({ receivers: allowed }) => Array.isArray(allowed) && receiver.account !== undefined && allowed.includes(receiver.account)));
  const flows = [
    ...bringing.flatMap((member) => askers.map((asker) => ({ from: member.id, to: asker.id }))),
    ...askers.flatMap((asker) => goesTo(asker.account).map((receiver) => ({ from: asker.id, to: receiver.id }))),
  ];
  const names = (nodes: readonly PictureNode[], nobody: string) => nodes.length ? list(nodes.map(({ title }) => title)) : words(nobody);
  return {
    title: 'Who brings data, who runs analyses, who receives results',
    description: say`${names(members, 'Members that this program does not name')} take part. Analyses are run by ${names(askers, 'nobody that this program knows')}. Results go to ${names(receivers, 'nobody that this program knows')}.`,
    members: members.map(({ id, title, lines, isUnknown }) => ({ id, title, lines, isUnknown })),
    askers: askers.map(({ id, title, lines }) => ({ id, title, lines })),
    receivers: receivers.map(({ id, title, lines }) => ({ id, title, lines })),
    flows,
  };
}

/** What an account brings: its tables with the types of their rules. */
function broughtBy(room: ReviewedRoom, account: string): Text[] {
  const tables = room.tables.filter(({ association }) => association.account === account).map((each) => {
    const { rule, name } = each;
    const type = typeof rule === 'string' ? rule === 'none' ? 'no rule' : 'rule not known' : rule.type.toLowerCase();
    const allowed = allowedAnalysesOf(room, each);
    const isReviewed = allowed.length > 0 && allowed.every(({ kind }) => kind !== 'any query' && kind !== 'any job');
    const what = isReviewed ? `${type}, ${count(allowed.length, 'template')}` : type;
    return say`${name} (${words(what)})`;
  });
  const others = [KnownResource.ID_MAPPING_TABLE, KnownResource.INTERMEDIATE_TABLE].flatMap((type) => room.of(type))
    .filter((each) => each.account === account).map((each) => say`${each.knownName ?? each.path} (made in the room)`);
  return [...tables, ...others];
}

function templatesOf(room: ReviewedRoom): Text[] {
  const texts = room.templates.map(({ path }) => say`template ${path.slice(path.lastIndexOf('/') + 1)}`);
  return texts.filter((text, index) => texts.findIndex((other) => plainText(other) === plainText(text)) === index);
}
