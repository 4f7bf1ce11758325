import type { ProgramResource } from '../../../../src/program/resource';
import { UNKNOWN, fact } from '../fact';
import type { Subject, Trust } from '../fact';
import { resultPlacesOf } from '../reading/result';
import { roleNamedBy } from '../reading/role';
import type { ReviewedRole } from '../reading/role';
import type { ReviewedRoom } from '../reading/room';
import { row, statement, table } from '../review';
import type { Block, Row } from '../review';
import { list, say, sentences, words } from '../text';
import type { Text } from '../text';
import { absent, elsewhere } from './absent';

/** A role that the room uses. */
interface UsedRole {
  readonly what: Text;
  readonly user: ProgramResource;
  readonly subject: Subject;
  /** What the role does, for facts: a member can have several. */
  readonly purpose: string;
  readonly role?: ReviewedRole;
}

/** Who can read the raw data, and whom these roles trust. */
export function rawDataSection(room: ReviewedRoom): Block[] {
  const roles = rolesOf(room);
  return [
    ...roles.length ? table(words('Roles, and whom they trust'), ['For', 'Role', 'May be assumed by'], roles.map(trustRow)) : [absent(room, 'This program has no role that reads data for the room.')],
    ...table(words('What these roles may do'), ['For', 'May', 'On'], roles.flatMap(permissionRows)),
    ...elsewhere(room, (members) => say`Which roles read the data of ${members}, and whom they trust,`),
    ...roles.length ? [statement(words('A path in braces stands for what the construct there is called when it is deployed.'), sourcesOf(roles[0]))] : [],
    statement(words('This page has only the roles of the room. Who else can read the raw data in the account of its owner is decided there: by its other roles and users, and by policies of its buckets and catalogs.'), [room.path]),
  ];
}

function rolesOf(room: ReviewedRoom): UsedRole[] {
  const { stage } = room;
  const ofTables = room.tables.map((each): UsedRole => ({
    what: say`reading table ${each.name}`,
    user: each.association,
    subject: room.subjectOfTable(each),
    purpose: 'the role that reads it',
    role: roleNamedBy(stage, each.association, each.association.property('RoleArn')),
  }));
  const ofResults = room.memberships.flatMap((membership) => resultPlacesOf(membership).map(({ kind, roleArn }): UsedRole => {
    const member = room.memberOf(membership);
    return {
      what: say`writing results of ${words(kind)} of ${room.ownerOf(membership)}`,
      user: membership,
      purpose: `the role that writes results of ${kind}`,
      subject: member ? room.subjectOfMember(member) : room.subjectOf('membership', membership),
      role: roleNamedBy(stage, membership, roleArn),
    };
  }));
  const ofScripts = room.templates.filter(({ isJob }) => isJob).map((template): UsedRole => ({
    what: say`reading the script of ${template.name}`,
    user: template.resource,
    subject: room.subjectOfTemplate(template),
    purpose: 'the role that reads its script',
    role: roleNamedBy(stage, template.resource, template.resource.value<Record<string, unknown>>('Source', 'Artifacts')?.RoleArn),
  }));
  return [...ofTables, ...ofResults, ...ofScripts];
}

function sourcesOf({ user, role }: UsedRole): string[] {
  return [user.path, ...role?.path === undefined ? [] : [role.path]];
}

function trustRow(used: UsedRole): Row {
  const { what, role, subject, purpose } = used;
  const trusts = role?.trusts;
  return row([
    what,
    role ? say`${role.name}` : words('none: the permissions of who runs the analysis'),
    trusts ? sentences(...trusts.map((trust) => trustInWords(trust))) : words(role ? 'not known: the role is not in this program' : 'nobody'),
  ], sourcesOf(used), {
    certainty: role && !trusts ? 'unknown' : trusts?.some(isOpen) ? 'attention' : 'known',
    facts: [fact(subject, words(`whom ${purpose} trusts`), role ? trusts ?? UNKNOWN : [], 'WIDER')],
  });
}

/** Whether a trust has no condition that says for whom the service acts. */
function isOpen({ principal, conditions }: Trust): boolean {
  return principal === '*' || Object.keys(conditions).length === 0;
}

const CLEAN_ROOMS = 'cleanrooms.amazonaws.com';

function trustInWords({ principal, conditions }: Trust): Text {
  const who = principal === CLEAN_ROOMS ? words('AWS Clean Rooms') : principal === '*' ? words('Everybody') : say`${principal}`;
  const when = Object.entries(conditions).map(([key, values]) => {
    const [, meaning] = MEANINGS.find(([condition]) => key.startsWith(`${condition} `)) ?? [];
    return meaning === undefined ? say`where ${key} is ${list(values, 'or')}` : say`${words(meaning)} ${list(values, 'or')}`;
  });
  return when.length ? say`${who} ${list(when)}.` : say`${who}, without any condition.`;
}

/** What the keys of conditions mean for Clean Rooms. */
const MEANINGS = [['aws:SourceArn', 'acting for'], ['aws:SourceAccount', 'acting for account'], ['sts:ExternalId', 'with the external id']] as const;

function permissionRows(used: UsedRole): Row[] {
  const { what, role, subject, purpose } = used;
  if (!role) return [];
  const { permissions } = role;
  const about = words(`what ${purpose} may do`);
  if (!permissions) {
    return [row([what, words('not known'), words('not known: the role, or a part of its policies, is not in this program')], sourcesOf(used), { certainty: 'unknown', facts: [fact(subject, about, UNKNOWN, 'MORE')] })];
  }
  const facts = [fact(subject, about, permissions.flatMap(({ actions, resources }) => actions.flatMap((action) => resources.map((resource) => `${action} on ${resource}`))), 'MORE')];
  return permissions.map(({ actions, resources }, index) => row([what, list(actions), list(resources)], sourcesOf(used), {
    certainty: resources.includes('*') && actions.some((action) => action === '*' || action.startsWith('s3:')) ? 'attention' : 'known', facts: index === 0 ? facts : [],
  }));
}

