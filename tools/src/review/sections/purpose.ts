import type { RoomDetails } from '../details';
import type { ReviewedRoom } from '../reading/room';
import { row, statement, table, unknown } from '../review';
import type { Block } from '../review';
import { say, words } from '../text';
import type { Part, Text } from '../text';

/** What the members say of the room in a file of their own. */
export function purposeSection(room: ReviewedRoom, details: RoomDetails | undefined, file: string | undefined): Block[] {
  const source = file === undefined ? [room.path] : [file];
  const description = room.collaboration.definition?.text('Description');
  const { purpose, legalBasis, contract, contacts = [], approvals = [], notes } = details ?? {};
  const missing = [
    ...purpose === undefined ? ['the purpose'] : [], ...legalBasis === undefined ? ['the legal basis'] : [], ...contract === undefined ? ['the contract'] : [],
    ...contacts.length ? [] : ['contacts'], ...approvals.length ? [] : ['an approval'],
  ];
  const rows = [
    ...text('Purpose', purpose), ...text('Legal basis', legalBasis),
    ...contract ? text('Contract', [contract.title, `number ${contract.number}`, ...contract.date === undefined ? [] : [`of ${contract.date}`]].filter((part) => part !== undefined).join(', ')) : [],
    ...contacts.flatMap(({ name, role, contact }) => text('Contact', [`${name}, ${role}`, ...contact === undefined ? [] : [contact]].join(': '))),
    ...approvals.flatMap(({ by, date, of, remark }) => text('Approval', [`${by}, ${date}`, ...of === undefined ? [] : [`of ${of}`], ...remark === undefined ? [] : [remark]].join('; '))),
    ...text('Notes', notes),
  ];
  return [
    ...description === undefined ? [] : [statement(say`The collaboration has the description ${description}.`, [room.path])],
    ...table(words('What the members say of the room'), ['What', 'Says'], rows.map((cells) => row(cells, source))),
    ...missing.length ? [unknown(say`Missing: ${words(missing.join(', '))}. No program says them: give them with ${'--details'}.`, source)] : [],
  ];
}

function text(what: string, prose: string | undefined): Text[][] {
  const part: Part | undefined = prose === undefined ? undefined : { prose };
  return part ? [[words(what), [part]]] : [];
}
