import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_CLOUD_DIRECTORY } from './directory';
import type { RoleUsage } from '../../tools/src/local-cloud/local-cloud';

/*
 * What the functions of all local clouds of a run of tests were granted, and what they used of it: an action that none of them ever
 * used is one too many, or lacks a test.
 */

const DIRECTORY = join(LOCAL_CLOUD_DIRECTORY, 'usage');

/** Begins a run of tests. */
export function forgetUsage(): void {
  rmSync(DIRECTORY, { recursive: true, force: true });
}

/** Remembers what one local cloud saw. */
export function rememberUsage(cloud: string, usage: readonly RoleUsage[]): void {
  mkdirSync(DIRECTORY, { recursive: true });
  writeFileSync(join(DIRECTORY, `${cloud}.json`), JSON.stringify(usage));
}

/** The actions of Clean Rooms that were granted to functions and that none of them used. */
export function neverUsed(): string[] {
  const files = existsSync(DIRECTORY) ? readdirSync(DIRECTORY) : [];
  const usage = files.flatMap((file) => JSON.parse(readFileSync(join(DIRECTORY, file), 'utf8')) as RoleUsage[]);
  const ofFunctions = usage.filter(({ role }) => role.includes('CleanRoomsCustomResources'));
  const used = new Set(ofFunctions.flatMap((each) => each.used));
  const granted = new Set(ofFunctions.flatMap((each) => each.granted).filter((action) => action.startsWith('cleanrooms:')));
  return [...granted].filter((action) => !used.has(action)).sort();
}
