import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ROOT } from './sources';

/** What the compiler says of a text, `app.ts`, and of the given files, with the project's options and the given ones. */
export function typeErrors(text: string, files: string[], compilerOptions: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'type-check-'));
  try {
    writeFileSync(join(folder, 'app.ts'), text);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: { noEmit: true, rootDir: '/', types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')], ...compilerOptions },
      include: ['app.ts', ...files.map((file) => join(ROOT, file))],
    }));
    return spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
