import type { Picture, PictureNode } from '../review';
import { plainText } from '../text';

/*
 * The picture of a room as a diagram in Markdown, which GitHub and GitLab draw.
 */

export function mermaid({ members, askers, receivers, flows }: Picture): string {
  const node = ({ id, title, lines }: PictureNode, shape: readonly [string, string]) => {
    return `  ${id}${shape[0]}"${[title, ...lines].map((line) => label(plainText(line))).join('<br>')}"${shape[1]}`;
  };
  return [
    '```mermaid',
    'flowchart LR',
    ...members.map((member) => node(member, ['[', ']'])),
    ...askers.map((asker) => node(asker, ['([', '])'])),
    ...receivers.map((receiver) => node(receiver, ['[/', '/]'])),
    ...flows.map(({ from, to }) => `  ${from} --> ${to}`),
    '```',
  ].join('\n');
}

/** A text in a label: letters, digits and blanks are written as they are, everything else by its number. */
function label(text: string): string {
  return [...text].map((character) => /[\p{L}\p{M}\p{N} ,.()_-]/u.test(character) ? character : `#${character.codePointAt(0)};`).join('');
}
