import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Annotations, App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnCollaboration, CfnConfiguredTable, CfnConfiguredTableAssociation, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { IConstruct } from 'constructs';
import * as fc from 'fast-check';
import * as library from '../../../src';
import { checkBetweenConstructs } from '../../../src/program/checks/all-checks';
import { Findings } from '../../../src/program/findings';
import { Program } from '../../../src/program/program';
import { changes, descriptions, outcomeOf } from '../../../test/support/rooms';
import { CREATOR, PARTNER, THIRD } from '../../../test/support/stacks';
import { loadProgram } from '../../src/assembly/program-tree';
import { findingsIn } from '../../src/check/findings-in';
import type { Reported } from '../../src/check/findings-in';
import { jsonOf, liveTextOf } from '../../src/check/report';
import { runCommandLine } from '../../src/command-line';

const env = (account: string) => ({ env: { account, region: 'us-east-1' } });

function newApp(context: Record<string, unknown> = {}): App {
  return new App({ analyticsReporting: false, context, outdir: mkdtempSync(join(tmpdir(), 'check-')) });
}

/** Runs the command over a cloud assembly, and returns what it wrote. */
async function check(assembly: string, ...args: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCommandLine(['check', assembly, ...args], { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** A room of L1s with one table. The creator queries and receives; whoever else receives is no member who can. */
function roomOfL1s(scope: Stack, { receiver = CREATOR, listed = 'city', name = 'sales', beside = scope } = {}): CfnConfiguredTableAssociation {
  const collaboration = new CfnCollaboration(scope, 'Collaboration', {
    name: 'room',
    description: 'x',
    creatorDisplayName: 'Creator',
    creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
    queryLogStatus: 'ENABLED',
    members: [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: [] }],
  });
  const membership = new CfnMembership(scope, 'Membership', { collaborationIdentifier: collaboration.attrCollaborationIdentifier, queryLogStatus: 'ENABLED' });
  const table = new CfnConfiguredTable(beside, 'Table', {
    name: 'sales',
    allowedColumns: ['id', 'city'],
    analysisMethod: 'DIRECT_QUERY',
    tableReference: { glue: { databaseName: 'sales', tableName: 'sales' } },
    analysisRules: [{ type: 'LIST', policy: { v1: { list: { joinColumns: ['id'], listColumns: [listed], additionalAnalyses: 'NOT_ALLOWED' } } } }],
  });
  return new CfnConfiguredTableAssociation(beside, 'Association', {
    name,
    configuredTableIdentifier: table.attrConfiguredTableIdentifier,
    membershipIdentifier: membership.attrMembershipIdentifier,
    roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
    configuredTableAssociationAnalysisRules: [{ type: 'LIST', policy: { v1: { list: { allowedResultReceivers: [receiver], allowedAdditionalAnalyses: [] } } } }],
  });
}

const inStack = (app: App, id = 'Stack') => new Stack(app, id, env(CREATOR));
const lineOf = ({ severity, code, path }: Reported) => `${severity} ${code}: ${path}`;
const linesIn = (assembly: string) => findingsIn(loadProgram(assembly)).map(lineOf);

test('any cloud assembly has the findings of the app that it was synthesized from, with the same codes, paths and texts', () => {
  const seen = new Set<string>();
  fc.assert(fc.property(descriptions, fc.array(changes, { maxLength: 3 }), (description, made) => {
    const synthesized = (app: App, folder: string) => {
      const findings = new Findings();
      checkBetweenConstructs(Program.of(app).model, findings);
      const ofApp = findings.list().map(({ scope, severity, code, message }) => ({ severity, code, path: scope.node.path, message }));
      const ofAssembly = findingsIn(loadProgram(folder)).map(({ logicalId: _, ...finding }) => finding);
      expect(sorted(ofAssembly)).toEqual(sorted(ofApp));
      ofApp.forEach(({ code }) => seen.add(code));
    };
    outcomeOf(description, library, { changes: made, changed: 'at the end', unchecked: true, synthesized });
  }), { numRuns: 40, seed: 7 });
  expect([...seen].filter((code) => !code.includes(':')).length).toBeGreaterThan(2);
  expect([...seen].filter((code) => code.includes(':')).length).toBeGreaterThan(10);
});

function sorted(findings: readonly object[]): string[] {
  return [...new Set(findings.map((finding) => JSON.stringify(finding, Object.keys(finding).sort())))].sort();
}

describe('a program of L1s', () => {
  test('in which nothing is wrong ends with 0', async () => {
    const app = newApp();
    roomOfL1s(inStack(app));
    expect(await check(app.synth().directory)).toEqual({ code: 0, out: 'nothing found', err: '' });
  });

  test('ends with 2 where an error is found, which is named by code and path, and says what is allowed', async () => {
    const app = newApp();
    roomOfL1s(inStack(app), { listed: 'town' });
    expect(await check(app.synth().directory)).toEqual({
      code: 2,
      out: "error ColumnNotAllowed: Stack/Table\n  'listColumns' has 'town', which is not among allowedColumns: id, city\n\n1 error",
      err: '',
    });
  });

  test('ends with 0 where only warnings are found, and with 2 where they count as errors', async () => {
    const app = newApp();
    roomOfL1s(inStack(app), { receiver: THIRD });
    const { directory } = app.synth();
    expect(await check(directory)).toEqual({
      code: 0,
      out: `warning cdk-cleanrooms:receiverCannotReceive: Stack/Association\n  'allowedResultReceivers' has ${THIRD}, which is not a member of the collaboration: `
        + 'the table is not ready for queries while that is so\n\n1 warning',
      err: '',
    });
    expect((await check(directory, '--strict')).code).toBe(2);
  });

  test('is reported as JSON', async () => {
    const app = newApp();
    roomOfL1s(inStack(app), { receiver: THIRD });
    const { code, out } = await check(app.synth().directory, '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      findings: [{
        severity: 'warning',
        code: 'cdk-cleanrooms:receiverCannotReceive',
        path: 'Stack/Association',
        logicalId: 'Association',
        message: expect.stringContaining(THIRD),
      }],
    });
  });

  test('is read by its logical ids where the cloud assembly has no paths', () => {
    const app = newApp({ 'aws:cdk:enable-path-metadata': false });
    const association = roomOfL1s(inStack(app), { receiver: THIRD });
    association.overrideLogicalId('Renamed');
    association.node.addMetadata('aws:cdk:logicalId', 'another'); // what aws-cdk-lib records is not there either, in assemblies of others
    expect(findingsIn(loadProgram(app.synth().directory)).map(({ logicalId }) => logicalId)).toEqual(['Renamed']);
  });

  test('is read in nested stacks and in stages, each apart', () => {
    const app = newApp();
    for (const id of ['Test', 'Production']) {
      const stack = new Stack(new Stage(app, id, env(CREATOR)), 'Stack');
      roomOfL1s(stack, { receiver: id === 'Test' ? THIRD : CREATOR, beside: new NestedStack(stack, 'Nested') });
    }
    expect(linesIn(app.synth().directory)).toEqual(['warning cdk-cleanrooms:receiverCannotReceive: Test/Stack/Nested/Association']);
  });

  test('is checked over its stacks in several accounts', () => {
    const app = newApp();
    roomOfL1s(inStack(app), { listed: 'town' });
    new CfnMembership(new Stack(app, 'Stranger', env(THIRD)), 'Membership', {
      collaborationIdentifier: (app.node.findChild('Stack').node.findChild('Collaboration') as CfnCollaboration).attrCollaborationIdentifier,
      queryLogStatus: 'DISABLED',
    });
    expect(linesIn(app.synth().directory)).toEqual(['error ColumnNotAllowed: Stack/Table', expect.stringMatching(/^error \w+: Stranger\/Membership$/)]);
  });
});

