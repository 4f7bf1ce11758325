import { bundleHandler, compileLibrary } from './build';

/** Jest's global setup for the tests of the whole package. */
export = function build(): void {
  bundleHandler();
  compileLibrary();
};
