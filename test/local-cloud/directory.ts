import { join } from 'node:path';

/** Where everything goes that the local clouds of the tests make: their Python, their logs, the CDK CLI's cache. Git ignores it. */
export const LOCAL_CLOUD_DIRECTORY = join(__dirname, '..', '..', '.local-cloud');

process.env.CDK_CLEANROOMS_CACHE ??= LOCAL_CLOUD_DIRECTORY;
