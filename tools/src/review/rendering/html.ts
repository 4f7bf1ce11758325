import { createHash } from 'crypto';
import { escape } from './escape';
import { picture } from './picture';
import { STYLE } from './style';
import { Questions } from '../questions';
import type { QuestionKey } from '../questions';
import { answersOf } from '../review';
import type { Block, Certainty, Listing, Review, RoomReview, Section, Statement, Table } from '../review';
import { visible, visibleLines } from '../text';
import type { Part, Text } from '../text';

/*
 * A review as one HTML file: no script, nothing that is loaded, for screens of any width, paper, keyboards and screen readers.
 */

/** The whole page. */
export function html(review: Review, fingerprint: string): string {
  const { rooms, notes } = review;
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="referrer" content="no-referrer">
<title>${escape(titleOf(review))}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#answers">Skip to the answers</a>
<header>
<h1>Who can learn what</h1>
<p>What a program says of its clean rooms in AWS Clean Rooms. Each answer names the part of the program that it comes from.</p>
<p>${badge('attention')} marks what to look at first, ${badge('unknown')} what this program does not say.</p>
</header>
<nav aria-label="Questions">
${rooms.map((room, index) => contents(room, anchorsOf(rooms, index))).join('\n')}
</nav>
<main id="answers" tabindex="-1">
${notes.map(statementHtml).join('\n')}
${rooms.map((room, index) => roomHtml(room, anchorsOf(rooms, index))).join('\n')}
</main>
<footer>
<p>Made by cdk-cleanrooms from a cloud assembly. SHA-256 of what this page says of the rooms: <code>${fingerprint}</code></p>
</footer>
</body>
</html>
`;
}

function titleOf({ rooms }: Review): string {
  return `Who can learn what: ${rooms.map((room) => visible(room.name)).join(', ') || 'no clean room'}`;
}

/** What the anchors of a room begin with: rooms have the same questions. */
function anchorsOf(rooms: readonly RoomReview[], index: number): string {
  return rooms.length > 1 ? `room-${index + 1}-` : '';
}

function contents(room: RoomReview, anchors: string): string {
  const marks = (question: QuestionKey) => (['attention', 'unknown'] as const)
    .filter((certainty) => answersOf(room).some(({ question: of, answer }) => of === question && answer.certainty === certainty)).map(badge).join(' ');
  return [
    `<p><a href="#${anchors}room">${escape(visible(room.name))}</a></p>`,
    '<ol>',
    ...room.sections.map(({ question }) => `<li><a href="#${anchors}${Questions[question].id}">${escape(Questions[question].title)}</a> ${marks(question)}</li>`),
    '</ol>',
  ].join('\n');
}

function roomHtml(room: RoomReview, anchors: string): string {
  return `<section aria-labelledby="${anchors}room">
<h2 id="${anchors}room">Clean room ${name(room.name)}</h2>
<p>${inline(room.description)}</p>
${picture(room.picture, anchors)}
${room.sections.map((section) => sectionHtml(section, anchors)).join('\n')}
</section>`;
}

function sectionHtml({ question, blocks }: Section, anchors: string): string {
  const { id, question: text } = Questions[question];
  return `<section aria-labelledby="${anchors}${id}">
<h3 id="${anchors}${id}">${escape(text)}</h3>
${blocks.map((block, index) => blockHtml(block, `${anchors}${id}-${index + 1}`)).join('\n')}
</section>`;
}

function blockHtml(block: Block, id: string): string {
  switch (block.kind) {
    case 'statement': return statementHtml(block);
    case 'table': return tableHtml(block, id);
    case 'listing': return listingHtml(block);
  }
}

function statementHtml({ text, sources, certainty }: Statement): string {
  return `<p>${mark(certainty)}${inline(text)}${sourcesHtml(sources)}</p>`;
}

function mark(certainty: Certainty): string {
  return certainty === 'known' ? '' : `${badge(certainty)} `;
}

function badge(certainty: Exclude<Certainty, 'known'>): string {
  return certainty === 'unknown' ? '<span class="badge unknown">not known</span>' : '<span class="badge attention">look here</span>';
}

function sourcesHtml(sources: readonly string[]): string {
  return sources.length ? ` <small class="source">In the program: ${sources.map(name).join(', ')}</small>` : '';
}

function tableHtml({ caption, columns, rows, marks }: Table, id: string): string {
  const cellOf = (cell: Text) => {
    const text = cell.length === 1 && typeof cell[0] === 'string' ? cell[0] : '';
    return `<td${marks && (text === 'yes' || text === 'no') ? ` class="${text}"` : ''}>${inline(cell)}</td>`;
  };
  return `<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0">
<table${marks ? ' class="marks"' : ''}>
<caption id="${id}">${inline(caption)}</caption>
<thead><tr>${[...columns, 'Where in the program'].map((column) => `<th scope="col">${escape(column)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map(({ cells: [header, ...cells], sources, certainty }) =>
  `<tr><th scope="row">${mark(certainty)}${inline(header)}</th>${cells.map(cellOf).join('')}<td class="source">${sources.map(name).join(', ')}</td></tr>`).join('\n')}
</tbody>
</table>
</div>`;
}

function listingHtml({ caption, text, sources }: Listing): string {
  return `<figure>
<figcaption>${inline(caption)}${sourcesHtml(sources)}</figcaption>
<pre><code dir="ltr">${escape(visibleLines(text))}</code></pre>
</figure>`;
}

function inline(text: Text): string {
  return text.map(partHtml).join('');
}

function partHtml(part: Part): string {
  if (typeof part === 'string') return escape(part);
  if ('name' in part) return name(part.name);
  return 'prose' in part ? `<span class="prose" dir="auto">${escape(visibleLines(part.prose.trim()))}</span>` : `<a href="${escape(part.url)}">${escape(part.link)}</a>`;
}

/** A name: what is in it stays in it, whatever the direction of its script. */
function name(value: string): string {
  return value === '' ? '(empty)' : `<code dir="auto">${escape(visible(value))}</code>`;
}
