import { Component, IniFile, JsonPatch, ReleasableCommits, release } from 'projen';
import type { awscdk } from 'projen';
import { JobPermission } from 'projen/lib/github/workflows-model';

/** What registries find both packages by. */
export const KEYWORDS: readonly string[] = [
  'aws', 'aws-cdk', 'aws-clean-rooms', 'awscdk', 'cdk', 'clean-rooms', 'cleanrooms', 'data-collaboration', 'differential-privacy', 'privacy',
];

/** The first version. After it, commits say the next: until 1.0.0, a breaking change makes a minor version, anything else a patch. */
const FIRST_VERSION = '0.1.0';

/** The options of the project about versions and registries. docs/releasing.md says what has to exist for them. */
export const RELEASE_OPTIONS = {
  releaseTrigger: release.ReleaseTrigger.workflowDispatch(), // a maintainer decides what is a release
  releasableCommits: ReleasableCommits.ofType(['feat', 'fix', 'perf', 'revert']),
  nextVersionCommand: `git rev-parse --verify --quiet refs/tags/v${FIRST_VERSION} > /dev/null || echo ${FIRST_VERSION}`,
  releaseEnvironment: 'release', // publishing waits for the environment's rules
  jsiiReleaseVersion: '0.2.1061', // of publib
  npmTrustedPublishing: true,
};

/** Where the command line tool is packed. Beside the library it would be unpacked in place of it: release jobs unpack dist/js/*.tgz. */
const PACKED_TOOLS = 'dist/tools';

/** One version, one tag and one changelog for the library and the command line tool. */
export function releaseBothPackages(project: awscdk.AwsCdkConstructLibrary, toolsFolder: string): void {
  project.packageTask.exec(`tsx build-tools/pack-tools.ts ${toolsFolder} ${PACKED_TOOLS}`);

  // The changelog travels in both packages. A release leaves the repository as it was: a pull request brings the changelog.
  project.tasks.tryFind('bump')!.exec('tsx build-tools/changelog.ts dist/changelog.md CHANGELOG.md dist/CHANGELOG.md');
  project.tasks.tryFind('unbump')!.exec('git checkout -- CHANGELOG.md');

  project.addTask('release:rehearsal', {
    description: 'Release into dist/, in a clone of what is committed: versions, changelog, and the artefacts of each language as the release workflow makes them',
    exec: 'tsx build-tools/release-rehearsal.ts',
    receiveArgs: true,
  });
  new ReleaseWorkflow(project);
}

/** Where the tools are that render the pages of registries. */
const REGISTRY_TOOLS = '.local-cloud/registries';

/** Renders the page of each registry from the artefacts of a rehearsal, and checks it. */
export function addRegistryPages(project: awscdk.AwsCdkConstructLibrary): void {
  // setuptools reads this file: jsii-pacmak writes no keywords into the metadata of Python.
  const metadata = 'build-tools/python-metadata.cfg';
  new IniFile(project, metadata, { obj: { metadata: { keywords: KEYWORDS.join(', ') } } });
  project.tasks.tryFind('package:python')!.env('DIST_EXTRA_CONFIG', `$(echo "$PWD/${metadata}")`);

  project.addTask('registry-pages', {
    description: 'Render the page of each registry from the artefacts of a rehearsal, with the renderers of PyPI and pkg.go.dev, and check it',
    env: { GOBIN: `$(echo "$PWD/${REGISTRY_TOOLS}")` },
    steps: [
      { exec: `test -f ${REGISTRY_TOOLS}/bin/pip || python3 -m venv ${REGISTRY_TOOLS}` },
      { exec: `${REGISTRY_TOOLS}/bin/pip install --quiet --disable-pip-version-check twine==7.0.0 'readme_renderer[md]==46.0' trove-classifiers==2026.9.21.13` },
      { exec: 'go install golang.org/x/pkgsite/cmd/pkgsite@v0.6.0' },
      { exec: `tsx build-tools/registry-pages.ts ${REGISTRY_TOOLS}`, receiveArgs: true },
    ],
  });
}

/** What projen's release workflow lacks. */
class ReleaseWorkflow extends Component {
  constructor(private readonly library: awscdk.AwsCdkConstructLibrary) {
    super(library);
    library.release!.addJobs({ release_changelog: changelogJob() });
  }

  public preSynthesize(): void {
    const { file } = this.library.github!.tryFindWorkflow('release')!;
    // The tag comes first: from then on the version is taken, and a failed registry is repeated with the same artefacts, never with others.
    file!.addOverride('jobs.release_github.needs', ['release']);
    for (const registry of ['npm', 'maven', 'pypi', 'nuget', 'golang']) {
      file!.addOverride(`jobs.release_${registry}.needs`, ['release', 'release_github']);
    }
    const lastStep = '/jobs/release_npm/steps/9';
    file!.patch(
      JsonPatch.test(`${lastStep}/name`, 'Release'),
      JsonPatch.add(lastStep, { name: 'Add the command line tool', run: `cp ${PACKED_TOOLS.replace('dist', 'dist.old')}/*.tgz dist/js/` }),
    );
  }
}

/** Opens the pull request that brings the changelog of a release into the repository. */
function changelogJob() {
  return {
    name: 'Bring the changelog into the repository',
    needs: ['release', 'release_github'],
    if: "needs.release.outputs.tag_exists != 'true' && needs.release.outputs.latest_commit == github.sha && !inputs.dry_run",
    runsOn: ['ubuntu-latest'],
    permissions: { contents: JobPermission.READ },
    steps: [
      { name: 'Checkout', uses: 'actions/checkout@v7.0.1' },
      {
        name: 'Download build artifacts',
        uses: 'actions/download-artifact@v8.0.1',
        with: { 'artifact-ids': '${{ needs.release.outputs.artifact_id }}', 'path': 'dist' },
      },
      { name: 'Take the changelog', run: 'cp dist/CHANGELOG.md CHANGELOG.md' },
      {
        name: 'Create pull request',
        uses: 'peter-evans/create-pull-request@v8.1.1',
        with: {
          'token': '${{ secrets.PROJEN_GITHUB_TOKEN }}',
          'add-paths': 'CHANGELOG.md',
          'branch': 'github-actions/changelog',
          'commit-message': 'docs: changelog of the release',
          'title': 'docs: changelog of the release',
          'body': 'Written by the release workflow.',
        },
      },
    ],
  };
}
