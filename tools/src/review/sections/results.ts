import { isKnown } from '../../../../src/foundation/tokens';
import { TOKEN } from '../../../../src/program/analysis-rule';
import { KnownResource } from '../../../../src/program/known-resources';
import { listAt, textAt, valueAt } from '../../../../src/program/rendered-properties';
import type { ProgramResource } from '../../../../src/program/resource';
import { UNKNOWN, fact } from '../fact';
import { displayed } from '../reading/displayed';
import { resultPlacesOf, unknownPlacesOf } from '../reading/result';
import type { ReviewedRoom } from '../reading/room';
import type { ReviewedTable } from '../reading/table';
import { row, statement, table, unknown } from '../review';
import type { Block, Row, Statement } from '../review';
import { count, list, plainText, say, words } from '../text';
import { absent, elsewhere } from './absent';

/** Who receives results. */
export function resultsSection(room: ReviewedRoom): Block[] {
  const receivers = room.members?.filter(({ abilities }) => abilities?.includes('CAN_RECEIVE_RESULTS'));
  return [
    !receivers || room.members?.some(({ abilities }) => abilities === undefined) ? unknown(words('Who may receive results is said where the collaboration is created.'), [room.path])
      : statement(receivers.length ? say`${list(receivers.map((member) => room.nameOf(member)))} may receive results.` : words('No member may receive results.'), [room.path]),
    ...table(words('To whom results from each table may go'), ['Table', 'Of', 'Receivers'], room.tables.map((each) => receiversRow(room, each))),
    ...table(words('Where results are written'), ['Receiver', 'Results of', 'Bucket', 'Region', 'Encrypted with', 'Kept'], room.memberships.flatMap((membership) => placeRows(room, membership.path))),
    ...receivers?.filter((member) => !room.membershipOf(member)).map((member) =>
      unknown(say`Where ${room.nameOf(member)} receives results, how they are encrypted and how long they are kept is not known here.`, [room.path])) ?? [],
    ...room.memberships.flatMap((membership) => unknownPlacesOf(membership).map((kind) =>
      unknown(say`Where results of ${words(kind)} for ${room.ownerOf(membership)} are written is known at deployment only.`, [membership.path]))),
    ...receivers?.filter((member) => isWithoutPlace(room.membershipOf(member))).map((member) =>
      statement(say`${room.nameOf(member)} has no default place for results: whoever runs an analysis names one.`, [room.membershipOf(member)!.path])) ?? [],
    ...ofRuns(room),
    ...regions(room),
  ];
}

function isWithoutPlace(membership: ProgramResource | undefined): boolean {
  return membership !== undefined && !resultPlacesOf(membership).length && !unknownPlacesOf(membership).length;
}

function receiversRow(room: ReviewedRoom, each: ReviewedTable): Row {
  const { name, receivers, path, association } = each;
  const known = receivers === TOKEN ? undefined : receivers ?? [];
  return row([
    say`${name}`, room.ownerOf(association),
    known === undefined ? words('not known') : known.length ? list(known.map((account) => room.party(account)))
      : words('nobody: the association has no rule that names receivers'),
  ], [path], {
    certainty: known === undefined ? 'unknown' : 'known',
    facts: [fact(room.subjectOfTable(each), words('the list of receivers of results'), known?.map((account) => room.accountKey(account)) ?? UNKNOWN, 'MORE')],
  });
}

function placeRows(room: ReviewedRoom, path: string): Row[] {
  const membership = room.memberships.find((each) => each.path === path)!;
  const member = room.memberOf(membership);
  const subject = member ? room.subjectOfMember(member) : room.subjectOf('membership', membership);
  return resultPlacesOf(membership).map((place) => {
    const { kind, bucket, prefix, region, encryption, retention } = place;
    const folder = prefix === undefined ? say`${bucket}` : say`${bucket}, folder ${prefix}`;
    return row([
      room.ownerOf(membership), words(kind), folder,
      region === undefined ? words('not known') : say`${region}`,
      encryption ?? words('not known'),
      retention === undefined ? words('not known') : words(retention.days === undefined ? 'until somebody deletes them' : count(retention.days, 'day')),
    ], [membership.path, ...place.path === undefined ? [] : [place.path]], {
      certainty: region === undefined || encryption === undefined || retention === undefined ? 'unknown' : 'known',
      facts: [
        fact(subject, words(`the bucket for results of ${kind}`), bucket, 'ANY'),
        fact(subject, words(`the Region of results of ${kind}`), region ?? UNKNOWN, 'ANY'),
        fact(subject, words(`the encryption of results of ${kind}`), encryption ? plainText(encryption) : UNKNOWN, 'ANY'),
        fact(subject, words(`the number of days that results of ${kind} are kept`), retention === undefined ? UNKNOWN : retention.days, 'HIGHER', { unit: 'days' }),
      ],
    });
  });
}

