import { describedChange, changeCode } from './change-code';
import { Code, object, text, texts } from './code';
import type { Partner } from './partner';
import { ruleCode, templateKey } from './rule-code';
import type { DeclaredTable } from '../../../src/program/facts';

/** A file of a program. */
export interface ProgramFile {
  readonly name: string;
  readonly content: string;
  /** Whether its reader changes it: it is written once, and left alone afterwards. */
  readonly isOfReader?: boolean;
}

/** What the program of a partner is written for. */
export interface Versions {
  readonly library: string;
  readonly cdk: string;
  readonly constructs: string;
  readonly cli: string;
}

/** The program of a member who deploys for itself: a small CDK app of its own, with all that its clean room expects of it. */
export function programFiles(partner: Partner, versions: Versions): ProgramFile[] {
  return [
    { name: 'room.ts', content: roomFile(partner) },
    { name: 'app.ts', content: appFile(partner), isOfReader: true },
    { name: 'package.json', content: json(packageOf(partner, versions)), isOfReader: true },
    { name: 'tsconfig.json', content: json({ compilerOptions: COMPILER_OPTIONS }), isOfReader: true },
    { name: 'cdk.json', content: json({ app: 'npx tsx app.ts' }), isOfReader: true },
    { name: '.gitignore', content: 'node_modules\ncdk.out\n', isOfReader: true },
    { name: 'README.md', content: readme(partner) },
  ];
}

const COMPILER_OPTIONS = { target: 'ES2022', module: 'commonjs', strict: true, skipLibCheck: true, noEmit: true };

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function packageOf({ name }: Partner, { library, cdk, constructs, cli }: Versions): unknown {
  return {
    name: `clean-room-of-${name.toLowerCase()}`,
    private: true,
    scripts: { build: 'tsc', deploy: 'cdk deploy --all', review: 'cdk synth --quiet && cdk-cleanrooms review' },
    dependencies: { 'aws-cdk-lib': `^${cdk}`, 'cdk-cleanrooms': library, 'constructs': `^${constructs}` },
    devDependencies: { 'aws-cdk': cli, 'cdk-cleanrooms-tools': library, 'tsx': '^4', 'typescript': '^5' },
  };
}

/** What the room is and expects. It is written anew whenever the room changes. */
function roomFile(partner: Partner): string {
  const code = new Code();
  const { accountId, collaborationName, creator, expected: { tables }, member, members, name, region, requests } = partner;
  const invited = members.slice(1).flatMap((each) => each.accountId ?? []);
  const receivers = members.filter(({ abilities }) => abilities?.includes('CAN_RECEIVE_RESULTS')).flatMap((each) => each.accountId ?? []);
  const costs = costsOf(member);
  const room = object({
    collaborationName: text(collaborationName),
    creatorAccountId: text(creator.accountId),
    memberAccountIds: texts(invited),
    name: text(name),
    account: text(accountId),
    region: text(region),
    abilities: member.abilities?.length ? code.constants('MemberAbility', member.abilities) : undefined,
    paymentResponsibilities: costs.length ? code.constants('PaymentResponsibility', costs) : undefined,
    resultReceivers: texts(receivers),
    queryLogging: partner.queryLogging ? 'true' : undefined,
    jobLogging: partner.jobLogging ? 'true' : undefined,
    metrics: partner.metrics && (costs.length || member.abilities?.includes('CAN_QUERY')) ? 'true' : undefined,
  });
  const templates = new Map(tables.flatMap(({ rule }) => rule?.templates ?? []).map((template) => [templateKey(template), template]));
  const tableLines = tables.map((table) => `    ${text(table.tableName)}: ${expectedTable(code, table)},`);
  const body = [
    '/** The clean room, and this account as a member of it. */',
    `export const ROOM: ${code.of('JoinCleanRoomOptions')} = ${room};`,
    '',
    '/** The tables that the clean room expects of this member. What is missing is an error when the program is synthesized. */',
    `export function expectTables(member: ${code.of('CleanRoomMember')}) {`,
    ...templates.size ? ['  const templates = {', ...[...templates].map(([id, template]) => `    ${text(id)}: ${templateLookup(code, template)},`), '  };'] : [],
    '  const tables = {',
    ...tableLines,
    '  };',
    `  Object.entries<${code.of('ExpectedTableOptions')}>(tables).forEach(([name, table]) => member.expectTable(name, table));`,
    '  return tables;',
    '}',
    '',
    '/** Approves the changes that the creator of the clean room has requested, and nothing else, each in a stack of its own. */',
    `export function approveChanges(${requests.length ? 'member' : '_member'}: ${code.of('CleanRoomMember')}): void {`,
    ...requests.length ? [
      '  const approve = (id: string, occurrence: number, changes: CollaborationChange[], stack: Stack) => {',
      `    const collaboration = stack === member.stack ? member.collaboration : ${code.of('Collaboration')}.fromInvitation(stack, 'Collaboration', ROOM);`,
      `    new ${code.of('ChangeRequestApproval')}(stack, 'Approval' + id, { collaboration, changes, occurrence, timeout: Duration.minutes(1) });`,
      '  };',
    ] : [],
    ...requests.some(({ changes }) => !changesPayment(changes, accountId)) ? [
      '  const stackFor = (id: string) => {',
      '    const stack = new Stack(member.stack.node.scope!, `${member.name}-${id}`, { env: { account: ROOM.account, region: ROOM.region } });',
      '    stack.addStackDependency(member.stack);',
      '    return stack;',
      '  };',
    ] : [],
    ...requests.flatMap(({ name: id, changes, occurrence }) => [
      `  approve(${text(id)}, ${occurrence}, [`,
      ...changes.map((change) => `    ${changeCode(code, change)},`),
      changesPayment(changes, accountId) ? '  ], member.stack); // whose membership accepts to pay when the change is in effect' : `  ], stackFor(${text(id)}));`,
    ]),
    '}',
  ];
  return [
    '/* Written by cdk-cleanrooms from the program of the clean room: write it anew when the room changes, and make no changes of your own here. */',
    ...requests.length ? ["import { Duration, Stack } from 'aws-cdk-lib';"] : [],
    `import { ${code.imported.join(', ')} } from 'cdk-cleanrooms';`,
    '',
    ...body,
    '',
  ].join('\n');
}

