/*
 * The text of a review: sentences of this tool, with names in them that others wrote. The two are kept apart until a page is made, so that a
 * name can never become markup, and is always seen to be a name.
 */

/** A name or another value from a program, which can be anything. */
export interface Name {
  readonly name: string;
}

/** What others wrote as prose, such as the purpose in the file of details. */
export interface Prose {
  readonly prose: string;
}

/** A link to a page of AWS. */
export interface Link {
  readonly link: string;
  readonly url: string;
}

export type Part = string | Name | Prose | Link;

/** A sentence or a part of one. Its strings are of this tool. */
export type Text = readonly Part[];

/** A sentence with values in it: a string is a name from the program, a number a number, a text is taken as it is. */
export function say(strings: TemplateStringsArray, ...values: readonly (string | number | Text)[]): Text {
  return strings.flatMap((own, index): Part[] => {
    const value = values[index];
    const parts: readonly Part[] = value === undefined ? [] : typeof value === 'string' ? [{ name: value }] : typeof value === 'number' ? [String(value)] : value;
    return [...own === '' ? [] : [own], ...parts];
  });
}

/** Words of this tool as a text. */
export function words(text: string): Text {
  return text === '' ? [] : [text];
}

/** Several things in a sentence: `a`, `b` and `c`. */
export function list(items: readonly (string | Text)[], conjunction: 'and' | 'or' = 'and'): Text {
  const texts = items.map((item): Text => typeof item === 'string' ? [{ name: item }] : item);
  return texts.flatMap((text, index) => index === 0 ? text : [index === texts.length - 1 ? ` ${conjunction} ` : ', ', ...text]);
}

/** Sentences after each other. */
export function sentences(...texts: readonly Text[]): Text {
  return texts.filter((text) => text.length).flatMap((text, index) => index === 0 ? text : [' ', ...text]);
}

/** A number of things: `1 table`, `2 tables`. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** A text without any markup: for JSON and the terminal, and for comparisons. */
export function plainText(text: Text): string {
  return text.map((part) => typeof part === 'string' ? part : visible('name' in part ? part.name : 'prose' in part ? onOneLine(part.prose) : part.link)).join('');
}

/** Prose without its line breaks. */
export function onOneLine(prose: string): string {
  return prose.replace(/\s+/g, ' ').trim();
}

/** A value on one line, with characters that cannot be seen, or that change the order of what is around them, written out. */
export function visible(value: string): string {
  return [...value].map((character) => INVISIBLE.test(character) ? codePointOf(character) : character).join('');
}

/** A text of several lines, in the same way. */
export function visibleLines(value: string): string {
  return [...value.replace(/\r\n/g, '\n')]
    .map((character) => INVISIBLE.test(character) && character !== '\n' && character !== '\t' ? codePointOf(character) : character).join('');
}

const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/u;

function codePointOf(character: string): string {
  return `[U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`;
}