describe('an acknowledged warning is not reported', () => {
  test.each<[string, (association: IConstruct) => void]>([
    ['by the id of the warning', (association) => Validations.of(association).acknowledge({ id: 'cdk-cleanrooms:receiverCannotReceive', reason: 'joins next week' })],
    ['by the id that the validation plugin shows', (association) => Validations.of(association).acknowledge({ id: 'cdk-cleanrooms::receiverCannotReceive', reason: 'x' })],
    ['on the stack', (association) => Validations.of(Stack.of(association)).acknowledge({ id: 'cdk-cleanrooms:receiverCannotReceive', reason: 'x' })],
  ])('of an L1, %s', (_, acknowledge) => {
    const app = newApp();
    acknowledge(roomOfL1s(inStack(app), { receiver: THIRD }));
    expect(linesIn(app.synth().directory)).toEqual([]);
  });

  test('but another one of the same construct is, and so is the same one of another construct', () => {
    const app = newApp();
    Validations.of(roomOfL1s(inStack(app), { receiver: THIRD })).acknowledge({ id: 'cdk-cleanrooms:noResultReceivers', reason: 'x' });
    expect(linesIn(app.synth().directory)).toHaveLength(1);
    const other = newApp();
    const association = roomOfL1s(inStack(other), { receiver: THIRD });
    Validations.of(association.stack.node.findChild('Table')).acknowledge({ id: 'cdk-cleanrooms:receiverCannotReceive', reason: 'x' });
    expect(linesIn(other.synth().directory)).toHaveLength(1);
  });

  test.each([['on the construct', (stack: Stack) => stack.node.findChild('Room')], ['on the app', (stack: Stack) => stack.node.root]])('of the library, %s', (_, on) => {
    const app = newApp();
    const stack = inStack(app);
    new library.Collaboration(stack, 'Room', { collaborationName: 'room', creator: { displayName: 'Creator', abilities: [library.MemberAbility.CAN_QUERY, library.MemberAbility.CAN_RECEIVE_RESULTS] } });
    const before = linesIn(app.synth().directory);
    expect(before).toContain('warning cdk-cleanrooms:noQueryLogs: Stack/Room');
    Annotations.of(on(stack)).acknowledgeWarning('cdk-cleanrooms:noQueryLogs');
    expect(linesIn(app.synth({ force: true }).directory)).toEqual(before.filter((line) => !line.includes('noQueryLogs')));
  });
});

