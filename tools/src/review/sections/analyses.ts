import { UNKNOWN, fact } from '../fact';
import type { Fact } from '../fact';
import { allowedAnalysesOf, keyOfAnalysis } from '../reading/analyses';
import type { AllowedAnalysis } from '../reading/analyses';
import type { ReviewedRoom } from '../reading/room';
import type { ReviewedTable } from '../reading/table';
import type { ReviewedTemplate } from '../reading/template';
import { row, statement, table } from '../review';
import type { Block, Row } from '../review';
import { list, say, sentences, words } from '../text';
import type { Text } from '../text';
import { absent, elsewhere } from './absent';
import { sourceBlocks } from './listings';
import { runsByItself } from './runs';

/** Which analyses may run, and who has seen them. */
export function analysesSection(room: ReviewedRoom): Block[] {
  return [
    ...room.tables.length ? table(words('What each table lets run'), ['Table', 'Of', 'What may run', 'Who has seen it'], room.tables.map((each) => allowedRow(room, each)))
      : [absent(room, 'This program has no table in the room.')],
    ...elsewhere(room, (members) => say`Which analyses the tables of ${members} allow`),
    ...room.templates.flatMap((template) => templateBlocks(room, template)),
    ...runsByItself(room),
  ];
}

function allowedRow(room: ReviewedRoom, each: ReviewedTable): Row {
  const { rule, name, sources, methods } = each;
  const subject = room.subjectOfTable(each);
  const cells = (what: Text, seen: Text): Text[] => [say`${name}`, room.ownerOf(each.association), what, seen];
  const who = list(askersOf(room).map((member) => room.nameOf(member)), 'or');
  const asker = who.length ? who : words('the member who runs queries');
  if (rule === 'unknown') return row(cells(words('not known: its rule is not known here in full'), words('not known')), sources, { certainty: 'unknown', facts: [fact(subject, words('the list of allowed analyses'), UNKNOWN, 'MORE')] });
  if (rule === 'none') return row(cells(words('nothing'), words('')), sources);
  if (rule.type !== 'CUSTOM') {
    return row(cells(say`any query of ${asker} of the form that the rule prescribes`, words('nobody beforehand: the rule limits the form, and the query is free within it')), sources);
  }
  const allowed = allowedAnalysesOf(room, each);
  const providers = rule.allowedAnalysisProviders.map((account) => room.party(account));
  const isAny = allowed.some(({ kind }) => kind === 'any query' || kind === 'any job');
  const facts: Fact[] = [
    fact(subject, words('the list of allowed analyses'), allowed.map(keyOfAnalysis), 'MORE'),
    fact(subject, words('the accounts whose queries or jobs need no review'), rule.allowedAnalysisProviders.map((account) => room.accountKey(account)), 'MORE'),
  ];
  if (!allowed.length) return row(cells(words('nothing: the rule allows no analysis'), words('')), sources, { facts });
  const what = list(allowed.map((analysis) => inWords(room, analysis, providers)));
  const noted = methods?.length === 1 ? sentences(what, words(methods[0] === 'jobs' ? '(jobs only)' : '(queries only)')) : what;
  const isSeen = allowed.every((analysis) => analysis.kind === 'template' || (analysis.kind === 'found' && analysis.sha256 !== undefined));
  return row(cells(noted, list(allowed.map(seenBy))), sources, { certainty: isSeen ? 'known' : isAny ? 'attention' : 'unknown', facts });
}

function askersOf(room: ReviewedRoom) {
  return room.members?.filter(({ abilities }) => abilities?.includes('CAN_QUERY')) ?? [];
}

function inWords(room: ReviewedRoom, analysis: AllowedAnalysis, providers: readonly Text[]): Text {
  const whose = providers.length ? list(providers, 'or') : words('nobody: no account is named');
  switch (analysis.kind) {
    case 'any query': return say`any query of ${whose}`;
    case 'any job': return say`any job of ${whose}`;
    case 'template': return say`template ${analysis.template.name} of ${room.ownerOf(analysis.template.resource)}`;
    case 'found': return say`template ${analysis.name} of ${room.party(analysis.ownerAccountId)}`;
    case 'named': return say`the template with the ARN ${analysis.arn}`;
  }
}

function seenBy(analysis: AllowedAnalysis): Text {
  switch (analysis.kind) {
    case 'any query':
    case 'any job': return words('nobody beforehand');
    case 'template': return analysis.template.sources.every(({ sha256 }) => sha256 !== undefined)
      ? words(analysis.template.sources.every(({ text }) => text !== undefined) ? 'its text is below' : 'its hash is below, its text is not in this program') : words('its text is not in this program');
    case 'found': return analysis.sha256 === undefined ? words('not known: its text is in another program')
      : say`its text is in another program; only the one with the SHA-256 ${analysis.sha256} is accepted`;
    case 'named': return words('not known: its text is in another program');
  }
}

/** A template with its text. */
function templateBlocks(room: ReviewedRoom, template: ReviewedTemplate): Block[] {
  const { name, path, parameters, resource, sources, makesSyntheticData, hasDetailedErrors, isJob } = template;
  const subject = room.subjectOfTemplate(template);
  const description = resource.text('Description');
  const facts = [
    fact(subject, words('whether it makes synthetic data'), makesSyntheticData, 'YES'),
    fact(subject, words('whether its errors are shown in detail'), hasDetailedErrors ?? UNKNOWN, 'YES'),
    fact(subject, words('the list of its parameters'), parameters?.map((parameter) => `${parameter.name} ${parameter.type}`) ?? UNKNOWN, 'MORE'),
  ];
  const about = statement(sentences(
    say`Template ${name} of ${room.ownerOf(resource)} is ${words(isJob === undefined ? 'a query or a job: which one is known at deployment only' : isJob ? 'a PySpark job' : 'a query')}.`,
    description === undefined ? [] : say`Its description is ${description}.`,
    parameters === undefined ? words('Its parameters are known at deployment only.') : parameters.length
      ? say`Who runs it gives: ${list(parameters.map((parameter) => say`${parameter.name} (${parameter.type})`))}.` : words('It has no parameters.'),
    makesSyntheticData ? words('Its result is synthetic data.') : [],
    hasDetailedErrors === undefined ? words('Whether its errors are shown in detail is known at deployment only.')
      : hasDetailedErrors ? words('Its errors are shown in detail, which can show data.') : [],
  ), [path], { facts, certainty: hasDetailedErrors ? 'attention' : hasDetailedErrors === undefined || isJob === undefined ? 'unknown' : 'known' });
  return [about, ...sources.flatMap((source, index) => sourceBlocks(source, {
    label: say`Text of template ${name}${sources.length > 1 ? say`, part ${index + 1}` : []}`,
    path,
    language: isJob ? 'python' : 'sql',
    facts: [
      fact(subject, sources.length > 1 ? say`the SHA-256 of part ${index + 1} of its text` : words('the SHA-256 of its text'), source.sha256 ?? UNKNOWN, 'ANY'),
    ],
  }))];
}
