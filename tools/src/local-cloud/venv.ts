import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from './directory';
import { UsageError } from '../usage-error';

/** MiniStack's launcher and what it needs, in Python. */
export const MINISTACK_DIRECTORY = join(__dirname, 'ministack');

const NEEDS = 'the local cloud needs Python 3.11 or newer, with its module venv, as `python3`';

/**
 * Returns the virtual environment with MiniStack, which is made once and again whenever its requirements change.
 *
 * Any number of processes may call this at the same time.
 */
export async function ensureVenv(): Promise<string> {
  if (process.platform === 'win32') throw new UsageError('the local cloud runs on Linux and macOS; on Windows, use the Windows Subsystem for Linux');
  const directory = join(cacheDirectory(), 'venv');
  const requirements = readFileSync(join(MINISTACK_DIRECTORY, 'requirements.txt'));
  const stamp = createHash('sha256').update(requirements).digest('hex');

  const stampFile = join(directory, 'stamp');
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    try {
      await promisify(execFile)('python3', [join(MINISTACK_DIRECTORY, 'install.py'), directory, stamp]);
    } catch (error) {
      throw new UsageError(problemOf(error as NodeJS.ErrnoException & { readonly stderr?: string }));
    }
  }
  return directory;
}

function problemOf({ code, stderr, message }: NodeJS.ErrnoException & { readonly stderr?: string }): string {
  if (code === 'ENOENT') return `${NEEDS}, and there is no python3 on the PATH`;
  const lines = (stderr || message).trim().split('\n');
  return `the Python environment of the local cloud could not be made: ${lines.slice(-5).join('\n')}\n${NEEDS}, and the packages of its requirements from PyPI`;
}
