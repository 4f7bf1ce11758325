import { KnownResource } from '../../../../src/program/known-resources';
import type { ProgramResource } from '../../../../src/program/resource';
import { UNKNOWN, fact } from '../fact';
import type { ReviewedRoom } from '../reading/room';
import { machinesOf } from '../reading/state-machine';
import type { AnalysisMachine } from '../reading/state-machine';
import { textSource } from '../reading/template';
import { statement } from '../review';
import type { Block } from '../review';
import { say, sentences, words } from '../text';
import { sourceBlocks } from './listings';

/** What the program runs itself: when it is deployed, or by state machines that it makes. */
export function runsByItself(room: ReviewedRoom): Block[] {
  return [
    ...[KnownResource.PROTECTED_QUERY, KnownResource.PROTECTED_JOB].flatMap((type) => room.of(type)).flatMap((run) => runBlocks(room, run)),
    ...machinesOf(room).flatMap((machine) => machineBlocks(room, machine)),
  ];
}

/** A query or a job that the program runs when it is deployed. */
function runBlocks(room: ReviewedRoom, run: ProgramResource): Block[] {
  const isJob = run.type === KnownResource.PROTECTED_JOB;
  const subject = room.subjectOf(isJob ? 'job at deployment' : 'query at deployment', run);
  const text = run.text('Statement', 'QueryString');
  const arn = isJob ? run.property('AnalysisTemplateArn') : run.value<Record<string, unknown>>('Statement')?.AnalysisTemplateArn;
  const who = room.ownerOf(run);
  if (text === undefined || arn !== undefined) {
    return [statement(say`When it is deployed, this program runs ${words(isJob ? 'a job' : 'a query')} of ${who} by a template.`, [run.path], { facts: [fact(subject, words('that it runs'), true, 'YES')] })];
  }
  const source = textSource(text);
  return [
    statement(say`When it is deployed, this program runs this query as ${who}.`, [run.path]),
    ...sourceBlocks(source, { label: say`Query ${run.path}`, path: run.path, language: 'sql', facts: [fact(subject, words('the SHA-256 of its text'), source.sha256 ?? UNKNOWN, 'ANY')] }),
  ];
}

/** A state machine that starts analyses: on a schedule, for example. */
function machineBlocks(room: ReviewedRoom, { machine, membership, queries }: AnalysisMachine): Block[] {
  const subject = room.subjectOf('state machine', machine);
  const starts = fact(subject, words('that it starts analyses'), true, 'YES');
  if (!queries) {
    return [statement(say`State machine ${machine.path} starts analyses as ${room.ownerOf(membership)}. Which ones is known at deployment only.`, [machine.path], {
      certainty: 'unknown', facts: [starts, fact(subject, words('the text of its queries'), UNKNOWN, 'ANY')],
    })];
  }
  const about = sentences(
    say`State machine ${machine.path} starts analyses as ${room.ownerOf(membership)}, whenever it is started.`,
    queries.length ? [] : words('They are of templates.'),
  );
  return [statement(about, [machine.path], { facts: [starts] }), ...queries.flatMap((query, index) => {
    const source = textSource(query);
    const facts = [fact(subject, say`the SHA-256 of query ${index + 1}`, source.sha256 ?? UNKNOWN, 'ANY')];
    return sourceBlocks(source, { label: say`Query ${index + 1} of ${machine.path}`, path: machine.path, language: 'sql', facts });
  })];
}
