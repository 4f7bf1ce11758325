import { removeOwnTemporaryFolder } from './temporary-folder';
import { neverUsed } from '../local-cloud/action-usage';

/** Jest's global teardown for the tests against the local cloud. */
export = function tearDown(): void {
  process.stdout.write(`\nGranted to the functions in the local cloud, and never used in this run: ${neverUsed().join(', ') || 'nothing'}\n`);
  removeOwnTemporaryFolder();
};
