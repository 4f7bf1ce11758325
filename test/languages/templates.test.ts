import { execFileSync } from 'child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { packageAsReleased } from '../../build-tools/release-jobs';
import type { Language } from '../../build-tools/release-jobs';
import { synthesize } from '../support/program';
import { ROOT } from '../support/sources';

/*
 * The example in Python, Java and Go, installed from what a release publishes: its templates are those of its twin in TypeScript, byte for byte.
 */

const EXAMPLES = join(ROOT, 'examples', 'languages');

/** How a user of each language installs the packages of a folder and runs the app. A release has another version than a build. */
const INSTALL_AND_RUN: Record<Exclude<Language, 'js'>, (packages: string) => string> = {
  python: (packages) => `python3 -m venv .venv
    .venv/bin/pip install --quiet --disable-pip-version-check ${packages}/*.whl -r requirements.txt
    .venv/bin/python app.py`,
  java: (packages) => `sed -i 's#<dependencies>#<repositories><repository><id>built</id><url>file://${packages}</url></repository></repositories>&#' pom.xml
    mvn --batch-mode --quiet -Dmaven.repo.local="$PWD/repository" -Dcdk-cleanrooms.version="$VERSION" compile exec:java`,
  go: (packages) => `module=github.com/cdk-cleanrooms/cdk-cleanrooms-go/cdkcleanrooms
    go mod edit -require "$module@v$VERSION" -replace "$module=${packages}/cdkcleanrooms"
    go mod tidy
    go run .`,
};

let folder: string;
let expected: Record<string, string>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'languages-'));
  expected = templatesIn(synthesize(join(EXAMPLES, 'app.ts')).folder);
});

afterAll(() => rmSync(folder, { recursive: true }));

test('the app has a template for each stack of the room, and one with a custom resource of its own', () => {
  expect(Object.keys(expected).length).toBeGreaterThan(3);
});

describe.each(Object.entries(INSTALL_AND_RUN))('%s', (language, installAndRun) => {
  test('gives the same templates', () => {
    const packages = packageAsReleased(language as Language, join(ROOT, 'dist'), join(folder, 'packaged', language));
    const app = join(folder, language);
    cpSync(join(EXAMPLES, language), app, { recursive: true });
    writeFileSync(join(app, 'run.sh'), installAndRun(packages));
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    execFileSync('bash', ['-eu', 'run.sh'], { cwd: app, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, VERSION: version, CDK_OUTDIR: join(app, 'cdk.out') } });
    expect(templatesIn(join(app, 'cdk.out'))).toEqual(expected);
  });
});

/** The text of each template of a cloud assembly, by its path in it. */
function templatesIn(assembly: string): Record<string, string> {
  return Object.fromEntries(readdirSync(assembly, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.template.json')).sort()
    .map((path) => [path, readFileSync(join(assembly, path), 'utf8')]));
}
