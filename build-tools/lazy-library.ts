/*
 * Makes the modules of a compiled library load each other when they are used:
 * tsx build-tools/lazy-library.ts <folder>
 */
import { readFileSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { withLazyModules } from './lazy-modules';

const [folder] = process.argv.slice(2);
for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!path.endsWith('.js')) continue;
  const file = join(folder, path);
  writeFileSync(file, withLazyModules(readFileSync(file, 'utf8')));
}
