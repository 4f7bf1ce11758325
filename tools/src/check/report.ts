import type { Reported } from './findings-in';
import type { LiveReport } from '../live/check-live';
import type { LiveFinding } from '../live/findings';
import { printable } from '../query/output';

export const FORMATS = ['text', 'json'] as const;
export type Format = typeof FORMATS[number];

type Shown = Reported | LiveFinding;

/** Findings as text: a line for where each is, and one for what it is. Nothing in it acts on a terminal, whatever names the program has. */
export function textOf(findings: readonly Shown[]): string {
  return [...findings.map(paragraph), summaryOf(findings)].join('\n\n');
}

/** What was found in AWS as text, after what was compared. */
export function liveTextOf({ account, compared, notCompared, findings }: LiveReport): string {
  const head = [
    `account ${account}: ${compared.length ? `compared ${compared.map(printable).join(', ')}` : 'nothing was compared'}`,
    ...notCompared.map(({ path, reason }) => `not compared: ${printable(path)}, because ${reason}`),
  ];
  return [head.join('\n'), textOf(findings)].join('\n\n');
}

/** Findings for machines. */
export function jsonOf(content: object): string {
  return JSON.stringify(content, undefined, 2).replace(/[^\n\P{C}]/gu, escaped);
}

function summaryOf(findings: readonly Shown[]): string {
  if (!findings.length) return 'nothing found';
  const severities = [...new Set(findings.map(({ severity }) => severity))];
  return severities.map((severity) => plural(findings.filter((finding) => finding.severity === severity).length, severity)).join(', ');
}

function paragraph({ severity, code, path, logicalId, message }: Shown): string {
  const resource = logicalId === undefined || path.endsWith(`/${logicalId}`) ? '' : `, resource ${printable(logicalId)}`;
  return `${severity} ${code}: ${printable(path)}${resource}\n  ${printable(message)}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 || noun === 'not read' ? '' : 's'}`;
}

function escaped(character: string): string {
  return [...Array(character.length).keys()].map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}
