import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where everything goes that the local cloud makes: its Python, its logs, the CDK CLI's cache. Git ignores it. */
export const LOCAL_CLOUD_DIRECTORY = join(__dirname, '..', '..', '.local-cloud');

/** MiniStack's launcher and what it needs, in Python. */
export const MINISTACK_DIRECTORY = join(__dirname, 'ministack');

/**
 * The virtual environment with MiniStack, made once and again whenever its requirements change.
 *
 * Test files run in processes of their own: any number of them may call this at the same time.
 */
export async function ensureVenv(): Promise<string> {
  const directory = join(LOCAL_CLOUD_DIRECTORY, 'venv');
  const requirements = readFileSync(join(MINISTACK_DIRECTORY, 'requirements.txt'));
  const stamp = createHash('sha256').update(requirements).digest('hex');

  const stampFile = join(directory, 'stamp');
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    await promisify(execFile)('python3', [join(MINISTACK_DIRECTORY, 'install.py'), directory, stamp]);
  }
  return directory;
}
