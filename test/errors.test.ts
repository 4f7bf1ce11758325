/*
 * What each error and each warning says: docs/errors.md is made from the code. `UPDATE_ERRORS=1` writes the page anew.
 */
import { writeFileSync } from 'fs';
import { basename, join } from 'path';
import { deploymentErrorsIn, errorsIn, warningsIn } from './support/messages';
import type { FoundMessage } from './support/messages';
import { ROOT, sourcesIn, textOf } from './support/sources';
import { DOMAINS } from '../build-tools/api-domains';

const PAGE = 'docs/errors.md';

/** Where the messages are that do not stand beside their codes. */
const ELSEWHERE: readonly FoundMessage[] = [
  ...([
    ['PropMisspelled', "'<property>' of <construct> is not a property: write '<similar>', or call it something else"],
    ['PropsMissing', 'the properties of <construct> must be an object[ with <required>], got <value>'],
    ['RequiredPropMissing', "['<property>' of ]<construct> must have <missing>"],
    ['WrongKindOfProp', "'<property>' of <construct> must be <expected>, got <value>"],
  ] as const).map(([name, message]) => ({ name, path: 'src/foundation/parameters.ts', message })),
  ...(['SqlFileUnreadable', 'ScriptUnreadable'] as const).map((name) => ({
    name, path: 'src/constructs/analysis/sources/source-file.ts', message: "the file '<path>' of AnalysisSource.<method> cannot be read: <error>",
  })),
  ...(['nameUnknown', 'tableUnknown'] as const).map((id) => ({
    name: `cdk-cleanrooms:${id}`,
    path: 'src/program/checks/name-rules.ts',
    message: "'<property>' has '<name>', but this app has no <kind> of that name <place>[: <names>, or: : '<similar>' is probably meant]",
  })),
  ...(['queryLogging', 'jobLogging'] as const).map((property) => ({
    name: `cdk-cleanrooms:${property}WithoutCollaboration`,
    path: 'src/program/checks/membership-rules.ts',
    message: `'${property}' has no effect, because the collaboration has '${property}' off`,
  })),
  {
    name: 'cdk-cleanrooms:looserThanBaseTable',
    path: 'src/program/checks/intermediate-table-rules.ts',
    message: 'the rule of an intermediate table is less strict than the rule of a table below it, which the message names with what differs',
  },
];

/** What begins as the id of a warning does, and is none. */
const NO_WARNINGS = ['importing', 'stack', 'roleReadySeconds', 'acknowledged', 'facts'].map((name) => `cdk-cleanrooms:${name}`);

const sources = sourcesIn('src').filter((path) => path !== 'src/foundation/validation-faults.ts');
const isWhole = ({ name }: FoundMessage) => !name.includes('<');
const errors = [...sources.flatMap(errorsIn), ...ELSEWHERE.filter(({ name }) => !name.includes(':'))];
const warnings = [...sources.flatMap(warningsIn).filter(isWhole), ...ELSEWHERE.filter(({ name }) => name.includes(':'))];

