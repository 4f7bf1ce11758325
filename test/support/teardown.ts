import { removeOwnTemporaryFolder } from './temporary-folder';

/** Jest's global teardown. */
export = removeOwnTemporaryFolder;