/** Whether changes say what an account pays for, which its membership then accepts in the same stack. */
function changesPayment(changes: Partner['requests'][number]['changes'], accountId: string): boolean {
  return changes.some(({ Member: member }) => member?.AccountId === accountId && member.Payment !== undefined);
}

/** What a member pays for when the changes that the program requests are in effect. */
function costsOf({ paymentIsChanged, paysFor, paysForThen }: Partner['member']): readonly string[] {
  return (paymentIsChanged ? paysForThen : paysFor) ?? [];
}

function expectedTable(code: Code, { columns, rule }: DeclaredTable): string {
  return object({
    columns: columns && object(Object.fromEntries(Object.entries(columns).map(([column, type]) => [column, text(type)])), '      '),
    analysisRule: rule && ruleCode(code, rule),
  }, '    ');
}

function templateLookup(
  code: Code, { analysisTemplateName, ownerAccountId, sourceSha256 }: NonNullable<DeclaredTable['rule']>['templates'][number],
): string {
  return `${code.of('AnalysisTemplate')}.fromCollaboration(member.stack, ${text(`Template-${ownerAccountId}-${analysisTemplateName}`)}, ${object({
    collaboration: 'member.collaboration',
    ownerAccountId: text(ownerAccountId),
    analysisTemplateName: text(analysisTemplateName),
    sourceSha256: sourceSha256 === undefined ? undefined : text(sourceSha256),
  }, '    ')})`;
}

/** What the partner brings. It is the reader's, who knows where the data are. */
function appFile({ expected: { tables }, accountId }: Partner): string {
  const described = tables.filter(({ columns, rule }) => columns && rule);
  const usesTables = described.length > 0;
  return [
    "import { App } from 'aws-cdk-lib';",
    ...usesTables ? ["import { Bucket } from 'aws-cdk-lib/aws-s3';"] : [],
    `import { ${['CleanRoom', ...usesTables ? ['AllowedColumns', 'TableSource'] : []].sort().join(', ')} } from 'cdk-cleanrooms';`,
    "import { ROOM, approveChanges, expectTables } from './room';",
    '',
    "const member = CleanRoom.join(new App(), 'CleanRoom', ROOM);",
    `${usesTables ? 'const expected = ' : ''}expectTables(member);`,
    'approveChanges(member);',
    ...usesTables ? [
      '',
      '// Where your data are: a database of AWS Glue, and the bucket with the files of its tables.',
      "const databaseName = 'clean_room';",
      `const bucket = Bucket.fromBucketName(member.stack, 'Data', ${text(`clean-room-data-${accountId}`)});`,
    ] : [],
    ...described.flatMap((table) => [
      '',
      `member.addTable(${text(table.tableName)}, {`,
      `  source: TableSource.glueTable({ databaseName, tableName: ${text(table.tableName)}, bucket, prefix: ${text(table.tableName)} }),`,
      `  allowedColumns: AllowedColumns.of(...Object.keys(expected[${text(table.tableName)}].columns)),`,
      `  analysisRule: expected[${text(table.tableName)}].analysisRule,`,
      '});',
    ]),
    '',
  ].join('\n');
}

