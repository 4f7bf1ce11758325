import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { RegistryPage } from './page';

/** What is looked at: the artefacts of a release, and the tools to look at them with. */
export interface Release {
  readonly version: string;
  /** A Python that has the renderer of PyPI. */
  readonly python: string;
  /** The server of pkg.go.dev. */
  readonly pkgsite: string;
}

/** A page, and what is wrong with it. */
export interface Checked {
  readonly page: RegistryPage;
  readonly findings: readonly string[];
}

/** Unpacks an archive into a folder, and calls what looks at it. */
export function unpacked<T>(unpack: (folder: string) => void, look: (read: (path: string) => string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'unpacked-'));
  try {
    unpack(folder);
    return look((path) => readFileSync(join(folder, path), 'utf8'), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The files below a folder, by their paths in it. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

/** The one file of a folder whose name ends so. */
export function theFile(folder: string, ending: string): string {
  const found = filesIn(folder).filter((path) => path.endsWith(ending));
  if (found.length !== 1) throw new Error(`${folder} has ${found.length} files that end with ${ending}, in place of one: ${found.join(', ')}`);
  return join(folder, found[0]);
}

/** The size of all files below a folder. */
export function sizeOf(folder: string): number {
  return filesIn(folder).reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
}

export function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`;
}

/** What only a program in TypeScript begins a line with. What is inherited from the CDK, of which jsii translates nothing here, begins otherwise. */
const TYPESCRIPT = /^[\s/*]*(?:import \{.*\} from '|(?:const|let) \w+ = new )/m;

/** A mark of stability, but that of the CDK on what its interfaces have. */
const EXPERIMENTAL = /\(experimental\) (?!A reference to a )|^\s*\/\/ Experimental\.$/m;

/** Finds the sources of a language whose documentation has programs in TypeScript, or marks of stability. */
export function docstringFindings(sources: Readonly<Record<string, string>>): string[] {
  const found = (what: string, pattern: RegExp) => Object.entries(sources).filter(([, source]) => pattern.test(source)).slice(0, 3).map(([path]) => `${path}: ${what}`);
  return [...found('an example is in TypeScript', TYPESCRIPT), ...found('docstrings are marked as experimental', EXPERIMENTAL)];
}
