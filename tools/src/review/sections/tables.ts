import { absent, elsewhere } from './absent';
import { isKnown } from '../../../../src/foundation/tokens';
import { KnownResource } from '../../../../src/program/known-resources';
import { booleanAt, textAt } from '../../../../src/program/rendered-properties';
import type { ProgramResource } from '../../../../src/program/resource';
import { UNKNOWN, fact } from '../fact';
import type { Fact } from '../fact';
import { displayed } from '../reading/displayed';
import type { ReviewedRoom } from '../reading/room';
import type { ReviewedTable } from '../reading/table';
import { row, statement, table, unknown } from '../review';
import type { Block, Row, Statement } from '../review';
import { list, plainText, say, sentences, words } from '../text';

/** Which data enters. */
export function dataSection(room: ReviewedRoom): Block[] {
  const rows = [
    ...room.tables.map((each) => tableRow(room, each)),
    ...room.of(KnownResource.ID_MAPPING_TABLE).map((each) => otherRow(room, each, 'ID mapping table', 'ids of the two sources that belong together')),
    ...room.of(KnownResource.INTERMEDIATE_TABLE).map((each) => otherRow(room, each, 'intermediate table', 'the result of a query')),
  ];
  const blocks: Block[] = table(words('Tables'), ['Table', 'Brought by', 'Source', 'Shared columns', 'Left out'], rows);
  if (!blocks.length) blocks.push(absent(room, 'This program has no table in the room.'));
  return [
    ...blocks,
    ...awaitedTables(room),
    ...elsewhere(room, (members) => say`Which tables there are of ${members}`),
    ...namespaces(room),
    ...encryption(room),
  ];
}

function tableRow(room: ReviewedRoom, each: ReviewedTable): Row {
  const { name, source, columns, leftOut, sources, path, methods } = each;
  const subject = room.subjectOfTable(each);
  return row([
    say`${name}`,
    room.ownerOf(each.association),
    source ?? words('not known'),
    columns ? list(columns.map((column) => column.name)) : words('not known'),
    leftOut ? leftOut.length ? list(leftOut) : words('none') : words('not known: the columns of the source are not in this program'),
  ], [path, ...sources], {
    certainty: columns && source !== undefined && leftOut ? 'known' : 'unknown',
    facts: [
      fact(subject, words('the source of its rows'), source ? plainText(source) : UNKNOWN, 'ANY'),
      fact(subject, words('the list of shared columns'), columns?.map((column) => column.name) ?? UNKNOWN, 'MORE'),
      fact(subject, words('the kinds of analyses that may read it'), methods ?? UNKNOWN, 'MORE'),
    ],
  });
}

/** A table that is made in the room. */
function otherRow(room: ReviewedRoom, resource: ProgramResource, kind: string, columns: string): Row {
  const subject = room.subjectOf(kind, resource);
  const madeOf = JSON.stringify(resource.property('InputReferenceConfig') ?? resource.property('PopulationAnalysisConfiguration') ?? '');
  return row([
    say`${resource.knownName ?? resource.path}`, room.ownerOf(resource), words(`${kind}, made in the room`), words(columns), words('none'),
  ], [resource.path], {
    facts: [
      fact(subject, words('what it is made of'), displayed(resource.cfn, madeOf), 'ANY'),
      fact(subject, words('whether a key of its owner encrypts it'), resource.property('KmsKeyArn') !== undefined, 'NO'),
    ],
  });
}

/** Tables that the program waits for, which somebody else brings. */
function awaitedTables(room: ReviewedRoom): Statement[] {
  const own = new Set(room.tables.map(({ name }) => name));
  const { model } = room.stage;
  const waits = model.resources(KnownResource.SCHEMA_READINESS).filter((wait) => model.collaborationNamedBy(wait)?.key === room.collaboration.key);
  return waits.flatMap((wait) => {
    const names = (wait.texts('Tables') ?? []).filter((name) => isKnown(name) && !own.has(name));
    return names.length ? [unknown(say`This program waits for ${list(names)}, which others bring: their columns and rules are not known here.`, [wait.path])] : [];
  });
}

function namespaces(room: ReviewedRoom): Statement[] {
  return room.of(KnownResource.ID_NAMESPACE_ASSOCIATION).map((each) => {
    const config = each.property('IdMappingConfig');
    const grouping = config === undefined ? false : booleanAt(config, 'AllowUseAsDimensionColumn');
    const arn = textAt(each.property('InputReferenceConfig'), 'InputReferenceArn');
    return statement(sentences(
      say`${room.ownerOf(each)} brings the ids of ${arn === undefined ? words('an ID namespace') : say`ID namespace ${displayed(each.cfn, arn)}`}, to be matched with those of others.`,
      grouping === undefined ? words('Whether queries may group by these ids is known at deployment only.') : words(grouping ? 'Queries may group by these ids.' : 'Queries may not group by these ids.'),
    ), [each.path], {
      certainty: grouping === undefined ? 'unknown' : grouping ? 'attention' : 'known',
      facts: [fact(room.subjectOf('ID namespace', each), words('whether queries may group by its ids'), grouping ?? UNKNOWN, 'YES')],
    });
  });
}

const ENCRYPTION: Readonly<Record<string, string>> = {
  AllowCleartext: 'tables may also have columns that are not encrypted',
  AllowDuplicates: 'encrypted columns may have values twice',
  AllowJoinsOnColumnsWithDifferentNames: 'columns with different names may be joined',
  PreserveNulls: 'empty values stay empty',
};

/** Cryptographic Computing for Clean Rooms. */
function encryption(room: ReviewedRoom): Statement[] {
  const { definition } = room.collaboration;
  if (!definition) return [];
  const metadata = definition.property('DataEncryptionMetadata');
  const used = metadata !== undefined;
  const known: Fact[] = [fact(room.subject, words('whether data is encrypted by its owner before it enters'), used, 'NO')];
  if (!used) return [statement(words('Data is not encrypted by its owner before it enters: the room is made without Cryptographic Computing for Clean Rooms.'), [definition.path], { facts: known })];
  const settings = Object.entries(ENCRYPTION).map(([name, meaning]) => ({ meaning, allowed: booleanAt(metadata, name) }));
  const allowed = settings.filter((setting) => setting.allowed).map(({ meaning }) => words(meaning));
  const open = settings.filter((setting) => setting.allowed === undefined).map(({ meaning }) => words(meaning));
  return [statement(sentences(
    words('The room is made for Cryptographic Computing for Clean Rooms: owners can encrypt their data before it enters.'),
    allowed.length ? say`It allows that ${list(allowed)}.` : open.length ? [] : words('It allows no exception from that.'),
    open.length ? say`It is known at deployment only whether ${list(open)}.` : [],
  ), [definition.path], {
    certainty: open.length ? 'unknown' : 'known',
    facts: [...known, ...settings.map((setting) => fact(room.subject, words(`whether ${setting.meaning}`), setting.allowed ?? UNKNOWN, 'YES'))],
  })];
}
