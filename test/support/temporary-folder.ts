import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const NAME = 'CDK_CLEANROOMS_TEST_FOLDER';

/** Has everything that the tests put into the temporary folder, assemblies above all, put into one of this run. */
export function useOwnTemporaryFolder(): void {
  process.env[NAME] ??= mkdtempSync(join(tmpdir(), 'cdk-cleanrooms-'));
  process.env.TMPDIR = process.env[NAME];
}

/** Removes it, with thousands of assemblies. */
export function removeOwnTemporaryFolder(): void {
  rmSync(process.env[NAME]!, { recursive: true, force: true });
}
