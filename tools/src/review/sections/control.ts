import { isKnown } from '../../../../src/foundation/tokens';
import { KnownResource } from '../../../../src/program/known-resources';
import { changesIn } from '../../../../src/program/member';
import { booleanAt, textsAt, valueAt } from '../../../../src/program/rendered-properties';
import type { ProgramResource } from '../../../../src/program/resource';
import { UNKNOWN, fact } from '../fact';
import type { FactValue } from '../fact';
import { elsewhere } from './absent';
import { resultPlacesOf } from '../reading/result';
import type { ReviewedRoom } from '../reading/room';
import { row, statement, table, unknown } from '../review';
import type { Block, Row } from '../review';
import { list, plainText, say, sentences, words } from '../text';
import type { Text } from '../text';

const CHANGES: Readonly<Record<string, string>> = {
  ADD_MEMBER: 'new members',
  GRANT_RECEIVE_RESULTS_ABILITY: 'giving a member the ability to receive results',
  REVOKE_RECEIVE_RESULTS_ABILITY: 'taking from a member the ability to receive results',
};

/** What can change without a vote. */
export function changesSection(room: ReviewedRoom): Block[] {
  return [
    automaticChanges(room),
    ...approvalsOf(room).map((approval) => {
      const decision = approval.text('Decision') ?? 'APPROVE';
      return statement(say`When it is deployed, this program votes for ${room.ownerOf(approval)}: ${words(decision === 'DENY' ? 'against' : 'for')} exactly the changes that it names.`, [approval.path], {
        facts: [fact(room.subjectOf('vote', approval), words('that it votes for a change by itself'), decision !== 'DENY', 'YES')],
      });
    }),
    statement(words('Each member may change its own tables, their rules, its templates, roles and budgets at any time. That is never put to a vote.'), [room.path]),
  ];
}

function approvalsOf(room: ReviewedRoom): readonly ProgramResource[] {
  const { model } = room.stage;
  return model.resources(KnownResource.CHANGE_REQUEST_APPROVAL)
    .filter((approval) => model.collaborationNamedBy(approval)?.key === room.collaboration.key);
}

function automaticChanges(room: ReviewedRoom): Block {
  const { definition } = room.collaboration;
  if (!definition) return unknown(words('Which changes are approved automatically is said where the collaboration is created.'), [room.path]);
  const requested = room.collaboration.changeRequests.flatMap(changesIn)
    .map((change) => valueAt<Record<string, unknown>>(change)?.AutoApprovedChangeTypes).filter((types) => types !== undefined);
  const last = requested.length ? requested[requested.length - 1] : definition.property('AutoApprovedChangeTypes');
  const given = last === undefined ? [] : textsAt(last);
  const known = given?.every(isKnown) ? given.map((type) => type in CHANGES ? words(CHANGES[type]) : say`${type}`) : undefined;
  const facts = [fact(room.subject, words('the list of changes without a vote'), known?.map(plainText) ?? UNKNOWN, 'MORE')];
  if (!known) return unknown(words('Which changes are approved automatically is known at deployment only.'), [definition.path], facts);
  return statement(known.length ? say`These changes are approved automatically when the creator asks for them: ${list(known)}.`
    : words('No change of members, abilities or payers is approved automatically: the members vote on each.'), [definition.path], { certainty: known.length ? 'attention' : 'known', facts });
}

