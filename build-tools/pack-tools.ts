/*
 * Packs the command line tool, in the version of the library: tsx build-tools/pack-tools.ts <folder of the package> <folder of the tarball>
 */
import { execFileSync } from 'child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';

const [folder, destination] = process.argv.slice(2);
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
const staged = mkdtempSync(join(tmpdir(), 'tools-'));
try {
  const { devDependencies: _, ...manifest } = read(join(folder, 'package.json'));
  writeFileSync(join(staged, 'package.json'), JSON.stringify({ ...manifest, version: read('package.json').version }, undefined, 2));
  for (const file of ['LICENSE', 'CHANGELOG.md']) copyFileSync(file, join(staged, file));
  copyFileSync(join(folder, 'README.md'), join(staged, 'README.md'));
  for (const part of ['bin', 'lib']) cpSync(join(folder, part), join(staged, part), { recursive: true });
  mkdirSync(destination, { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--pack-destination', resolve(destination)], { cwd: staged, stdio: ['ignore', 'ignore', 'inherit'] });
} finally {
  rmSync(staged, { recursive: true });
}
