import { escape } from './escape';
import type { Picture, PictureMember, PictureNode } from '../review';
import { plainText } from '../text';

/*
 * The picture of a room as SVG: who brings data, on the left; who runs analyses, in the middle; who receives results, on the right.
 */

const [WIDTH, COLUMN, GAP] = [1000, 300, 50];
const [LINE, PADDING, SPACE, HEADING] = [20, 12, 16, 30];

/** How far down the shorter columns begin at most: beside the middle of the longest one, as long as that is near the top. */
const LOWEST = 150;

/** The number of letters that fit into a line. */
const LETTERS = 38;

interface Placed {
  readonly node: PictureNode;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly isUnknown: boolean;
}

/** The picture with its description, in a part of the page that can be scrolled. */
export function picture({ title, description, members, askers, receivers, flows }: Picture, anchors: string): string {
  const columns = [members, askers, receivers];
  const height = Math.max(...columns.map(heightOf)) + HEADING;
  const placed = columns.flatMap((nodes, index) => {
    const beside = Math.min((height - HEADING - heightOf(nodes)) / 2, LOWEST);
    return place(nodes, index * (COLUMN + GAP), HEADING + beside);
  });
  const byId = new Map(placed.map((each) => [each.node.id, each]));
  const headings = ['Bring data', 'Run analyses', 'Receive results'];
  return `<figure class="picture">
<div class="scroll" role="region" aria-label="${escape(title)}" tabindex="0">
<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${anchors}picture-title ${anchors}picture-description">
<title id="${anchors}picture-title">${escape(title)}</title>
<desc id="${anchors}picture-description">${escape(plainText(description))}</desc>
<defs><marker id="${anchors}arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
${headings.map((heading, index) => `<text class="heading" x="${index * (COLUMN + GAP)}" y="16">${heading}</text>`).join('\n')}
${flows.map(({ from, to }) => flow(byId.get(from)!, byId.get(to)!, `${anchors}arrow`)).join('\n')}
${placed.map(box).join('\n')}
</svg>
</div>
<figcaption>${escape(plainText(description))}</figcaption>
</figure>`;
}

function heightOf(nodes: readonly PictureNode[]): number {
  return nodes.reduce((sum, node) => sum + boxHeight(node) + SPACE, 0);
}

function boxHeight({ lines }: PictureNode): number {
  return PADDING * 2 + LINE * (lines.length + 1) - 4;
}

function place(nodes: readonly (PictureNode | PictureMember)[], x: number, top: number): Placed[] {
  let y = top;
  return nodes.map((node) => {
    const placed = { node, x, y, height: boxHeight(node), isUnknown: 'isUnknown' in node && node.isUnknown };
    y += placed.height + SPACE;
    return placed;
  });
}

function box({ node: { title, lines }, x, y, height, isUnknown }: Placed): string {
  const texts = [plainText(title), ...lines.map(plainText)];
  return `<g${isUnknown ? ' class="unknown"' : ''}><rect x="${x}" y="${y}" width="${COLUMN}" height="${height}" rx="6"/>${texts.map((text, index) =>
    `<text class="${index === 0 ? 'title' : 'line'}" x="${x + PADDING}" y="${y + PADDING + LINE * (index + 0.65)}">${escape(shortened(text))}</text>`).join('')}</g>`;
}

/** A text that fits into a line: letters of some scripts take the place of two. */
function shortened(text: string): string {
  let width = 0;
  const letters = [...text];
  const end = letters.findIndex((letter) => (width += /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Extended_Pictographic}/u.test(letter) ? 2 : 1) > LETTERS);
  return end < 0 ? text : `${letters.slice(0, end - 1).join('')}…`;
}

function flow(from: Placed, to: Placed, arrow: string): string {
  const [x1, y1, x2, y2] = [from.x + COLUMN, from.y + from.height / 2, to.x, to.y + to.height / 2];
  const middle = (x1 + x2) / 2;
  return `<path class="flow" d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}" marker-end="url(#${arrow})"/>`;
}
