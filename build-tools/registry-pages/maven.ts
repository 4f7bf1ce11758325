import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'fs';
import { basename } from 'path';
import { escaped } from './page';
import type { Checked, Release } from './release';
import { docstringFindings, filesIn, kilobytes, theFile, unpacked } from './release';

/** What Maven Central refuses a package without: https://central.sonatype.org/publish/requirements */
const REQUIRED = [
  'name', 'description', 'url', 'groupId', 'artifactId', 'version', 'licenses/license/name', 'licenses/license/url', 'developers/developer', 'scm/connection', 'scm/url',
];

/** The page of the package in a Maven repository. Its documentation is unpacked into a folder beside the page, as javadoc.io shows it. */
export function mavenPage(release: Release, repository: string, javadoc: string): Checked {
  const path = theFile(repository, '.pom');
  const pom = readFileSync(path, 'utf8').replace(/<!--[\s\S]*?-->/g, '');
  const jar = (classifier: string) => path.replace(/\.pom$/, `${classifier}.jar`);
  const unzip = (archive: string, folder: string) => execFileSync(release.python, ['-m', 'zipfile', '-e', archive, folder]);
  const artefacts = [path, jar(''), jar('-sources'), jar('-javadoc')];
  const missing = artefacts.flatMap((each) => [each, `${each}.md5`, `${each}.sha1`]).filter((each) => !existsSync(each));
  if (missing.length) throw new Error(`Maven Central wants these, too: ${missing.join(', ')}`);

  mkdirSync(javadoc, { recursive: true });
  unzip(jar('-javadoc'), javadoc);
  const sources = unpacked((folder) => unzip(jar('-sources'), folder), (read, folder) => (
    Object.fromEntries(filesIn(folder).filter((each) => each.endsWith('.java')).map((each) => [each, read(each)]))));
  const field = (each: string) => each.split('/').reduce<string | undefined>((text, name) => text === undefined ? undefined : elementOf(text, name), elementOf(pom, 'project')) ?? '';
  const dependency = ['groupId', 'artifactId', 'version'].map((name) => `  <${name}>${field(name)}</${name}>`);
  return {
    findings: [
      ...REQUIRED.filter((each) => field(each).trim() === '').map((each) => `the pom has no ${each}, which Maven Central requires`),
      ...(field('version') === release.version ? [] : [`the pom has the version ${field('version')}`]),
      ...(field('groupId').replace(/-/g, '') === 'io.github.cdkcleanrooms' ? [] : [`the namespace ${field('groupId')} is not ours`]),
      ...docstringFindings(sources),
    ],
    page: {
      registry: 'Maven Central',
      title: `${field('groupId')}:${field('artifactId')} ${field('version')}`,
      description: field('description'),
      install: ['<dependency>', ...dependency, '</dependency>'].join('\n'),
      facts: {
        'Home page': field('url'),
        'License': `${field('licenses/license/name')} ${field('licenses/license/url')}`,
        'Source control': field('scm/url'),
        'Organization': field('developers/developer/organization'),
        'Dependencies': field('dependencies').split('</dependency>').map((each) => ['groupId', 'artifactId', 'version'].map((name) => elementOf(each, name)).join(':'))
          .filter((each) => each !== '::'),
        'Files': artefacts.map((each) => `${basename(each)} (${kilobytes(statSync(each).size)})`),
      },
      body: `<p><a href="${basename(javadoc)}/index.html">Javadoc</a>, of ${Object.keys(sources).length} sources</p><h2>pom.xml</h2><pre>${escaped(pom.trim())}</pre>`,
    },
  };
}

/** The content of the first element of that name that is not within another one: enough for the poms that Maven flattens. */
function elementOf(xml: string, name: string): string | undefined {
  for (const [, element, content] of xml.replace(/^[\s\S]*?(?=<project|<\w)/, '').matchAll(/<([\w.-]+)[^>]*>([\s\S]*?)<\/\1>/g)) {
    if (element === name) return content.trim();
  }
  return undefined;
}
