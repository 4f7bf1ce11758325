import { TextFile } from 'projen';
import type { awscdk } from 'projen';

/** The version of Node to work with: the newest that is supported. */
const NODE = '24';

/** The options of the project about those who contribute. */
export const CONTRIBUTORS_OPTIONS = {
  pullRequestTemplateContents: [
    '<!-- The title is a Conventional Commit, because the changelog is made of it: `feat: ...`, `fix: ...`, `docs: ...`; `feat!: ...` where programs break. -->',
    '',
    '## What changes for users, and why',
    '',
    '## How it was tested',
    '',
    '- [ ] Each rule has a test on both sides, with its source: a page of the documentation, or what the service answered.',
    '- [ ] `npx projen build` leaves no change behind.',
    '- [ ] What breaks programs is in `.compatignore`, and the message of the commit says what to write instead.',
  ],
};

/** The types of Conventional Commits that a pull request may have. Of these, projenrc/release.ts says which make a release. */
export const TITLES_OF_PULL_REQUESTS = {
  semanticTitleOptions: { types: ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'test'] },
};

const BUG = `name: Bug
description: Something that synthesizes does not deploy, a rule is wrong, a query shows what it must not
labels: [bug]
body:
  - type: markdown
    attributes:
      value: |
        Does it show data to somebody who must not see it? Then report it in private instead, as SECURITY.md says.
  - type: textarea
    id: what
    attributes:
      label: What happened, and what did you expect?
      description: With the whole message. Errors have a code at the end of each line, such as \`[JoinColumnNotAllowed]\`.
    validations:
      required: true
  - type: textarea
    id: program
    attributes:
      label: The smallest program that shows it
      render: typescript
    validations:
      required: true
  - type: input
    id: versions
    attributes:
      label: Versions of cdk-cleanrooms, aws-cdk-lib, and of Node, Python, Java or Go
    validations:
      required: true
  - type: dropdown
    id: language
    attributes:
      label: Language
      options: [TypeScript, JavaScript, Python, Java, Go, C#]
    validations:
      required: true
`;

const FEATURE = `name: Feature
description: Something that Clean Rooms can do and this library cannot, or a rule that it should check
labels: [enhancement]
body:
  - type: textarea
    id: need
    attributes:
      label: What do you want to do?
      description: For a rule of the service, the page that has it, or the error that the service answered.
    validations:
      required: true
  - type: textarea
    id: program
    attributes:
      label: The program that you would like to write
      render: typescript
`;

const CONFIG = `blank_issues_enabled: true
contact_links:
  - name: Report a vulnerability
    url: https://github.com/cdk-cleanrooms/cdk-cleanrooms/security/advisories/new
    about: In private. SECURITY.md says what happens then.
`;

const EDITOR = `root = true

[*]
charset = utf-8
end_of_line = lf
indent_style = space
indent_size = 2
insert_final_newline = true
trim_trailing_whitespace = true
max_line_length = 150

[*.{java,py}]
indent_size = 4

[*.go]
indent_style = tab

[*.snap]
trim_trailing_whitespace = false
`;

/** Adds the files that editors, Node version managers and GitHub's forms read. */
export function addContributorFiles(project: awscdk.AwsCdkConstructLibrary): void {
  const files = {
    '.nvmrc': `${NODE}\n`,
    '.editorconfig': EDITOR,
    '.github/ISSUE_TEMPLATE/bug.yml': BUG,
    '.github/ISSUE_TEMPLATE/feature.yml': FEATURE,
    '.github/ISSUE_TEMPLATE/config.yml': CONFIG,
  };
  for (const [path, text] of Object.entries(files)) new TextFile(project, path, { marker: false, lines: text.split('\n') });
  for (const path of ['.nvmrc', '.editorconfig']) project.addPackageIgnore(`/${path}`);
}
