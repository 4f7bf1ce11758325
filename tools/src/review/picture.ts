import { allowedAnalysesOf } from './reading/analyses';
import type { ReviewedRoom } from './reading/room';
import type { Picture, PictureMember, PictureNode } from './review';
import { count, list, plainText, say, sentences, words } from './text';
import type { Text } from './text';
import { KnownResource } from '../../../src/program/known-resources';
import type { Member } from '../../../src/program/member';

/** The picture of a room: what members bring, who runs analyses on it, and who receives their results. */
export function pictureOf(room: ReviewedRoom): Picture {
  const members = room.members ?? [];
  const brought = members.map((member, index): PictureMember => {
    const membership = room.membershipOf(member);
    const lines = membership ? broughtBy(room, membership.account) : [words('not in this program')];
    return { id: `member${index + 1}`, title: room.nameOf(member), lines: shortened(lines, members.length), isUnknown: !membership };
  });
  const nodes = (kind: string, of: readonly Member[], lines: (member: Member) => readonly Text[]) => of.map((member): PictureNode => ({
    id: `${kind}${members.indexOf(member) + 1}`, title: room.nameOf(member), lines: shortened(lines(member), of.length),
  }));
  const askers = nodes('asker', members.filter((member) => canDo(member, 'CAN_QUERY') || canDo(member, 'CAN_RUN_JOB')), (member) => [
    list([...canDo(member, 'CAN_QUERY') ? [words('queries')] : [], ...canDo(member, 'CAN_RUN_JOB') ? [words('PySpark jobs')] : []]), ...templatesOf(room),
  ]);
  const receivers = nodes('receiver', members.filter((member) => canDo(member, 'CAN_RECEIVE_RESULTS')), () => [words('receives results')]);
  const names = (of: readonly PictureNode[], nobody: string) => of.length ? list(of.map(({ title }) => title)) : words(nobody);
  return {
    title: 'Who brings data, who runs analyses, who receives results',
    description: sentences(
      say`${names(brought, 'Members that this program does not name')} take part.`,
      say`Analyses are run by ${names(askers, 'nobody that this program knows')}.`,
      say`Results can go to ${names(receivers, 'nobody that this program knows')}.`,
    ),
    members: brought,
    askers,
    receivers,
    flows: [
      ...brought.filter(({ lines }) => lines.length).flatMap(({ id }) => askers.map((asker) => ({ from: id, to: asker.id }))),
      ...askers.flatMap(({ id }) => receivers.map((receiver) => ({ from: id, to: receiver.id }))),
    ],
  };
}

function canDo({ abilities }: Member, ability: string): boolean {
  return abilities?.includes(ability) ?? false;
}

/** The lines that a column of the picture has: a picture that is seen at a glance shows what is the usual, and the answers show all. */
const MOST_LINES = 36;

function shortened(lines: readonly Text[], nodes: number): readonly Text[] {
  const most = Math.max(2, Math.floor(MOST_LINES / nodes));
  return lines.length > most ? [...lines.slice(0, most - 1), words(`and ${lines.length - most + 1} more`)] : lines;
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
