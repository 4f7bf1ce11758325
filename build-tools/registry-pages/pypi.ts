import { execFileSync, spawnSync } from 'child_process';
import { statSync } from 'fs';
import { dirname, join } from 'path';
import { renderReadme } from './readme';
import type { Checked, Release } from './release';
import { docstringFindings, filesIn, kilobytes, theFile, unpacked } from './release';

/** What PyPI's page shows, of the metadata of a wheel. */
const SHOWN = ['Summary', 'Keywords', 'License', 'Author', 'Home-page', 'Project-URL', 'Requires-Python', 'License-File'];

/** The page of the wheel in a folder, beside which the source distribution lies. */
export function pypiPage(release: Release, folder: string): Checked {
  const wheel = theFile(folder, '.whl');
  const source = theFile(folder, '.tar.gz');
  return unpacked((into) => execFileSync(release.python, ['-m', 'zipfile', '-e', wheel, into]), (read, root) => {
    const files = filesIn(root);
    const metadata = read(files.find((path) => path.endsWith('.dist-info/METADATA'))!);
    const end = metadata.indexOf('\n\n');
    const field = (name: string) => [...metadata.slice(0, end).matchAll(new RegExp(`^${name}: (.*)$`, 'gm'))].map(([, value]) => value);
    const readme = renderReadme(metadata.slice(end).trim(), release.python);
    const modules = files.filter((path) => path.endsWith('.py'));
    const findings = [
      ...checkedByTwine(release.python, [wheel, source]),
      ...SHOWN.filter((name) => !field(name).some(Boolean)).map((name) => `the metadata of the wheel has no ${name}`),
      ...(field('Version')[0] === release.version ? [] : [`the wheel has the version ${field('Version').join()}`]),
      ...unknownClassifiers(release.python, field('Classifier')).map((classifier) => `PyPI refuses the classifier ${classifier}`),
      ...(files.some((path) => path.endsWith('/py.typed')) ? [] : ['the wheel has no py.typed, so that type checkers ignore its types']),
      ...docstringFindings(Object.fromEntries(modules.map((path) => [path, read(path)]))),
      ...readme.findings,
    ];
    return {
      findings,
      page: {
        registry: 'PyPI',
        title: `${field('Name').join()} ${field('Version').join()}`,
        description: field('Summary').join(),
        install: `pip install ${field('Name').join()}`,
        facts: {
          'Project links': [`Homepage: ${field('Home-page').join()}`, ...field('Project-URL').map((url) => url.replace(', ', ': '))],
          'License': field('License').join(),
          'Author': field('Author').join(),
          'Tags': field('Keywords').join(),
          'Requires': `Python ${field('Requires-Python').join()}`,
          'Dependencies': field('Requires-Dist'),
          'Classifiers': field('Classifier'),
          'Files': [wheel, source].map((path) => `${path.slice(dirname(path).length + 1)} (${kilobytes(statSync(path).size)})`),
        },
        body: readme.html,
      },
    };
  });
}

function checkedByTwine(python: string, artefacts: readonly string[]): string[] {
  const { status, stdout } = spawnSync(join(dirname(python), 'twine'), ['--no-color', 'check', '--strict', ...artefacts], { encoding: 'utf8' });
  return status === 0 ? [] : [`twine check: ${stdout.trim()}`];
}

function unknownClassifiers(python: string, classifiers: readonly string[]): string[] {
  const program = 'import json, sys; from trove_classifiers import classifiers; print(json.dumps([each for each in sys.argv[1:] if each not in classifiers]))';
  return JSON.parse(execFileSync(python, ['-c', program, ...classifiers], { encoding: 'utf8' })) as string[];
}
