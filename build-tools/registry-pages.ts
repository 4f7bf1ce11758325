/*
 * Renders the page of each registry from the artefacts of a release rehearsal, and checks it: tsx build-tools/registry-pages.ts <tools> [artefacts]
 * Leaves the pages in dist/registry-pages. What is found is printed, and ends it with exit code 1.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { goPage } from './registry-pages/go';
import { mavenPage } from './registry-pages/maven';
import { npmPage } from './registry-pages/npm';
import { nugetPage } from './registry-pages/nuget';
import { html } from './registry-pages/page';
import { pypiPage } from './registry-pages/pypi';
import { theFile } from './registry-pages/release';
import type { Checked } from './registry-pages/release';

const OUTPUT = join('dist', 'registry-pages');

async function main(): Promise<void> {
  const [tools, given] = process.argv.slice(2);
  const artefacts = given ?? join('dist', 'rehearsal');
  if (!existsSync(join(artefacts, 'go'))) throw new Error(`${artefacts} has no artefacts of all languages: run \`npx projen release:rehearsal\` first`);
  const release = {
    version: readFileSync(join(artefacts, 'version.txt'), 'utf8').trim(), python: resolve(tools, 'bin', 'python'), pkgsite: resolve(tools, 'pkgsite'),
  };
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT, { recursive: true });

  const library = theFile(join(artefacts, 'js'), '.jsii.tgz');
  const write = (name: string, { page, findings }: Checked) => ({ name, text: html(page), findings });
  const go = await goPage(release, join(artefacts, 'go', 'cdkcleanrooms'));
  const pages = [
    write('npm', npmPage(release, library)),
    write('npm-tools', npmPage(release, theFile(join(artefacts, 'tools'), '.tgz'))),
    write('pypi', pypiPage(release, join(artefacts, 'python'))),
    write('maven', mavenPage(release, join(artefacts, 'java'), join(OUTPUT, 'javadoc'))),
    { name: 'go', text: go.html, findings: go.findings },
    write('nuget', nugetPage(release, library)),
  ];
  for (const { name, text, findings } of pages) {
    const path = join(OUTPUT, `${name}.html`);
    writeFileSync(path, text);
    console.log(`${path}${findings.map((finding) => `\n  ${finding}`).join('')}`);
  }
  process.exitCode = pages.some(({ findings }) => findings.length > 0) ? 1 : 0;
}

void main();
