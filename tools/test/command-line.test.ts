import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { DuckDBInstance } from '@duckdb/node-api';
import { App, Stack } from 'aws-cdk-lib';
import { CfnCollaboration, CfnConfiguredTable, CfnConfiguredTableAssociation, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AdvertiserStack } from '../../examples/campaign-with-l2s/advertiser';
import { PublisherStack } from '../../examples/campaign-with-l2s/publisher';
import * as library from '../../src';
import { CREATOR, PARTNER } from '../../test/support/stacks';
import { runCommandLine } from '../src/command-line';

const env = (account: string) => ({ env: { account, region: 'us-east-1' } });
const REACH = 'SELECT campaign, COUNT(DISTINCT i.hashed_email) AS people FROM impressions i JOIN purchases p ON i.hashed_email = p.hashed_email GROUP BY campaign ORDER BY people DESC';

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'query-'));
}

/** Runs the command line, and returns what it wrote. */
async function run(...args: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCommandLine(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('the example of a campaign', () => {
  let assembly: string;
  let data: string;

  beforeAll(() => {
    const app = new App({ analyticsReporting: false, outdir: folder() });
    new AdvertiserStack(app, 'Advertiser', { ...env(CREATOR), publisherAccount: PARTNER });
    new PublisherStack(app, 'Publisher', {
      ...env(PARTNER), advertiserAccount: CREATOR, audienceModelArn: `arn:aws:cleanrooms-ml:us-east-1:${PARTNER}:configured-audience-model/lookalikes`, leastPeople: 2,
    });
    assembly = app.synth().directory;
    data = folder();
    // 120 people bought something; of these, 110 saw a campaign, and three another one.
    const people = Array.from({ length: 120 }, (_, index) => `person-${index}`);
    writeFileSync(join(data, 'purchases.csv'), ['hashed_email,card_number,city,amount', ...people.map((person) => `${person},4111,Rome,9.99`)].join('\n'));
    const views = people.slice(0, 113).map((person, index) => ({ impression_id: `${index}`, hashed_email: person, device: 'tv', campaign: index < 110 ? 'autumn' : 'winter' }));
    writeFileSync(join(data, 'impressions.json'), JSON.stringify(views));
  });

  const query = (...args: string[]) => run('query', assembly, '--as', CREATOR, '--data', data, ...args);

  test('answers, and says to the developer only which rows are left out', async () => {
    expect(await query(REACH)).toEqual({
      code: 0,
      out: 'campaign  people\n--------  ------\nautumn    110',
      err: 'note: 1 of 2 rows are left out: they stand for too few people',
    });
    expect(JSON.parse((await query('--format', 'json', REACH)).out)).toEqual([{ campaign: 'autumn', people: 110 }]);
    expect((await query('--format', 'csv', REACH)).out).toBe('campaign,people\nautumn,110');
  });

  test('refuses with rule, column, table, owner, place and page', async () => {
    const { code, out, err } = await query('SELECT\n  hashed_email, COUNT(DISTINCT hashed_email) FROM purchases GROUP BY hashed_email');
    expect([code, out]).toEqual([3, '']);
    expect(err).toBe([
      'refused, for 1 reason:',
      "1. 'hashed_email' of 'purchases' may not be used here: city may",
      '   rule: aggregation: dimensionColumns',
      `   table: purchases, column hashed_email, of Advertiser (${CREATOR})`,
      '   place: line 2, character 3: hashed_email',
      '   page: Aggregation analysis rule, https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules-aggregation.html',
    ].join('\n'));
  });

  test('knows which columns are not shared', async () => {
    expect((await query('SELECT card_number FROM purchases')).err).toContain("'card_number' of 'purchases' is not among its allowed columns");
  });

  test('refuses whoever cannot query', async () => {
    const { code, err } = await run('query', assembly, '--as', PARTNER, '--data', data, REACH);
    expect(code).toBe(3);
    expect(err).toContain(`account ${PARTNER} cannot query in the collaboration 'campaign-measurement'`);
  });

  test('answers from generated rows, the same for the same seed', async () => {
    const generated = async (seed: string) => (await run('query', assembly, '--as', CREATOR, '--data', 'generate', '--seed', seed, '--format', 'json', REACH)).out;
    const one = await generated('1');
    expect(JSON.parse(one).length).toBeGreaterThan(3);
    expect(await generated('1')).toBe(one);
    expect(await generated('2')).not.toBe(one);
  });

  test.each<[string, string[], string]>([
    ['no account', ['query', '--data', 'x', 'SELECT 1'], '--as is missing'],
    ['no data', ['query', '--as', CREATOR, 'SELECT 1'], '--data is missing'],
    ['no query', ['query', '--as', CREATOR, '--data', 'x'], 'either SQL or --template must be given'],
    ['another command', ['ask'], "there is no command 'ask'"],
    ['another option', ['query', '--for', 'me'], "Unknown option '--for'"],
    ['no assembly', ['query', '/nowhere', '--as', CREATOR, '--data', 'x', 'SELECT 1'], "'/nowhere' is no cloud assembly"],
  ])('says what is wrong: %s', async (_, args, message) => {
    const { code, err } = await run(...args);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });

  test('says what is wrong with what is given', async () => {
    expect((await query('--format', 'xml', REACH)).err).toContain("--format must be one of table, csv, json, got 'xml'");
    expect((await query('--seed', 'x', REACH)).err).toContain("--seed must be a whole number, got 'x'");
    expect((await query('--template', 'reach')).err).toContain("there is no analysis template 'reach': there is none");
    expect((await query('--collaboration', 'other', REACH)).err).toContain(`account ${CREATOR} is a member of no collaboration 'other'`);
    expect((await run('query', assembly, '--as', '999999999999', '--data', data, REACH)).err).toContain('account 999999999999 is a member of no collaboration of this program');
    expect((await run('query', assembly, '--as', CREATOR, '--data', folder(), REACH)).err).toContain("has no rows of table 'purchases' of Advertiser: it needs one of purchases.csv");
    expect((await run('query', assembly, '--as', CREATOR, '--data', '/nowhere', REACH)).err).toContain("there is no folder '/nowhere'");
  });

  test.each([['SELEC broken', 'the query is no SQL statement'], ['', 'there is no SQL statement'], ['-- nothing', 'there is no SQL statement']])('%j is a mistake, and no refusal', async (sql, message) => {
    const { code, err } = await query(sql);
    expect([code, err.slice(0, 7)]).toEqual([1, 'error: ']);
    expect(err).toContain(message);
  });

  test.each(['DROP TABLE purchases', 'INSERT INTO purchases VALUES (1)', 'SELECT 1; SELECT 2'])('%s is refused', async (sql) => {
    expect((await query(sql)).code).toBe(3);
  });

  test('takes a query that begins with a comment for a query, and an option for an option', async () => {
    expect((await query(`-- people\n${REACH}`)).code).toBe(0);
    expect((await query('--format=json', `--people\n${REACH}`)).out).toBe(JSON.stringify([{ campaign: 'autumn', people: 110 }], undefined, 2));
    expect((await query('--formats=j s', REACH)).err).toContain("Unknown option '--formats'");
  });

  test('names the files, where a table has two', async () => {
    const two = folder();
    ['purchases.csv', 'purchases.jsonl'].forEach((file) => writeFileSync(join(two, file), ''));
    const { code, err } = await run('query', assembly, '--as', CREATOR, '--data', two, REACH);
    expect(code).toBe(1);
    expect(err).toMatch(/several files for table 'purchases', of which only one can be read: purchases\.csv, purchases\.jsonl/);
  });

  test('refuses without rows, and says that there are none only of what is allowed', async () => {
    const without = async (sql: string) => run('query', assembly, '--as', CREATOR, '--data', folder(), sql);
    const refused = await without('SELECT hashed_email, COUNT(DISTINCT hashed_email) FROM purchases GROUP BY hashed_email');
    expect(refused.code).toBe(3);
    expect(refused.err).toContain("'hashed_email' of 'purchases' may not be used here: city may");
    const allowed = await without(REACH);
    expect(allowed.code).toBe(1);
    expect(allowed.err).toContain('has no rows of table');
  });

  test('explains itself', async () => {
    expect((await run()).out).toContain("usage: cdk-cleanrooms query [ASSEMBLY] --as ACCOUNT --data FOLDER [OPTION]... 'SQL'");
  });
});

test('templates are run by their names, where the tables allow them', async () => {
  const app = new App({ analyticsReporting: false, outdir: folder() });
  const stack = new Stack(app, 'Stack', env(CREATOR));
  const membership = new library.Collaboration(stack, 'Collaboration', {
    collaborationName: 'room',
    creator: { displayName: 'Creator', abilities: [library.MemberAbility.CAN_QUERY, library.MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: PARTNER, displayName: 'Partner' }],
  }).addMembership('Membership');
  const [reach, other] = ['reach', 'other'].map((name) => new library.AnalysisTemplate(stack, name, {
    membership,
    analysisTemplateName: name,
    source: library.AnalysisSource.sql('SELECT city, COUNT(*) AS n FROM sales WHERE city = :city GROUP BY city', {
      parameters: { city: { type: library.AnalysisParameterType.VARCHAR } },
    }),
  }));
  new library.ConfiguredTableAssociation(stack, 'Association', {
    membership,
    configuredTable: new library.ConfiguredTable(stack, 'Table', {
      source: library.TableSource.glueTable({ databaseName: 'shop', tableName: 'sales', bucket: new Bucket(stack, 'Data'), columns: ['city'] }),
      allowedColumns: library.AllowedColumns.of('city'),
      analysisRule: library.AnalysisRule.custom().allowTemplates(reach),
    }),
    configuredTableAssociationName: 'sales',
    analysisRule: library.AnalysisRule.forAssociation().allowResultReceivers(CREATOR),
  });
  const assembly = app.synth().directory;
  const data = folder();
  writeFileSync(join(data, 'sales.csv'), 'city\nRome\nBern\nRome\n');
  const query = (...args: string[]) => run('query', assembly, '--as', CREATOR, '--data', data, '--format', 'csv', ...args);
  expect(await query('--template', 'reach', '--parameter', 'city=Rome')).toEqual({ code: 0, out: 'city,n\nRome,2', err: '' });
  expect((await query('--template', 'other', '--parameter', 'city=Rome')).err).toContain(`'sales' does not allow the template 'other' of account ${CREATOR}`);
  expect((await query("SELECT city FROM sales WHERE city = 'Rome'")).code).toBe(3);
  expect((await query('--template', 'reach', '--parameter', 'city')).err).toContain("--parameter must be of the form NAME=VALUE, got 'city'");
  expect((await query('--template', 'vi')).err).toContain("there is no analysis template 'vi': Stack/other (other), Stack/reach (reach)");
  expect(other.node.path).toBe('Stack/other');
});

describe('a program of L1s', () => {
  const COLUMNS = [{ name: 'ID', type: 'string' }, { name: 'day', type: 'date' }, { name: 'amount', type: 'decimal(10,2)' }, { name: 'tags', type: 'array<string>' }];
  let assembly: string;

  beforeAll(() => {
    const app = new App({ analyticsReporting: false, outdir: folder() });
    const stack = new Stack(app, 'Stack', env(CREATOR));
    const collaboration = new CfnCollaboration(stack, 'Collaboration', {
      name: 'room',
      description: 'x',
      creatorDisplayName: 'Creator',
      creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
      queryLogStatus: 'ENABLED',
      members: [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: [] }],
    });
    const membership = new CfnMembership(stack, 'Membership', { collaborationIdentifier: collaboration.attrCollaborationIdentifier, queryLogStatus: 'ENABLED' });
    const glue = new CfnTable(stack, 'Glue', {
      catalogId: CREATOR, databaseName: 'shop', tableInput: { name: 'sales', storageDescriptor: { columns: COLUMNS } },
    });
    const table = new CfnConfiguredTable(stack, 'Table', {
      name: 'sales',
      allowedColumns: ['id', 'day', 'amount', 'tags'],
      analysisMethod: 'DIRECT_QUERY',
      tableReference: { glue: { databaseName: 'shop', tableName: 'sales' } },
      analysisRules: [{ type: 'CUSTOM', policy: { v1: { custom: { allowedAnalyses: ['ANY_QUERY'], allowedAnalysisProviders: [CREATOR] } } } }],
    });
    table.addResourceDependency(glue);
    new CfnConfiguredTableAssociation(stack, 'Association', {
      name: 'sales',
      configuredTableIdentifier: table.ref,
      membershipIdentifier: membership.attrMembershipIdentifier,
      roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
      configuredTableAssociationAnalysisRules: [{ type: 'CUSTOM', policy: { v1: { custom: { allowedResultReceivers: [CREATOR] } } } }],
    });
    assembly = app.synth().directory;
  });

  const SQL = 'SELECT id, day, amount, YEAR(day) AS y FROM sales ORDER BY id';
  const ROWS = [{ id: '007', day: '2026-01-02', amount: 1.5, y: 2026 }, { id: '8', day: null, amount: 2, y: null }];
  const query = async (data: string, sql = SQL) => run('query', assembly, '--as', CREATOR, '--data', data, '--format', 'json', sql);

  test('has the types of its Glue table, in CSV and JSON files', async () => {
    const data = folder();
    writeFileSync(join(data, 'sales.csv'), 'Id,day,amount,tags\n007,2026-01-02,1.5,x\n8,,2,y\n');
    expect(JSON.parse((await query(data)).out)).toEqual(ROWS);
    const json = folder();
    writeFileSync(join(json, 'sales.json'), JSON.stringify([{ id: '007', day: '2026-01-02', amount: 1.5 }, { id: '8', day: null, amount: 2 }].map((row) => ({ ...row, tags: ['x'] }))));
    expect(JSON.parse((await query(json)).out)).toEqual(ROWS);
  });

  test('reads Parquet files', async () => {
    const data = folder();
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(`COPY (SELECT '007' AS id, DATE '2026-01-02' AS day, 1.5 AS amount, ['x'] AS tags) TO '${join(data, 'sales.parquet')}' (FORMAT parquet)`);
    connection.closeSync();
    expect(JSON.parse((await query(data)).out)).toEqual(ROWS.slice(0, 1));
  });

  test('has no columns that are lists', async () => {
    expect((await query('generate', 'SELECT tags FROM sales')).err).toContain("there is no column 'tags'");
  });

  test('names the file that does not fit', async () => {
    const data = folder();
    writeFileSync(join(data, 'sales.csv'), 'id,day,amount,tags\n7,soon,1.5,x\n');
    expect((await query(data)).err).toContain(`'${join(data, 'sales.csv')}' cannot be read as rows of table 'sales'`);
    writeFileSync(join(data, 'sales.csv'), 'id,day\n7,2026-01-01\n');
    expect((await query(data)).err).toContain("has no column 'amount', which table 'sales' shares: it has id, day");
  });

  test('counts budgets in a file', async () => {
    const data = folder();
    const spent = join(data, 'spent.json');
    await run('query', assembly, '--as', CREATOR, '--data', 'generate', '--spent', spent, SQL);
    expect(JSON.parse(readFileSync(spent, 'utf8'))).toEqual({});
  });
});