function readme(partner: Partner): string {
  const { accountId, collaborationName, creator, expected: { tables, templates }, member, members, name, region, requests } = partner;
  const nameOf = (account: string) => {
    const known = members.find((each) => each.accountId === account)?.displayName;
    return known === undefined ? `account ${account}` : `${plain(known)} (${account})`;
  };
  const costs = costsOf(member);
  const undescribed = tables.filter(({ columns, rule }) => !columns || !rule);
  return [
    `# The clean room ${plain(collaborationName)}, as ${plain(name)} takes part in it`,
    '',
    `${nameOf(creator.accountId)} invites your account, ${accountId}, to the AWS Clean Rooms collaboration \`${quoted(collaborationName)}\` in ${region}. This program `
      + 'joins it, and brings what it expects of you. It was written from the program of the clean room with '
      + '[cdk-cleanrooms](https://www.npmjs.com/package/cdk-cleanrooms), which you need not have used before.',
    '',
    '## What is expected of you',
    '',
    `- **You can:** ${member.abilities?.length ? member.abilities.join(', ') : 'nothing but bring data'}.`,
    `- **You pay for:** ${costs.length ? costs.join(', ') : 'nothing'}.`,
    ...tables.length ? ['- **You bring these tables:**', ...tables.map(describedTable)] : ['- **You bring tables:** none that the program of the room waits for.'],
    ...templates.length ? [
      '- **You bring these analysis templates**, each with `member.addAnalysisTemplate` in `app.ts`:',
      ...templates.map(({ analysisTemplateName, sourceSha256 }) => `  - \`${quoted(analysisTemplateName)}\``
        + (sourceSha256 === undefined ? '' : `, whose text has the SHA-256 \`${sourceSha256}\``)),
    ] : [],
    ...requests.length ? [
      '- **You vote on these changes.** The program approves exactly them, when it is deployed. To vote otherwise, take `approveChanges` out of `app.ts`, and vote in the '
      + 'console:',
      ...requests.flatMap(({ name: id, changes }) => [`  - \`${quoted(id)}\``, ...changes.map((change) => `    - ${plain(describedChange(change, nameOf))}`)]),
    ] : [],
    '',
    '## Before you deploy',
    '',
    ...tables.length > undescribed.length ? ['1. In `app.ts`, say where your data are: `databaseName` and `bucket`.'] : [],
    ...undescribed.map(({ tableName }) => `1. Add the table \`${quoted(tableName)}\` to \`app.ts\`, with the columns and the rule that you have agreed on.`),
    '1. Read what the others can learn from you:',
    '',
    '   ```sh',
    '   npm install',
    '   npm run review',
    '   ```',
    '',
    '   It writes `review.html`, which somebody who reads no code can read too.',
    ...tables.length ? [
      '1. Try what the others can ask, on made-up rows, before anything exists (it is told the account that asks):',
      '',
      '   ```sh',
      `   npx cdk-cleanrooms query --as ${members.find(({ abilities }) => abilities?.includes('CAN_QUERY'))?.accountId ?? creator.accountId} --data generate "SELECT COUNT(*) FROM ${tables[0].tableName.replace(/\W/g, '')}"`,
      '   ```',
    ] : [],
    '',
    '## Deploy',
    '',
    '```sh',
    `npx cdk bootstrap aws://${accountId}/${region}   # once for each account and Region`,
    'npm run deploy',
    '```',
    '',
    'Your membership stays in your account when the stack is deleted: who leaves a collaboration cannot join it again.',
    '',
  ].join('\n');
}

function describedTable({ tableName, columns, rule }: DeclaredTable): string {
  const details = [
    ...columns ? [`columns ${Object.entries(columns).map(([column, type]) => `\`${quoted(column)}\` (${plain(type)})`).join(', ')}`] : ['columns as you have agreed on'],
    rule ? `under a rule of the type ${rule.type}, in \`room.ts\`` : 'under the rule that you have agreed on',
  ];
  return `  - \`${quoted(tableName)}\`: ${details.join(', ')}`;
}

/** A text that is nothing but a text in Markdown. */
function plain(value: string): string {
  return value.replace(/[\r\n\u2028\u2029]+/g, ' ').replace(/[\u202a-\u202e\u2066-\u2069]/g, '').replace(/[\\`*_{}[\]<>#|!~&]/g, '\\$&');
}

/** A text within backquotes. */
function quoted(value: string): string {
  return value.replace(/[`\r\n\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '');
}
