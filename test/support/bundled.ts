import { bundleHandler } from './build';
import { useOwnTemporaryFolder } from './temporary-folder';

/** Jest's global setup for the tests of constructs and handler: the provider's asset is the bundle. */
export = function build(): void {
  useOwnTemporaryFolder();
  bundleHandler();
};
