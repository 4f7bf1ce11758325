import { readdirSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { ROOT, textOf } from './support/sources';

/*
 * What the workflows on GitHub trust, and what they may do.
 */

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Record<string, string>;
  readonly with?: Record<string, string>;
}

interface Job {
  readonly permissions?: Record<string, string>;
  readonly environment?: string;
  readonly needs?: string | string[];
  readonly outputs?: Record<string, string>;
  readonly steps: Step[];
}

interface Workflow {
  readonly permissions?: object;
  readonly jobs: Record<string, Job>;
}

const FOLDER = '.github/workflows';
const texts = readdirSync(join(ROOT, FOLDER)).sort().map((name) => ({ name: name.replace(/\.yml$/, ''), text: textOf(join(FOLDER, name)) }));
const workflows = texts.map(({ name, text }) => ({ name, workflow: parse(text) as Workflow }));
const jobs = workflows.flatMap(({ name, workflow }) => Object.entries(workflow.jobs).map(([id, job]) => ({ id: `${name}/${id}`, job })));

/** Releases that GitHub keeps as they are: nobody can move their tags. */
const IMMUTABLE_RELEASES = ['actions/setup-java@v6.0.0'];

/** All that each job may do with the token of its run. */
const READ = { contents: 'read' };
const PERMISSIONS: Record<string, Record<string, string>> = {
  'build/browser': READ,
  'build/build': READ,
  'build/languages': READ,
  'build/node': READ,
  'build/package-dotnet': READ,
  'build/package-go': READ,
  'build/package-java': READ,
  'build/package-js': READ,
  'build/package-python': READ,
  'pull-request-lint/validate': { 'pull-requests': 'read' },
  'release/release': READ,
  'release/release_changelog': READ, // its pull request is made with a token of its own
  'release/release_github': { contents: 'write' }, // makes the release and its tag
  'release/release_golang': READ,
  'release/release_maven': READ,
  'release/release_npm': { ...READ, 'id-token': 'write' }, // the registry trusts this workflow, as those of NuGet and PyPI do
  'release/release_nuget': { ...READ, 'id-token': 'write' },
  'release/release_pypi': { ...READ, 'id-token': 'write' },
  'upgrade-main/pr': READ,
  'upgrade-main/upgrade': READ,
};

describe('actions', () => {
  const uses = texts.flatMap(({ text }) => [...text.matchAll(/^ *(?:- )?uses: (.*)$/gm)].map(([, used]) => used));

  test('are pinned by commit, with the version beside it; or by the tag of an immutable release', () => {
    const unpinned = uses.filter((used) => !/^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used));
    expect([...new Set(unpinned)].sort()).toEqual(IMMUTABLE_RELEASES);
  });

  test('have one version each', () => {
    const versions = new Set(uses);
    expect(new Set([...versions].map((used) => used.split('@')[0])).size).toBe(versions.size);
  });

  test('are all found', () => {
    expect(uses).toHaveLength(jobs.flatMap(({ job }) => job.steps).filter((step) => step.uses).length);
  });
});

describe('steps', () => {
  test('run tasks that there are', () => {
    const { tasks } = JSON.parse(textOf('.projen/tasks.json')) as { tasks: object };
    const called = jobs.flatMap(({ job }) => job.steps).flatMap(({ run }) => [...(run ?? '').matchAll(/npx projen ([\w:-]+)/g)].map(([, task]) => task));
    expect(called.length).toBeGreaterThan(15);
    expect([...new Set(called)].filter((task) => !Object.keys(tasks).includes(task))).toEqual([]);
  });

  test('download what a job before has uploaded', () => {
    const downloads = jobs.flatMap(({ id, job }) => job.steps.filter(({ uses }) => uses?.startsWith('actions/download-artifact@')).map((step) => ({ id, job, step })));
    expect(downloads.length).toBeGreaterThan(10);
    const lost = downloads.filter(({ id, job, step }) => {
      const before = [job.needs ?? []].flat().map((name) => jobs.find((other) => other.id === `${id.split('/')[0]}/${name}`)!.job);
      return !before.some((earlier) => earlier.steps.some((upload) => upload.uses?.startsWith('actions/upload-artifact@') && takes(step, earlier, upload)));
    });
    expect(lost.map(({ id }) => id)).toEqual([]);
  });

  /** Whether a step downloads what another one uploads: by its name, or by its id, which is an output of the job. */
  function takes(download: Step, job: Job, upload: Step): boolean {
    const output = /needs\.\w+\.outputs\.(\w+)/.exec(download.with?.['artifact-ids'] ?? '')?.[1];
    return output === undefined ? download.with?.name === upload.with?.name : job.outputs?.[output] === `\${{ steps.${upload.id}.outputs.artifact-id }}`;
  }
});

