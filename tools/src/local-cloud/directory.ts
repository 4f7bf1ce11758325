import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Returns the directory in which the local cloud keeps what it makes once: its Python environment and the cache of the CDK CLI.
 *
 * `CDK_CLEANROOMS_CACHE` names it. By default it is in the user's cache.
 */
export function cacheDirectory(): string {
  const { CDK_CLEANROOMS_CACHE: given, XDG_CACHE_HOME: caches } = process.env;
  if (given) return given;
  const usual = process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
  return join(caches || usual, 'cdk-cleanrooms');
}
