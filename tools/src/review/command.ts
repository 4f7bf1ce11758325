import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { readDetails } from './details';
import { differencesOf } from './difference';
import type { Difference } from './difference';
import { reviewOf } from './make-review';
import type { QuestionKey } from './questions';
import { sha256 } from './reading/template';
import { html } from './rendering/html';
import { differencesJson, reviewJson } from './rendering/json';
import { differencesMarkdown, markdown } from './rendering/markdown';
import { statement } from './review';
import type { Review, Section } from './review';
import { examplesOf } from './sections/examples';
import { count, plainText, visible, words } from './text';
import { loadProgram } from '../assembly/program-tree';
import { UsageError } from '../usage-error';

/** What is asked for on the command line. */
export interface ReviewRequest {
  readonly assembly: string;
  readonly out?: string;
  readonly details?: string;
  readonly against?: string;
  readonly format: string;
}

/** What the command writes to its output, and whether anything is looser than before. */
export interface ReviewOutcome {
  readonly output: string;
  readonly isLooser: boolean;
}

export const REVIEW_FORMATS = ['text', 'json'] as const;

/** Makes the review of a program, writes its pages, and compares it with an earlier version. */
export async function review({ assembly, out, details, against, format }: ReviewRequest): Promise<ReviewOutcome> {
  if (!REVIEW_FORMATS.some((each) => each === format)) throw new UsageError(`--format must be one of ${REVIEW_FORMATS.join(', ')}, got '${format}'`);
  const given = details === undefined ? undefined : { file: details, details: readDetails(details) };
  const program = loadProgram(assembly);
  const made = reviewOf(program, given, await examplesOf(program));
  const differences = against === undefined ? undefined : differencesOf(made, reviewOf(loadProgram(against)));
  const compared = differences ? withDifferences(made, differences) : made;
  const isLooser = differences?.some((difference) => difference.isLooser) ?? false;

  const files = format === 'json' && out === undefined ? [] : writePages(compared, differences, out ?? '.');
  if (format === 'json') return { isLooser, output: differences ? differencesJson(differences) : reviewJson(compared, fingerprintOf(made)) };
  return { isLooser, output: [...differences ? [differencesText(differences)] : [], `written: ${files.join(', ')}`].join('\n') };
}

function writePages(made: Review, differences: readonly Difference[] | undefined, folder: string): string[] {
  const pages: Record<string, string> = {
    'review.html': html(made, fingerprintOf(made)),
    'review.md': markdown(made),
    ...differences ? { 'difference.md': differencesMarkdown(differences) } : {},
  };
  try {
    mkdirSync(folder, { recursive: true });
    return Object.entries(pages).map(([name, page]) => {
      const path = join(folder, name);
      writeFileSync(path, page);
      return path;
    });
  } catch (error) {
    throw new UsageError(`the pages cannot be written to '${folder}': ${(error as Error).message}`);
  }
}

/** The review with the differences as the answer to what changed. */
export function withDifferences(made: Review, differences: readonly Difference[]): Review {
  const answers = (key: string) => differences.filter(({ room }) => room === key)
    .map(({ text, sources, isLooser }) => statement(text, sources, { certainty: isLooser ? 'attention' : 'known' }));
  const section = (key: string): Section => {
    const blocks = answers(key);
    return { question: 'DIFFERENCES', blocks: blocks.length ? blocks : [statement(words('Nothing that this page says has changed since the version that was given.'), [])] };
  };
  const gone = [...new Set(differences.map(({ room }) => room))].filter((key) => !made.rooms.some((room) => room.key === key));
  return {
    rooms: made.rooms.map((room) => ({ ...room, sections: room.sections.map((each) => each.question === 'DIFFERENCES' ? section(room.key) : each) })),
    notes: [...made.notes, ...gone.flatMap(answers)],
  };
}

const NOT_IN_FINGERPRINT: readonly QuestionKey[] = ['DIFFERENCES', 'EXAMPLES', 'PURPOSE'];

/** The SHA-256 of what a review says of the rooms, without what the members add, what was tried, and differences. */
export function fingerprintOf({ rooms }: Review): string {
  return sha256(JSON.stringify(rooms.map(({ key, sections }) => [key, sections.filter(({ question }) => !NOT_IN_FINGERPRINT.includes(question))])));
}

function differencesText(differences: readonly Difference[]): string {
  const looser = differences.filter(({ isLooser }) => isLooser);
  const others = differences.filter(({ isLooser }) => !isLooser);
  const lines = (of: readonly Difference[]) => of.map(({ text, sources }) => `  ${plainText(text)}${sources.length ? ` (${sources.map(visible).join(', ')})` : ''}`);
  return [
    looser.length ? `${count(looser.length, 'difference')} that ${looser.length === 1 ? 'loosens' : 'loosen'} protection:` : 'nothing is looser than before',
    ...lines(looser),
    ...others.length ? [`${count(others.length, 'other difference')}:`, ...lines(others)] : [],
  ].join('\n');
}
