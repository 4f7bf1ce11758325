import { mermaid } from './mermaid';
import type { Difference } from '../difference';
import { Questions } from '../questions';
import { answersOf } from '../review';
import type { Block, Listing, Review, RoomReview, Row, Section, Statement, Table } from '../review';
import { onOneLine, visible, visibleLines, words } from '../text';
import type { Part, Text } from '../text';

/*
 * A review as Markdown for GitHub and GitLab. Names are code, in which nothing is markup; prose is escaped character by character.
 */

/** The whole review. */
export function markdown({ rooms, notes }: Review): string {
  const parts = rooms.map((room, index) => roomMarkdown(room, rooms.length > 1 ? `room-${index + 1}-` : ''));
  return `${['# Who can learn what', ...notes.map(statementMarkdown), ...parts].join('\n\n')}\n`;
}

function roomMarkdown(room: RoomReview, anchors: string): string {
  const { description, picture, sections } = room;
  return [
    `## ${inline(words('Clean room '))}${code(room.name)}`,
    inline(description),
    ...overview(room, anchors),
    `### ${picture.title}`,
    inline(picture.description),
    mermaid(picture),
    ...sections.map((section) => sectionMarkdown(section, anchors)),
  ].join('\n\n');
}

/** What to look at first, and what is not known, with links to where it stands. */
function overview(room: RoomReview, anchors: string): string[] {
  const questions = (certainty: 'attention' | 'unknown') => [...new Set(answersOf(room).filter(({ answer }) => answer.certainty === certainty).map(({ question }) => question))]
    .map((question) => `[${Questions[question].title}](#${anchors}${Questions[question].id})`);
  return [['**Look at first:**', questions('attention')] as const, ['**Not known here, in part:**', questions('unknown')] as const]
    .map(([title, links]) => `${title} ${links.join(', ') || 'nothing'}.`);
}

function sectionMarkdown({ question, blocks }: Section, anchors: string): string {
  const { id, question: text } = Questions[question];
  return [`<a id="${anchors}${id}"></a>\n\n### ${text}`, ...blocks.map(blockMarkdown)].join('\n\n');
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'statement': return statementMarkdown(block);
    case 'table': return tableMarkdown(block);
    case 'listing': return listingMarkdown(block);
  }
}

function statementMarkdown({ text, sources, certainty }: Statement): string {
  return `${mark(certainty)}${inline(text)}${sources.length ? ` — ${sources.map(code).join(', ')}` : ''}`;
}

function mark(certainty: Row['certainty']): string {
  return certainty === 'unknown' ? '❔ ' : certainty === 'attention' ? '⚠️ ' : '';
}

function tableMarkdown({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `**${inline(caption)}**`,
    '',
    line([...columns, 'Where in the program']),
    line([...columns.map(() => '---'), '---']),
    ...rows.map(({ cells, sources, certainty }) => line([
      ...cells.map((cell, index) => `${index === 0 ? mark(certainty) : ''}${inCell(inline(cell))}`), sources.map((source) => inCell(code(source))).join(', '),
    ])),
  ].join('\n');
}

/** In tables of GitHub, a pipe ends a cell also inside of code. */
function inCell(text: string): string {
  return text.replace(/\\?\|/g, '\\|');
}

function listingMarkdown({ caption, language, text, sources }: Listing): string {
  const content = visibleLines(text).replace(/\n$/, '');
  const fence = '`'.repeat(Math.max(3, ...[...content.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return [`${inline(caption)} — ${sources.map(code).join(', ')}`, `${fence}${language}\n${content}\n${fence}`].join('\n\n');
}

/** The differences of two versions. */
export function differencesMarkdown(differences: readonly Difference[]): string {
  const looser = differences.filter(({ isLooser }) => isLooser);
  const others = differences.filter(({ isLooser }) => !isLooser);
  const items = (of: readonly Difference[]) => of.map(({ text, sources }) => `- ${inline(text)}${sources.length ? ` — ${sources.map(code).join(', ')}` : ''}`).join('\n');
  return `${[
    '# What changed in the clean rooms',
    `## Looser (${looser.length})`,
    looser.length ? items(looser) : 'Nothing is looser than before.',
    ...others.length ? [`## Other changes (${others.length})`, items(others)] : [],
  ].join('\n\n')}\n`;
}

/** A text inside of a line. */
export function inline(text: Text): string {
  return text.map(partMarkdown).join('');
}

function partMarkdown(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  if ('name' in part) return code(part.name);
  return 'prose' in part ? escaped(visible(onOneLine(part.prose))) : `[${escaped(part.link)}](${part.url})`;
}

/** Every character that Markdown could give a meaning to. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~&$@]/g, (character) => character === '<' ? '&lt;' : character === '&' ? '&amp;' : character === '@' ? '&#64;' : `\\${character}`)
    .replace(/\/\//g, '&#47;&#47;').replace(/\bwww\./g, 'www&#46;');
}

/** A name as code, whatever is in it. */
function code(name: string): string {
  const content = visible(name);
  if (content === '') return '(empty)';
  const ticks = '`'.repeat(Math.max(1, ...[...content.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const padding = /^`|`$|^ .* $/.test(content) ? ' ' : '';
  return `${ticks}${padding}${content}${padding}${ticks}`;
}