/** Where the queries and jobs of the program itself write. */
function ofRuns(room: ReviewedRoom): Statement[] {
  return [KnownResource.PROTECTED_QUERY, KnownResource.PROTECTED_JOB].flatMap((type) => room.of(type)).map((run) => {
    const output = run.value<Record<string, unknown>>('Output');
    const receiver = run.property('ReceiverAccountId');
    const locations = [output, ...listAt(output?.Distribute, 'Locations') ?? []].map((location) => valueAt<Record<string, unknown>>(location) ?? {});
    const places = [
      ...locations.flatMap(({ S3 }) => S3 === undefined ? [] : [say`bucket ${displayed(run.cfn, valueAt<Record<string, unknown>>(S3)?.Bucket)}`]),
      ...locations.flatMap(({ Member }) => Member === undefined ? [] : [room.party(textAt(valueAt<Record<string, unknown>>(Member)?.AccountId) ?? '')]),
      ...receiver === undefined ? [] : [room.party(textAt(receiver) ?? '')],
    ];
    const subject = room.subjectOf(run.type === KnownResource.PROTECTED_JOB ? 'job at deployment' : 'query at deployment', run);
    return statement(places.length ? say`What ${run.path} finds goes to ${list(places)}.` : say`What ${run.path} finds goes to the default place of ${room.ownerOf(run)}.`, [run.path], {
      facts: [fact(subject, words('where its results go'), places.length ? JSON.stringify(places) : 'the default place', 'ANY')],
    });
  });
}

function regions(room: ReviewedRoom): Statement[] {
  const { definition } = room.collaboration;
  if (!definition) return [unknown(words('Whether results may leave the Region of the room is said where the collaboration is created.'), [room.path])];
  const isLimited = definition.property('AllowedResultRegions') !== undefined;
  const allowed = room.collaboration.allowedResultRegions;
  const known = allowed?.every(isKnown) ? allowed : undefined;
  const facts = [fact(room.subject, words('the list of Regions for results'), isLimited ? known ?? UNKNOWN : undefined, 'MORE')];
  if (!isLimited) return [statement(words('The collaboration names no Regions for results: receivers may have them in any.'), [definition.path], { facts })];
  return known ? [statement(say`Results may only be written to ${list(known)}.`, [definition.path], { facts })]
    : [unknown(words('Into which Regions results may be written is known at deployment only.'), [definition.path], facts)];
}

/** Whether results may feed machine learning. */
export function modelsSection(room: ReviewedRoom): Block[] {
  const models = [
    { type: KnownResource.MODEL_ALGORITHM_ASSOCIATION, kind: 'a model of its own', of: 'ConfiguredModelAlgorithmArn' },
    { type: KnownResource.AUDIENCE_MODEL_ASSOCIATION, kind: 'a lookalike model', of: 'ConfiguredAudienceModelArn' },
  ].flatMap(({ type, kind, of }) => room.of(type).map((each) => statement(
    say`${room.ownerOf(each)} brings ${words(kind)}, ${each.knownName ?? each.path}.`, [each.path],
    { facts: [fact(room.subjectOf('model', each), words('what it is'), displayed(each.cfn, each.property(of)), 'ANY')] },
  )));
  return [
    ...room.tables.length ? table(words('Whether results from each table may be used further'), ['Table', 'Of', 'For machine learning and lookalike models', 'By which of them'],
      room.tables.map((each) => furtherUse(room, each))) : [absent(room, 'This program has no table in the room.')],
    ...elsewhere(room, (members) => say`Whether results from tables of ${members} may be used further`),
    ...models.length ? models : [absent(room, 'This program has no model in the room.')],
  ];
}

function furtherUse(room: ReviewedRoom, each: ReviewedTable): Row {
  const { name, association, additionalAnalyses: setting, allowedAdditionalAnalyses: by, rule, sources, path } = each;
  const subject = room.subjectOfTable(each);
  const value = rule === 'unknown' || setting === TOKEN ? undefined : setting;
  const isKnownHere = setting !== TOKEN && rule !== 'unknown' && setting !== undefined;
  const models = by === TOKEN ? undefined : by ?? [];
  const says = !isKnownHere ? words(rule === 'none' ? 'no: it has no rule' : setting === undefined && rule !== 'unknown'
    ? 'not known: the rule leaves it to the default of AWS, which is not documented' : 'not known')
    : words(value === 'NOT_ALLOWED' ? 'no' : value === 'REQUIRED' ? 'yes, and only for that: nobody receives results of queries' : 'yes');
  const isNone = rule === 'none';
  return row([
    say`${name}`, room.ownerOf(association), says,
    models === undefined ? words('not known') : models.length ? list(models.map((model) => say`${displayed(association.cfn, model)}`)) : words('none'),
  ], [...sources, path], {
    certainty: isNone || (isKnownHere && value === 'NOT_ALLOWED') ? 'known' : isKnownHere && models !== undefined ? 'attention' : 'unknown',
    facts: [
      fact(subject, words('whether its results may feed machine learning'), isNone ? false : isKnownHere ? value !== 'NOT_ALLOWED' : UNKNOWN, 'YES'),
      fact(subject, words('whether its results may be received as they are'), isNone ? false : isKnownHere ? value !== 'REQUIRED' : UNKNOWN, 'YES'),
      fact(subject, words('the list of models that its results may feed'), models?.map((model) => displayed(association.cfn, model)) ?? UNKNOWN, 'MORE'),
    ],
  });
}
