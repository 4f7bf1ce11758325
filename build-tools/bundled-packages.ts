import { existsSync, readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import type { Metafile } from 'esbuild';

/** The licenses that a bundled package may have: all of them ask for no more than their text and their notices. */
const ALLOWED_LICENSES = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

const LICENSE_FILE = /^(licen[cs]e|copying)(-\w+)?(\.(txt|md))?$/i;
const NOTICE_FILE = /^(notice|copyrightnotice)(\.(txt|md))?$/i;
/** A line that names who holds the copyright, and not the placeholder of a template. */
const COPYRIGHT_LINE = /^[ \t]*(Copyright (?:\(c\) )?(?![[{])\S.*?)[ \t]*$/gm;

/** A package of npm that is in the bundle. */
export interface BundledPackage {
  /** The folder that it is installed in, by its path in the project. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** The SPDX id of its license. */
  readonly license: string;
  readonly licenseText: string;
  readonly notice?: string;
  readonly copyrights: readonly string[];
  readonly repository?: string;
  /** The hash of its tarball, as base64. */
  readonly sha512?: string;
  /** The folders of the bundled packages that it imports. */
  readonly imports: readonly string[];
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
  readonly repository?: string | { readonly url?: string };
}

interface PackageLock {
  readonly packages: Readonly<Record<string, { readonly integrity?: string } | undefined>>;
}

/**
 * Returns the packages that esbuild has read for a bundle, by their folders. A package whose code was all left out is among them: what has
 * an effect is the judgement of esbuild.
 *
 * @throws If a package has no license, one that is not allowed, or no text of it.
 */
export function bundledPackages(projectFolder: string, { inputs }: Metafile): BundledPackage[] {
  const lock = readJson<PackageLock>(join(projectFolder, 'package-lock.json'));
  const folders = [...new Set(Object.keys(inputs).flatMap((path) => packageFolder(path) ?? []))].sort();
  const faults: string[] = [];
  const packages = folders.flatMap((folder): BundledPackage[] => {
    const { name, version, license, repository } = readJson<PackageJson>(join(projectFolder, folder, 'package.json'));
    const texts = licenseTexts(projectFolder, folder, license);
    const fault = faultOf(license, texts);
    if (fault) {
      faults.push(`${name}@${version} ${fault}`);
      return [];
    }
    const notice = filesIn(join(projectFolder, folder), NOTICE_FILE).join('\n\n');
    const licenseText = texts.join('\n\n');
    return [{
      folder,
      name,
      version,
      license: String(license),
      licenseText,
      ...notice && { notice },
      copyrights: [...new Set([...`${licenseText}\n${notice}`.matchAll(COPYRIGHT_LINE)].map(([, line]) => line))],
      repository: repositoryUrl(repository),
      sha512: lock.packages[folder]?.integrity?.replace(/^sha512-/, ''),
      imports: importedPackages(inputs, folder),
    }];
  });
  if (faults.length > 0) throw new Error(`these packages cannot be bundled:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  return packages;
}

/** Returns the folders of the packages that are imported by the package in a folder; without a folder, by the project itself. */
export function importedPackages(inputs: Metafile['inputs'], folder?: string): string[] {
  const imported = Object.entries(inputs)
    .filter(([path]) => packageFolder(path) === folder)
    .flatMap(([, { imports }]) => imports.flatMap(({ path }) => packageFolder(path) ?? []));
  return [...new Set(imported)].filter((path) => path !== folder).sort();
}

function packageFolder(path: string): string | undefined {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
}

function faultOf(license: unknown, texts: string[]): string | undefined {
  if (typeof license !== 'string' || license === '') return 'has no license';
  if (!ALLOWED_LICENSES.includes(license)) return `has the license ${license}, which is none of ${ALLOWED_LICENSES.join(', ')}`;
  if (texts.length === 0) return `has no file with the text of its license, ${license}`;
  return undefined;
}

/**
 * The texts of a package's license. Where it brings none, the Apache License is taken from this project: that text is the same for everyone,
 * whereas the others name the copyright holder.
 */
function licenseTexts(projectFolder: string, folder: string, license: unknown): string[] {
  const own = filesIn(join(projectFolder, folder), LICENSE_FILE);
  return own.length === 0 && license === 'Apache-2.0' ? filesIn(projectFolder, /^LICENSE$/) : own;
}

function filesIn(folder: string, name: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((file) => name.test(file)).sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replace(/\r\n?/g, '\n').replace(/[ \t]+$/gm, '').replace(/^\n+|\n+$/g, ''));
}

function repositoryUrl(repository: PackageJson['repository']): string | undefined {
  const url = typeof repository === 'string' ? repository : repository?.url;
  const path = url && /(?:^|github\.com[/:]|^github:)([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(url)?.[1];
  return path ? `https://github.com/${path}` : url?.replace(/^git\+/, '');
}

function readJson<Content>(file: string): Content {
  return JSON.parse(readFileSync(file, 'utf8')) as Content;
}
