import { readFileSync } from 'node:fs';

const LINES = 30;

/** The end of a log, for error messages: what went wrong is there, and nobody has to go and look. */
export function tailOf(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n');
  return `The end of ${logFile}:\n${lines.slice(-LINES).join('\n')}`;
}
