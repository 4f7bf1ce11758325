import type { Reported } from './findings-in';
import { printable } from '../query/output';

export const FORMATS = ['text', 'json'] as const;
export type Format = typeof FORMATS[number];

/** Findings as text: a line for where each is, and one for what it is. Nothing in it acts on a terminal, whatever names the program has. */
export function textOf(findings: readonly Reported[]): string {
  return [...findings.map(paragraph), summaryOf(findings)].join('\n\n');
}

/** Findings for machines. */
export function jsonOf(content: object): string {
  return JSON.stringify(content, undefined, 2).replace(/[^\n\P{C}]/gu, escaped);
}

/** How many findings there are. */
export function summaryOf(findings: readonly { readonly severity: string }[]): string {
  if (!findings.length) return 'nothing found';
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  return ['error', 'warning'].flatMap((severity) => count(severity) ? plural(count(severity), severity) : []).join(', ');
}

function paragraph({ severity, code, path, logicalId, message }: Reported): string {
  const resource = logicalId === undefined || path.endsWith(`/${logicalId}`) ? '' : `, resource ${printable(logicalId)}`;
  return `${severity} ${code}: ${printable(path)}${resource}\n  ${printable(message)}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function escaped(character: string): string {
  return [...Array(character.length).keys()].map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}
