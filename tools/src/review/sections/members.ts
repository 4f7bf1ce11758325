import { isKnown } from '../../../../src/foundation/tokens';
import { KnownResource } from '../../../../src/program/known-resources';
import { memberChangesIn } from '../../../../src/program/member';
import type { Member } from '../../../../src/program/member';
import { listAt, textsAt, valueAt } from '../../../../src/program/rendered-properties';
import { UNKNOWN, fact } from '../fact';
import type { FactValue } from '../fact';
import { absent } from './absent';
import type { ReviewedRoom } from '../reading/room';
import { row, statement, table, unknown } from '../review';
import type { Block, Statement } from '../review';
import { list, plainText, say, sentences, words } from '../text';
import type { Text } from '../text';

/** Who takes part. */
export function membersSection(room: ReviewedRoom): Block[] {
  const { collaboration, members } = room;
  const areKnown = members?.every(({ accountId }) => accountId !== undefined && isKnown(accountId)) ?? false;
  const accounts: FactValue = areKnown ? members!.map(({ accountId }) => accountId!) : UNKNOWN;
  const known = fact(room.subject, words('the list of members'), accounts, 'MORE');
  if (!members) {
    return [unknown(words('This program does not say who the members are: another program, or somebody by hand, has created the collaboration.'), [room.path], [known])];
  }
  const creator = collaboration.definition ? members[0].accountId : room.creatorAccountId;
  const rows = members.map((member, index) => {
    const membership = room.membershipOf(member);
    const sources = [...membership ? [membership.path] : [], sourceOfMember(room, member)];
    return row([
      room.nameOf(member),
      words(creator === undefined || member.accountId === undefined ? 'not known' : member.accountId === creator ? 'yes' : 'no'),
      membership ? words('yes') : say`no: what this member shares, allows and logs is not known here`,
    ], sources, {
      certainty: membership ? 'known' : 'unknown',
      facts: [...index === 0 ? [known] : [], fact(room.subjectOfMember(member), words('whether its part is in this program'), membership !== undefined, 'NEVER')],
    });
  });
  return [...table(words('Members'), ['Member', 'Created the room', 'Its part is in this program'], rows), ...changesOf(room), ...creation(room), ...conditional(room), statement(sentences(
    words('This page says what this program says.'), words('Members can have brought more into the room by another program or by hand: only AWS can say that.'),
  ), [room.path])];
}

function creation(room: ReviewedRoom): Statement[] {
  return room.collaboration.definition ? [] : [unknown(
    sentences(words('The collaboration is created elsewhere.'), words('What only its creator defines is not known here: abilities, payers, logs, changes without a vote.')), [room.path],
  )];
}

/** What is made only under conditions, of which this page speaks as if it were made. */
function conditional(room: ReviewedRoom): Statement[] {
  const resources = [
    ...room.memberships, ...room.tables.flatMap(({ association, table: configured }) => [association, ...configured ? [configured] : []]),
    ...room.templates.map(({ resource }) => resource), ...room.of(KnownResource.PRIVACY_BUDGET_TEMPLATE),
  ].filter(({ isUnconditional }) => !isUnconditional).map(({ path }) => path);
  return resources.length ? [unknown(say`Conditions of the templates decide whether there is ${list(resources, 'or')}. This page speaks of them as if they were there.`, resources)] : [];
}

/** Changes of live collaborations that the program asks for. */
function changesOf(room: ReviewedRoom): Statement[] {
  const requests = room.collaboration.changeRequests.map((request) => {
    const changed = memberChangesIn(request).map(({ AccountId }) => room.party(AccountId));
    return statement(changed.length ? say`A change request of this program adds or changes ${list(changed)}. It takes effect when the members have approved it.`
      : words('A change request of this program changes the collaboration. It takes effect when the members have approved it.'), [request.path]);
  });
  const removals = room.collaboration.removals.map((removal) =>
    statement(say`This program removes ${room.party(removal.text('AccountId') ?? '')} from the room for good.`, [removal.path]));
  return [...requests, ...removals];
}

