import type { Details } from './details';
import { pictureOf } from './picture';
import { QUESTION_KEYS } from './questions';
import type { QuestionKey } from './questions';
import { UsageError } from '../usage-error';
import { roomsOf } from './reading/room';
import type { ReviewedRoom } from './reading/room';
import { unknown } from './review';
import type { Block, Review, RoomReview } from './review';
import { analysesSection } from './sections/analyses';
import { columnsSection } from './sections/columns';
import { changesSection, endSection, logsSection } from './sections/control';
import { examplesSection } from './sections/examples';
import type { Examples } from './sections/examples';
import { abilitiesSection, membersSection } from './sections/members';
import { costsSection, paymentsSection } from './sections/payments';
import { budgetsSection, groupsSection, jobsSection, rowsSection, singlingOutSection } from './sections/people';
import { purposeSection } from './sections/purpose';
import { rawDataSection } from './sections/raw-data';
import { modelsSection, resultsSection } from './sections/results';
import { dataSection } from './sections/tables';
import { say, sentences, words } from './text';
import type { LoadedStage } from '../assembly/program-tree';

/** What answers each question, but for those that need more than the program. */
const SECTIONS: Readonly<Record<Exclude<QuestionKey, 'DIFFERENCES' | 'EXAMPLES' | 'PURPOSE'>, (room: ReviewedRoom) => Block[]>> = {
  MEMBERS: membersSection,
  ABILITIES: abilitiesSection,
  PAYMENTS: paymentsSection,
  DATA: dataSection,
  COLUMNS: columnsSection,
  ROWS: rowsSection,
  GROUPS: groupsSection,
  SINGLING_OUT: singlingOutSection,
  ANALYSES: analysesSection,
  JOBS: jobsSection,
  BUDGETS: budgetsSection,
  RESULTS: resultsSection,
  MODELS: modelsSection,
  CHANGES: changesSection,
  RAW_DATA: rawDataSection,
  LOGS: logsSection,
  END: endSection,
  COSTS: costsSection,
};

/** What the members say of their rooms, and the file that has it. */
export interface GivenDetails {
  readonly file: string;
  readonly details: Details;
}

/** Makes the review of a program. */
export function reviewOf(stages: readonly LoadedStage[], given?: GivenDetails, examples?: Examples): Review {
  const rooms = roomsOf(stages);
  const reviews = rooms.map((room) => roomReview(room, given, examples));
  const unnamed = Object.keys(given?.details ?? {}).filter((name) => !rooms.some((room) => detailNames(room).includes(name)));
  if (unnamed.length) {
    const known = rooms.map((room) => detailNames(room)[0]).join(', ') || 'none';
    throw new UsageError(`'${given!.file}' has details of ${unnamed.map((name) => `'${name}'`).join(', ')}, which this program does not have. Its rooms are: ${known}`);
  }
  return { rooms: reviews, notes: reviews.length ? [] : [unknown(words('This program has no clean room: no collaboration, no membership, no invitation.'))] };
}

/** The names under which a file can have the details of a room. */
function detailNames({ name, stage }: ReviewedRoom): string[] {
  return stage.path === '' ? [name] : [`${stage.path}/${name}`, name];
}

function roomReview(room: ReviewedRoom, given: GivenDetails | undefined, examples: Examples | undefined): RoomReview {
  const { name, stage, collaboration } = room;
  const details = detailNames(room).map((each) => given?.details[each]).find((each) => each !== undefined);
  const region = collaboration.definition?.stack.region ?? room.memberships[0]?.stack.region;
  const sections = QUESTION_KEYS.map((question) => {
    switch (question) {
      case 'DIFFERENCES': return { question, blocks: [unknown(say`No earlier version was given to compare with: give one with ${'--against'}.`)] };
      case 'EXAMPLES': return { question, blocks: examplesSection(room, examples) };
      case 'PURPOSE': return { question, blocks: purposeSection(room, details, given?.file) };
      default: return { question, blocks: SECTIONS[question](room) };
    }
  });
  return {
    key: stage.path === '' ? name : `${stage.path}/${name}`,
    name,
    stage: stage.path === '' ? undefined : stage.path,
    description: sentences(stage.path === '' ? [] : say`It is in stage ${stage.path} of the program.`, room.regionInWords(region)),
    picture: pictureOf(room),
    sections,
  };
}