describe('permissions', () => {
  test('are none, but where a job asks for some', () => {
    expect(workflows.filter(({ workflow }) => JSON.stringify(workflow.permissions) !== '{}').map(({ name }) => name)).toEqual([]);
  });

  test('of a job are those that it needs', () => {
    expect(Object.fromEntries(jobs.map(({ id, job }) => [id, job.permissions]))).toEqual(PERMISSIONS);
  });
});

test('a pull request may have the titles of commits that make a release, and those of the pull requests that workflows open', () => {
  const { types } = workflows.find(({ name }) => name === 'pull-request-lint')!.workflow.jobs.validate.steps[0].with!;
  const opened = texts.flatMap(({ text }) => [...text.matchAll(/^ *title: "?(\w+)[(:]/gm)].map(([, type]) => type));
  expect(opened.sort()).toEqual(['chore', 'docs']);
  expect([...opened, 'feat', 'fix', 'perf', 'revert'].filter((type) => !types.split('\n').includes(type))).toEqual([]);
});

describe('publishing', () => {
  const publishing = jobs.filter(({ job }) => job.steps.some(({ run }) => /publib|gh release create/.test(run ?? '')));

  test('is to five registries and to GitHub, each by a job of its own', () => {
    expect(publishing.map(({ id }) => id).sort()).toEqual(['github', 'golang', 'maven', 'npm', 'nuget', 'pypi'].map((target) => `release/release_${target}`));
  });

  test('waits for the rules of the environment', () => {
    expect(publishing.filter(({ job }) => job.environment !== 'release').map(({ id }) => id)).toEqual([]);
  });

  test('is by one version of publib', () => {
    const versions = publishing.flatMap(({ job }) => job.steps).flatMap(({ run }) => /'publib@([^']*)'/.exec(run ?? '')?.[1] ?? []);
    expect(versions).toHaveLength(5);
    expect([...new Set(versions)]).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
  });

  test('has the secrets of the registries to itself', () => {
    const secrets = jobs.filter(({ job }) => !publishing.some((other) => other.job === job))
      .flatMap(({ id, job }) => [...JSON.stringify(job).matchAll(/secrets\.(\w+)/g)].map(([, secret]) => `${id} ${secret}`));
    expect(secrets).toEqual([
      'pull-request-lint/validate GITHUB_TOKEN', 'release/release_changelog PROJEN_GITHUB_TOKEN', 'upgrade-main/pr PROJEN_GITHUB_TOKEN',
    ]);
  });

  const release = workflows.find(({ name }) => name === 'release')!.workflow.jobs;
  const registries = ['golang', 'maven', 'npm', 'nuget', 'pypi'];

  test('tags the version first, so that it is never published from two commits, and a registry that failed is repeated alone', () => {
    expect(release.release_github.needs).toEqual(['release']);
    expect(registries.map((name) => release[`release_${name}`].needs)).toEqual(registries.map(() => ['release', 'release_github']));
  });

  test('needs no token where the registry trusts the workflow', () => {
    const secrets = registries.map((name) => [name, [...JSON.stringify(release[`release_${name}`]).matchAll(/secrets\.(\w+)/g)].map(([, secret]) => secret)]);
    expect(Object.fromEntries(secrets)).toEqual({
      golang: ['GO_GITHUB_TOKEN'],
      maven: ['MAVEN_GPG_PRIVATE_KEY', 'MAVEN_GPG_PRIVATE_KEY_PASSPHRASE', 'MAVEN_PASSWORD', 'MAVEN_USERNAME', 'MAVEN_STAGING_PROFILE_ID'],
      npm: [],
      nuget: ['NUGET_USERNAME'], // a name, no secret: NuGet asks for the account that trusts
      pypi: [],
    });
  });

  test('of the command line tool is by the job of npm, beside the library', () => {
    const [add, publish] = release.release_npm.steps.slice(-2);
    expect([add.run, publish.name]).toEqual(['cp dist.old/tools/*.tgz dist/js/', 'Release']);
  });
});