/** Where the program says that somebody is a member. */
export function sourceOfMember(room: ReviewedRoom, { accountId }: Member): string {
  const request = room.collaboration.changeRequests.find((each) => memberChangesIn(each).some(({ AccountId }) => AccountId === accountId));
  const isFounder = room.collaboration.definedMembers()?.some((member) => member.accountId === accountId);
  return isFounder || !request ? room.path : request.path;
}

/** What abilities let a member do. */
const ABILITIES: Readonly<Record<string, string>> = {
  CAN_QUERY: 'run queries',
  CAN_RUN_JOB: 'run PySpark jobs',
  CAN_RECEIVE_RESULTS: 'receive results',
  CAN_EXPORT_QUERY_ANALYSIS_LOG: 'export the logs of queries',
  CAN_RECEIVE_MODEL_OUTPUT: 'export trained models',
  CAN_RECEIVE_INFERENCE_OUTPUT: 'receive results of trained models',
};

function abilityInWords(ability: string): Text {
  return ability in ABILITIES ? words(ABILITIES[ability]) : say`${ability}`;
}

/** Who may do what. */
export function abilitiesSection(room: ReviewedRoom): Block[] {
  const rows = room.members?.map((member) => {
    const { abilities, mlAbilities } = member;
    const all = abilities && mlAbilities && [...abilities, ...mlAbilities];
    const says = all === undefined ? words('not known') : all.length ? list(all.map(abilityInWords)) : words('nothing of this: it can only bring data and analyses');
    return row([room.nameOf(member), says], [sourceOfMember(room, member)], {
      certainty: all === undefined ? 'unknown' : 'known',
      facts: [
        fact(room.subjectOfMember(member), words('what it may do'), all?.map((ability) => plainText(abilityInWords(ability))) ?? UNKNOWN, 'MORE'),
      ],
    });
  }) ?? [];
  return [
    ...room.members ? table(words('What each member may do'), ['Member', 'May'], rows) : [unknown(words('This program does not say what the members may do.'), [room.path])],
    ...trainingOf(room),
  ];
}

/** The accounts that may see the logs of a model; `undefined` where they are not all known. */
function readersOfLogs(policies: Record<string, unknown>): string[] | undefined {
  const readers = ['TrainedModels', 'TrainedModelInferenceJobs'].map((kind) => {
    if (policies[kind] === undefined) return [];
    const ofKind = valueAt<Record<string, unknown>>(policies[kind]);
    const logs = ofKind?.ContainerLogs === undefined ? ofKind && [] : listAt(ofKind.ContainerLogs);
    const accounts = logs?.map((each) => textsAt(valueAt<Record<string, unknown>>(each)?.AllowedAccountIds));
    return accounts?.every((each) => each?.every(isKnown)) ? accounts.flatMap((each) => each ?? []) : undefined;
  });
  return readers.every((each) => each !== undefined) ? [...new Set(readers.flat())] : undefined;
}

/** Who sees the logs of models. */
function trainingOf(room: ReviewedRoom): Block[] {
  const models = room.of(KnownResource.MODEL_ALGORITHM_ASSOCIATION);
  if (!models.length) {
    return [absent(room, 'This program has no model that could be trained in the room, and so no logs of training.')];
  }
  return models.map((model) => {
    const policies = valueAt<Record<string, unknown>>(model.property('PrivacyConfiguration'), 'Policies');
    const subject = room.subjectOf('model', model);
    const says = model.property('PrivacyConfiguration') === undefined ? [] : policies && readersOfLogs(policies);
    return statement(says === undefined ? say`Who may see the logs of model ${model.knownName ?? model.path} is known at deployment only.`
      : say`Model ${model.knownName ?? model.path} of ${room.ownerOf(model)} can be trained in the room. ${says.length ? say`Its logs may be seen by ${list(says.map((reader) => room.party(reader)))}.` : words('Its logs are shared with nobody.')}`,
    [model.path], { certainty: says ? 'known' : 'unknown', facts: [fact(subject, words('who may see its logs'), says ?? UNKNOWN, 'MORE')] });
  });
}