test('every code and every id has what it says', () => {
  const codes = sources.flatMap((path) => [...textOf(path).matchAll(/\bcode`(\w+)`/g)].map(([, name]) => name));
  const ids = sources.flatMap((path) => [...textOf(path).matchAll(/['`](cdk-cleanrooms:\w+)['`]/g)].map(([, id]) => id));
  const beside = new Set([...sources.flatMap(errorsIn), ...sources.flatMap(warningsIn)].map(({ name }) => name));
  const missing = [...new Set([...codes, ...ids])].filter((name) => !beside.has(name) && !NO_WARNINGS.includes(name));
  expect(missing.filter((name) => !ELSEWHERE.some((each) => each.name === name))).toEqual(['cdk-cleanrooms:orderOfChange']); // for your information
  expect(ELSEWHERE.filter(({ name }) => beside.has(name))).toEqual([]);
});

test(`${PAGE} has them all`, () => {
  const text = rendered();
  if (process.env.UPDATE_ERRORS) writeFileSync(join(ROOT, PAGE), text);
  expect(textOf(PAGE)).toBe(text);
});

function rendered(): string {
  const deployment = sourcesIn('lambda').flatMap(deploymentErrorsIn);
  return [
    '# Errors and warnings', '',
    'Made from the code by `test/errors.test.ts`. A name in italics stands for a value of your program; what is in brackets is there in some cases only. The last',
    'column has the file with the check, and with its source in the documentation of AWS where there is one.', '',
    '- An **error** stops the synthesis. Its code is in brackets at the end of its message, and is its `name` in TypeScript. All faults of a construct come together,',
    '  and so do all faults between constructs, with the places where these are defined.',
    '- A **warning** does not. Acknowledge one that you have thought about, on its construct or a scope around it:',
    "  `Annotations.of(construct).acknowledgeWarning('cdk-cleanrooms:noExternalId', 'why')`. `cdk synth --strict` fails on the others.",
    '- A **failed deployment** says what differs or is missing in the event of the custom resource, in the console or in the output of `cdk deploy`.', '',
    'Codes and ids never change; messages may. Codes such as `F3033` are of the CDK, which checks templates against the schemas of CloudFormation.',
    '[check.md](check.md) has the codes of the command line tool.', '',
    '## Errors', '', ...byArea(errors, 'code'),
    '## Warnings', '', ...byArea(warnings, 'id'),
    '## Failed deployments', '',
    'What the function behind custom resources says. What the service refuses is passed on with the operation, the reason and the request id.', '',
    '| message | by |', '| --- | --- |',
    ...deployment.map(({ message, path }) => `| ${cell(message)} | ${linkTo(path)} |`), '',
    ...DEPLOYMENTS,
  ].join('\n');
}

function byArea(found: readonly FoundMessage[], head: string): string[] {
  const areas = [...Object.values(DOMAINS).map(({ title }) => title), 'Between constructs', 'Any construct'];
  return areas.flatMap((area) => {
    const own = found.filter(({ path }) => areaOf(path) === area);
    const names = [...new Set(own.map(({ name }) => name))].sort();
    return names.length ? [
      `### ${area}`, '', `| ${head} | message | by |`, '| --- | --- | --- |',
      ...names.map((name) => {
        const ofName = own.filter((each) => each.name === name);
        return `| <a id="${name.replace('cdk-cleanrooms:', '')}"></a>\`${name}\` | ${[...new Set(ofName.map(({ message }) => cell(message)))].join('<br>')} | `
          + `${[...new Set(ofName.map(({ path }) => linkTo(path)))].join(', ')} |`;
      }), '',
    ] : [];
  });
}

function areaOf(path: string): string {
  const [, layer, folder] = path.split('/');
  return layer === 'constructs' ? DOMAINS[folder].title : layer === 'program' ? 'Between constructs' : 'Any construct';
}

function cell(message: string): string {
  return message.replace(/\|/g, '\\|').replace(/\*/g, '\\*').replace(/<(\w+)>/g, '*$1*');
}

function linkTo(path: string): string {
  return `[${basename(path)}](../${path})`;
}

/** What to do about the failures that users meet most. */
const DEPLOYMENTS = [
  '### What to do', '',
  '| what you see | why | what to do |', '| --- | --- | --- |',
  '| "would be replaced", "would make a second" | a guard refuses before CloudFormation touches a live resource | the message has the difference; '
    + '[growth.md](growth.md) for members and abilities, [adopt.md](adopt.md) for what was renamed, moved or retained |',
  '| "not joined … within", "there is no …", and the names that there are | what another account brings is not there yet, or has another name | deploy again '
    + 'when it is there, or compare the names; [waiting.md](waiting.md) says what waits how long |',
  '| "did not end within … s, and is cancelled" | a query or a job takes longer than a deployment can wait | a state machine: [results.md](results.md) |',
  '| "is gone, and another one has its name" | a partner has replaced a template that you allowed | read the new text, then set `acceptedIdentifier` |',
  '| `ROLLBACK_COMPLETE` | the first deployment of a stack failed | `cdk destroy` the stack, then deploy; a membership that was made stays: [adopt.md](adopt.md#an-invited-membership) |',
  '| `AccessDeniedException` of an operation of Clean Rooms | a service control policy, a permissions boundary, or a role of `usePrecreatedRoles` | compare with '
    + '[custom-resources.md](custom-resources.md#permissions) |',
  '| a query fails although everything is deployed | the table is not ready: no receiver, another rule type, a role that is not trusted | '
    + '`npx cdk-cleanrooms check --live`: [check.md](check.md) |', '',
];
