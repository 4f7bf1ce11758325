import { bundleHandler } from './build';

/** Jest's global setup for the tests of constructs and handler: the provider's asset is the bundle. */
export = bundleHandler;
