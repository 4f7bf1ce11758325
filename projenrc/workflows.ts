import { chmodSync, readFileSync, statSync, writeFileSync } from 'fs';
import { Component } from 'projen';
import type { awscdk } from 'projen';
import type { GitHub } from 'projen/lib/github';

/** A version of an action. */
interface PinnedAction {
  readonly action: string;
  readonly version: string;
  /** The commit of that version. Without it, the action is used by the tag of an immutable release, which GitHub lets nobody move. */
  readonly commit?: string;
}

/**
 * The actions in the workflows, at the versions that projen takes. When projen takes another version, the test of the workflows fails until that
 * one is here. `git ls-remote https://github.com/<action> refs/tags/<version>*` prints the commit of a version.
 */
const ACTIONS: readonly PinnedAction[] = [
  { action: 'actions/checkout', version: 'v7.0.1', commit: '3d3c42e5aac5ba805825da76410c181273ba90b1' },
  { action: 'actions/download-artifact', version: 'v8.0.1', commit: '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c' },
  { action: 'actions/setup-dotnet', version: 'v6.0.0', commit: 'a98b56852c35b8e3190ac28c8c2271da59106c68' },
  { action: 'actions/setup-go', version: 'v7.0.0', commit: 'b7ad1dad31e06c5925ef5d2fc7ad053ef454303e' },
  { action: 'actions/setup-java', version: 'v6.0.0' },
  { action: 'actions/setup-node', version: 'v7.0.0', commit: '820762786026740c76f36085b0efc47a31fe5020' },
  { action: 'actions/setup-python', version: 'v7.0.0', commit: '5fda3b95a4ea91299a34e894583c3862153e4b97' },
  { action: 'actions/upload-artifact', version: 'v7.0.1', commit: '043fb46d1a93c77aae656e7c1c64a875d1fc6a0a' },
  { action: 'amannn/action-semantic-pull-request', version: 'v6.1.1', commit: '48f256284bd46cdaab1048c3721360e808335d50' },
  { action: 'peter-evans/create-pull-request', version: 'v8.1.1', commit: '5f6978faf089d4d20b00c7766989d076bb2fc7f1' },
];

/** Jobs to which projen gives more permissions than they need: by workflow and job. */
const READ_ONLY: ReadonlyArray<readonly [workflow: string, job: string, scope: string]> = [
  ['build', 'build', 'contents'],
  ['pull-request-lint', 'validate', 'pull-requests'],
  ['release', 'release', 'contents'], // it tags nothing: release_github does
];

/** Lints the workflows, and the shell scripts within them where shellcheck is installed, as it is on GitHub's runners. */
export function addWorkflowLinter(project: awscdk.AwsCdkConstructLibrary): void {
  project.addTask('lint:workflows', {
    description: 'Lint the workflows with actionlint, which needs Go',
    env: { SHELLCHECK_OPTS: '--severity=warning' }, // projen writes scripts without quotes
    exec: 'go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12',
  });
}

/** The workflows with as little trust as they need: actions pinned by commit, and no permission that a job does not ask for. */
export class RestrictedWorkflows extends Component {
  constructor(private readonly github: GitHub) {
    super(github.project, 'RestrictedWorkflows');
    for (const { action, version, commit } of ACTIONS) {
      if (commit) github.actions.set(`${action}@${version}`, `${action}@${commit}`);
    }
    for (const [workflow, job, scope] of READ_ONLY) {
      github.tryFindWorkflow(workflow)!.file!.addOverride(`jobs.${job}.permissions.${scope}`, 'read');
    }
  }

  /** Writes what projen's YAML files cannot say: comments, and an empty map. */
  public postSynthesize(): void {
    for (const { file } of this.github.workflows) {
      rewrite(file!.absolutePath, (workflow) => withVersions(workflow).replace(/^jobs:$/m, 'permissions: {}\njobs:'));
    }
  }
}

function withVersions(workflow: string): string {
  return ACTIONS.reduce((text, { action, version, commit }) => commit
    ? text.replaceAll(`uses: ${action}@${commit}\n`, `uses: ${action}@${commit} # ${version}\n`)
    : text, workflow);
}

/** Changes a file that projen has made read-only. */
function rewrite(path: string, change: (text: string) => string): void {
  const { mode } = statSync(path);
  chmodSync(path, 0o644);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  chmodSync(path, mode);
}