test('warnings of constructs of the library that no check between constructs finds are reported as synthesis reports them', () => {
  const app = newApp();
  const stack = inStack(app);
  new library.Collaboration(stack, 'Room', { collaborationName: 'room', queryLogging: true, creator: { displayName: 'Creator' } });
  const shown = app.synth().stacks.flatMap(({ messages }) => messages.map(({ id, entry }) => `${id.slice(1)}: ${String(entry.data).replace(/ \[ack: .*/, '')}`));
  expect(findingsIn(loadProgram(app.outdir)).map(({ path, message }) => `${path}: ${message}`).sort()).toEqual(shown.sort());
  expect(shown).not.toEqual([]);
});

test('names that could act on a terminal do not', async () => {
  const hostile = 'sales\u001b[2J\u202e\u0007';
  const app = newApp();
  const collaboration = new CfnCollaboration(inStack(app), 'Collaboration', {
    name: 'room', description: 'x', creatorDisplayName: 'Creator', creatorMemberAbilities: [], queryLogStatus: 'ENABLED', members: [],
  });
  const membership = new CfnMembership(collaboration.stack, 'Membership', { collaborationIdentifier: collaboration.attrCollaborationIdentifier, queryLogStatus: 'ENABLED' });
  for (const id of ['One', 'Two']) {
    new CfnConfiguredTableAssociation(collaboration.stack, `${id}${hostile}`, {
      name: hostile, configuredTableIdentifier: 'x', membershipIdentifier: membership.attrMembershipIdentifier, roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
    }).overrideLogicalId(id);
  }
  const { directory } = app.synth();
  for (const format of ['text', 'json']) {
    const { out, code } = await check(directory, '--format', format);
    expect(code).toBe(2);
    expect(out).toContain('TableNameTaken');
    expect(out).not.toMatch(/[^\n\P{C}]/u);
    if (format === 'json') expect(JSON.parse(out).findings[0].message).toContain(hostile);
  }
});

test('what partners call themselves does not act on a terminal either', () => {
  const hostile = 'Partner\u001b[2J\u202e';
  const report = {
    account: CREATOR,
    compared: [hostile],
    notCompared: [{ path: hostile, reason: 'it is not deployed' }],
    findings: [{ severity: 'difference', code: 'MembersDiffer', path: hostile, logicalId: hostile, message: hostile }] as const,
  };
  expect(liveTextOf(report)).not.toMatch(/[^\n\P{C}]/u);
  expect(jsonOf(report)).not.toMatch(/[^\n\P{C}]/u);
  expect(JSON.parse(jsonOf(report))).toEqual(report);
});

describe('the command line', () => {
  test.each([
    ['a folder that is no cloud assembly', ['/nowhere'], "'/nowhere' is no cloud assembly"],
    ['a format that there is not', ['cdk.out', '--format', 'xml'], "--format must be one of text, json, got 'xml'"],
    ['two assemblies', ['one', 'two'], 'one cloud assembly can be given, got one, two'],
    ['a profile that nobody asks with', ['cdk.out', '--profile', 'x'], '--profile is of no use without --live'],
    ['an option that there is not', ['--loud'], "Unknown option '--loud'"],
  ])('refuses %s', async (_, args, message) => {
    const { code, out, err } = await check(args[0], ...args.slice(1));
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(message);
  });
});
