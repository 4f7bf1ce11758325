import { bundleHandler, compileLibrary } from './build';
import { useOwnTemporaryFolder } from './temporary-folder';

/** Jest's global setup for the tests of the whole package. */
export = function build(): void {
  useOwnTemporaryFolder();
  bundleHandler();
  compileLibrary();
};