/** What is logged and measured. */
export function logsSection(room: ReviewedRoom): Block[] {
  const { collaboration: { definition, queryLogging, jobLogging, metrics } } = room;
  const rows: Row[] = [];
  if (definition) {
    const jobs = definition.property('JobLogStatus') === undefined ? false : jobLogging;
    rows.push(row([words('the room allows it'), ...[queryLogging, jobs, metrics].map(yesOrNo)], [definition.path], {
      certainty: [queryLogging, jobs, metrics].includes(undefined) ? 'unknown' : queryLogging ? 'known' : 'attention',
      facts: [
        fact(room.subject, words('whether queries are logged'), queryLogging ?? UNKNOWN, 'NO'),
        fact(room.subject, words('whether jobs are logged'), jobs ?? UNKNOWN, 'NO'),
        fact(room.subject, words('whether queries are measured'), metrics ?? UNKNOWN, 'NO'),
      ],
    }));
  }
  for (const membership of room.memberships) {
    const member = room.memberOf(membership);
    const subject = member ? room.subjectOfMember(member) : room.subjectOf('membership', membership);
    const [queries, jobs] = ['QueryLogStatus', 'JobLogStatus'].map((property) => {
      const status = membership.property(property);
      const text = membership.text(property);
      return status === undefined ? false : text === undefined || !isKnown(text) ? undefined : text === 'ENABLED';
    });
    const measured = membership.property('IsMetricsEnabled') === undefined ? false : booleanAt(membership.property('IsMetricsEnabled'));
    rows.push(row([say`${room.ownerOf(membership)} gets it`, ...[queries, jobs, measured].map(yesOrNo)], [membership.path], {
      certainty: [queries, jobs, measured].includes(undefined) ? 'unknown' : 'known',
      facts: [
        fact(subject, words('whether it gets logs of queries'), queries ?? UNKNOWN, 'NO'),
        fact(subject, words('whether it gets logs of jobs'), jobs ?? UNKNOWN, 'NO'),
        fact(subject, words('whether it gets metrics of queries'), measured ?? UNKNOWN, 'NO'),
      ],
    }));
  }
  return [
    ...definition ? [] : [unknown(words('Whether the room has logs is said where the collaboration is created.'), [room.path])],
    ...table(words('Logs and metrics'), ['Where', 'Logs of queries', 'Logs of jobs', 'Metrics of queries'], rows, { marks: true }),
    ...elsewhere(room, (members) => say`Whether there are logs for ${members}`),
    statement([
      'Where logs are on, they go to Amazon CloudWatch, to the accounts of who runs an analysis, of who receives its results and of the owners of its tables. Who may read them there is decided by each account. ',
      { link: 'Analysis logging in AWS Clean Rooms', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/query-logs.html' },
    ], [room.path]),
  ];
}

function yesOrNo(value: boolean | undefined): Text {
  return words(value === undefined ? 'not known' : value ? 'yes' : 'no');
}

/** What stays when it ends. */
export function endSection(room: ReviewedRoom): Block[] {
  const resources = [
    ...room.collaboration.definition ? [room.collaboration.definition] : [],
    ...room.memberships,
    ...room.tables.map(({ association }) => association),
    ...OTHER_KINDS.flatMap((type) => room.of(type)),
    ...buckets(room),
  ];
  return [
    ...table(words('What happens to it when it is taken out of the program, or its stack is deleted'), ['What', 'Of', 'Then'], resources.map((resource) => {
      const stays = staysOf(resource);
      return row([say`${words(KINDS[resource.type] ?? 'resource')} ${resource.knownName ?? resource.path}`, room.ownerOf(resource), words(stays === undefined ? 'not known' : stays)], [resource.path], {
        certainty: stays === undefined ? 'unknown' : 'known',
        facts: [fact(subjectAtEnd(room, resource), words('what happens when it is taken out of the program'), (stays as FactValue) ?? UNKNOWN, 'NEVER')],
      });
    })),
    ...elsewhere(room, (members) => say`What stays of the part of ${members}`),
    statement(sentences(
      words('Results that were written stay where they are, also when a member leaves or the room is deleted.'),
      words('Source data is never moved into the room: it stays with its owner.'),
      words('The roles that read it trust Clean Rooms until their owner deletes them or changes whom they trust.'),
    ), [room.path, ...room.tables.map(({ path }) => path)]),
  ];
}

const OTHER_KINDS = [
  KnownResource.ANALYSIS_TEMPLATE, KnownResource.PRIVACY_BUDGET_TEMPLATE, KnownResource.ID_MAPPING_TABLE, KnownResource.INTERMEDIATE_TABLE,
] as const;

const KINDS: Readonly<Record<string, string>> = {
  [KnownResource.COLLABORATION]: 'collaboration',
  [KnownResource.MEMBERSHIP]: 'membership',
  [KnownResource.CONFIGURED_TABLE_ASSOCIATION]: 'table',
  [KnownResource.ANALYSIS_TEMPLATE]: 'analysis template',
  [KnownResource.PRIVACY_BUDGET_TEMPLATE]: 'budget',
  [KnownResource.ID_MAPPING_TABLE]: 'ID mapping table',
  [KnownResource.INTERMEDIATE_TABLE]: 'intermediate table',
  [KnownResource.BUCKET]: 'bucket with results',
};

function subjectAtEnd(room: ReviewedRoom, resource: ProgramResource) {
  const member = resource.type === KnownResource.MEMBERSHIP ? room.memberOf(resource) : undefined;
  const reviewed = room.tables.find(({ association }) => association === resource);
  const template = room.templates.find((each) => each.resource === resource);
  if (resource === room.collaboration.definition) return room.subject;
  if (member) return room.subjectOfMember(member);
  return reviewed ? room.subjectOfTable(reviewed) : template ? room.subjectOfTemplate(template) : room.subjectOf(KINDS[resource.type] ?? 'resource', resource, false);
}

/** What CloudFormation does with it, in words. */
function staysOf({ cfn: { cfnOptions: { deletionPolicy } } }: ProgramResource): string | undefined {
  switch (deletionPolicy as string | undefined) {
    case undefined:
    case 'Delete': return 'it is deleted';
    case 'Retain':
    case 'RetainExceptOnCreate': return 'it stays';
    case 'Snapshot': return 'a snapshot of it stays';
    default: return undefined;
  }
}

function buckets(room: ReviewedRoom): ProgramResource[] {
  const paths = room.memberships.flatMap(resultPlacesOf).map(({ path }) => path);
  return room.stage.model.resources(KnownResource.BUCKET).filter(({ path }) => paths.includes(path));
}
