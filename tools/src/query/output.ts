import type { Refusal } from './refusal';
import type { Rows, Value } from '../engine/engine';

export const FORMATS = ['table', 'csv', 'json'] as const;
export type Format = typeof FORMATS[number];

/** The rows of a result as text. */
export function formatted(result: Pick<Rows, 'columns' | 'rows'>, format: Format): string {
  switch (format) {
    case 'json':
      return JSON.stringify(result.rows.map((row) => Object.fromEntries(result.columns.map((column, index) => [column, row[index]]))), undefined, 2);
    case 'csv':
      return [result.columns, ...result.rows].map((row) => row.map(csvValue).join(',')).join('\n');
    default:
      return table(result);
  }
}

function csvValue(value: Value): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function table({ columns, rows }: Pick<Rows, 'columns' | 'rows'>): string {
  const cells = [columns, ...rows].map((row) => row.map((value) => value === null ? 'NULL' : printable(String(value))));
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index].length)));
  const line = (row: readonly string[]) => row.map((cell, index) => cell.padEnd(widths[index])).join('  ').trimEnd();
  return [line(cells[0]), widths.map((width) => '-'.repeat(width)).join('  '), ...cells.slice(1).map(line)].join('\n');
}

/** Refusals for a developer: rule, table and owner, the place in the SQL, and the page. */
export function explained(refusals: readonly Refusal[], query: string): string {
  return [
    `refused, for ${refusals.length} ${refusals.length === 1 ? 'reason' : 'reasons'}:`,
    ...refusals.map(({ rule, message, page, sure, table: name, column, owner, place, sql = query }, index) => [
      `${index + 1}. ${printable(message)}`,
      `   rule: ${rule}${sure === 'exact' ? '' : ' (as this tool reads the page)'}`,
      ...name === undefined ? [] : [`   table: ${printable(name)}${column === undefined ? '' : `, column ${printable(column)}`}${owner ? `, of ${printable(owner.displayName ?? 'account')} (${owner.accountId})` : ''}`],
      ...place ? [`   place: ${placed(sql, place.start)}: ${printable(sql.slice(place.start, place.end))}`] : [],
      `   page: ${page.title}, ${page.url}`,
    ].join('\n')),
  ].join('\n');
}

function placed(sql: string, offset: number): string {
  const before = sql.slice(0, offset).split('\n');
  return `line ${before.length}, character ${before[before.length - 1].length + 1}`;
}

/** A text on one line, without what could act on a terminal. */
export function printable(text: string): string {
  return [...text].map((character) => /\p{C}/u.test(character) ? ' ' : character).join('');
}
