import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateAliasCommand, CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, DeleteBucketEncryptionCommand, GetObjectCommand, ListObjectsV2Command, PutBucketEncryptionCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ADVERTISER, ANY_QUERY_RULE, CleanRoom, PUBLISHER, type Memberships } from './clean-room';
import { TEST_REGION } from './client';
import { startLocalCloud, type LocalCloud } from './local-cloud';
import { DuckDbEngine, writeParquet } from '../../tools/src/engine/duckdb';

/*
 * Protected queries in the local cloud run over the objects in its S3, by the engine of `query`, and their results lie in S3.
 */

let cloud: LocalCloud;
let room: CleanRoom;
let memberships: Memberships;
let data: string;
const s3: Record<string, S3Client> = {};

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'sample-rows-'));
  writeFileSync(join(data, 'visits.csv'), 'email,amount\na@example.com,5\n');
  cloud = await startLocalCloud({ name: 'queries-test', runsQueries: true, data });
  for (const account of [ADVERTISER, PUBLISHER]) {
    s3[account] = new S3Client({ endpoint: cloud.endpoint, region: TEST_REGION, forcePathStyle: true, credentials: { accessKeyId: account, secretAccessKey: 'any' } });
  }
  await s3[ADVERTISER].send(new CreateBucketCommand({ Bucket: 'results' }));
  await s3[PUBLISHER].send(new CreateBucketCommand({ Bucket: 'data' }));
  await putRole('reader', ['s3:ListBucket', 's3:GetObject', 'glue:GetTable']);
  room = new CleanRoom(cloud.api.url);
});

afterAll(async () => {
  Object.values(s3).forEach((client) => client.destroy());
  await cloud?.stop();
});

beforeEach(async () => {
  cloud.api.reset();
  memberships = await room.open();
});

/** Ends the encryption of the bucket that a test has encrypted. */
let decrypt: (() => Promise<unknown>) | undefined;

afterEach(async () => {
  await decrypt?.();
  decrypt = undefined;
});

const COLUMNS = [{ Name: 'email', Type: 'string' }, { Name: 'amount', Type: 'decimal(10,2)' }, { Name: 'secret', Type: 'string' }];

/** Makes a role of the publisher that Clean Rooms can assume, with some permissions. */
async function putRole(RoleName: string, actions: readonly string[], account = PUBLISHER): Promise<string> {
  const trust = { Effect: 'Allow', Principal: { Service: 'cleanrooms.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const policy = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
  await iam(account, { Action: 'CreateRole', RoleName, AssumeRolePolicyDocument: policy(trust) });
  const PolicyDocument = policy({ Effect: 'Allow', Action: actions, Resource: '*' });
  await iam(account, { Action: 'PutRolePolicy', RoleName, PolicyName: 'policy', PolicyDocument });
  return `arn:aws:iam::${account}:role/${RoleName}`;
}

/** Encrypts a bucket with a key of its account, which it knows by an alias if one is given. */
async function encrypted(account: string, Bucket: string, AliasName?: string) {
  const kms = new KMSClient({ endpoint: cloud.endpoint, region: TEST_REGION, credentials: { accessKeyId: account, secretAccessKey: 'any' } });
  const { Arn: arn, KeyId } = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!;
  if (AliasName) await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));
  const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: AliasName ?? arn } } as const;
  await s3[account].send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
  decrypt = async () => s3[account].send(new DeleteBucketEncryptionCommand({ Bucket }));
  return {
    arn: arn!,
    allow: async (principal: string) => {
      const statement = { Effect: 'Allow', Principal: { AWS: principal }, Action: 'kms:*', Resource: '*' };
      await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) }));
    },
  };
}

async function iam(account: string, parameters: Record<string, string>): Promise<void> {
  const response = await fetch(cloud.endpoint, {
    method: 'POST',
    headers: {
      'authorization': `AWS4-HMAC-SHA256 Credential=${account}/20261121/${TEST_REGION}/iam/aws4_request, SignedHeaders=host, Signature=any`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ Version: '2010-05-08', ...parameters }),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function glue(action: string, body: object): Promise<void> {
  const response = await fetch(cloud.endpoint, {
    method: 'POST',
    headers: {
      'authorization': `AWS4-HMAC-SHA256 Credential=${PUBLISHER}/20261121/${TEST_REGION}/glue/aws4_request, SignedHeaders=host, Signature=any`,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSGlue.${action}`,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** Puts a table of the publisher into Glue, with its rows in S3. */
async function table(
  name: string, objects: Record<string, string | Uint8Array>, storage: object = {}, more: object = {}, rule = ANY_QUERY_RULE,
): Promise<void> {
  await glue('CreateDatabase', { DatabaseInput: { Name: 'sales' } }).catch(() => undefined);
  const descriptor = { Location: `s3://data/${name}`, Columns: COLUMNS, ...storage };
  await glue('CreateTable', { DatabaseName: 'sales', TableInput: { Name: name, StorageDescriptor: descriptor, ...more } });
  for (const [key, content] of Object.entries(objects)) {
    await s3[PUBLISHER].send(new PutObjectCommand({ Bucket: 'data', Key: `${name}/${key}`, Body: content }));
  }
  await room.readyTable(name, memberships.publisher, rule);
}

/** Runs a query to its end. */
async function ran(sql: string | { readonly analysisTemplateArn: string; readonly parameters: Record<string, string> }, changes: object = {}) {
  const { protectedQuery: started } = await room.advertiser.startProtectedQuery({
    type: 'SQL', membershipIdentifier: memberships.advertiser, sqlParameters: typeof sql === 'string' ? { queryString: sql } : sql, ...changes,
  });
  for (;;) {
    const { protectedQuery } = await room.advertiser.getProtectedQuery({
      membershipIdentifier: memberships.advertiser, protectedQueryIdentifier: started!.id!,
    });
    if (!['SUBMITTED', 'STARTED'].includes(protectedQuery!.status!)) return protectedQuery!;
    await delay(20);
  }
}

async function associationNamed(name: string) {
  const membershipIdentifier = memberships.publisher;
  const { configuredTableAssociationSummaries: all } = await room.publisher.listConfiguredTableAssociations({ membershipIdentifier });
  return all!.find((each) => each.name === name)!;
}

async function resultOf(account: string, prefix: string): Promise<Uint8Array[]> {
  const { Contents = [] } = await s3[account].send(new ListObjectsV2Command({ Bucket: 'results', Prefix: prefix }));
  return Promise.all(Contents.map(async ({ Key }) => (await s3[account].send(new GetObjectCommand({ Bucket: 'results', Key }))).Body!.transformToByteArray()));
}

async function csvOf(query: { readonly id?: string }): Promise<string> {
  const [content, ...others] = await resultOf(ADVERTISER, `reach/${query.id}`);
  expect(others).toEqual([]);
  return Buffer.from(content).toString();
}

const TOTAL = (name: string) => `SELECT COUNT(DISTINCT email) AS people, SUM(amount) AS amount FROM ${name}`;

async function parquet(rows: (string | number)[][]): Promise<Uint8Array> {
  const file = join(mkdtempSync(join(tmpdir(), 'parquet-')), 'rows.parquet');
  await writeParquet({ columns: ['email', 'amount'], types: ['VARCHAR', 'DOUBLE'], rows }, file);
  return readFileSync(file);
}

test.each<[string, string, () => Promise<Record<string, string | Uint8Array>>, object]>([
  ['CSV with the names of its columns', 'with_names', async () => ({ 'one.csv': 'amount,email\n1.5,a\n2.5,b\n', 'two.csv': 'email,amount\nb,3\n' }), {}],
  ['text as Hive writes it', 'as_in_hive', async () => ({ part: 'a|1.5|x\nb|2.5|x\nb|3|\\N\n' }), {
    SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe', Parameters: { 'field.delim': '|' } },
  }],
  ['CSV with quotes, below a line to skip', 'with_quotes', async () => ({ 'rows.csv': 'x,y,z\n"a","1.5","x, y"\nb,2.5,\nb,3,\n' }), {
    SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde' }, Parameters: { 'skip.header.line.count': '1' },
  }],
  ['JSON', 'in_json', async () => ({ 'rows.json': '{"email":"a","amount":1.5}\n{"email":"b","amount":2.5}\n{"email":"b","amount":3}\n' }), {}],
  ['Parquet', 'in_parquet', async () => ({ x: await parquet([['a', 1.5], ['b', 2.5], ['b', 3]]) }), {
    SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
  }],
])('a query reads %s', async (_, name, objects, storage) => {
  await table(name, await objects(), storage);
  const query = await ran(TOTAL(name));
  expect(query).toMatchObject({ status: 'SUCCESS', result: { output: { s3: { location: `s3://results/reach/${query.id}` } } } });
  expect(await csvOf(query)).toBe('people,amount\n2,7\n');
});

test('a query reads partitions by the names of their folders', async () => {
  await table('by_city', { 'email=a/rows.csv': 'amount\n1.5\n', 'email=b/rows.csv': 'amount\n2.5\n3\n' }, { Columns: [{ Name: 'amount', Type: 'double' }] }, { PartitionKeys: [{ Name: 'email', Type: 'string' }] });
  expect(await csvOf(await ran(TOTAL('by_city')))).toBe('people,amount\n2,7\n');
});

test('a table without objects has no rows, and one in the folder of samples has those of its file', async () => {
  await table('nothing', {});
  expect(await csvOf(await ran(TOTAL('nothing')))).toBe('people,amount\n0,\n');
  await room.readyTable('visits', memberships.publisher, ANY_QUERY_RULE);
  expect(await csvOf(await ran(TOTAL('visits')))).toBe('people,amount\n1,5\n');
});

test('an analysis template runs with its parameters', async () => {
  await table('orders', { 'rows.csv': 'email,amount\na,1\nb,20\n' });
  const { analysisTemplate } = await room.advertiser.createAnalysisTemplate({
    membershipIdentifier: memberships.advertiser, name: 'large', format: 'SQL', source: { text: 'SELECT COUNT(*) AS orders FROM orders WHERE amount > :least' }, analysisParameters: [{ name: 'least', type: 'INTEGER' }],
  });
  expect(await csvOf(await ran({ analysisTemplateArn: analysisTemplate!.arn!, parameters: { least: '10' } }))).toBe('orders\n1\n');
});

test('a result is written as Parquet, with the types of its columns, for each member who receives it', async () => {
  await table('baskets', { 'rows.csv': 'email,amount\na,1.25\nb,\n' });
  const query = await ran('SELECT email, amount FROM baskets ORDER BY email', {
    resultConfiguration: { outputConfiguration: { s3: { bucket: 'results', keyPrefix: 'typed/', resultFormat: 'PARQUET' } } },
  });
  const [content] = await resultOf(ADVERTISER, `typed/${query.id}`);
  const file = join(mkdtempSync(join(tmpdir(), 'parquet-')), 'rows.parquet');
  writeFileSync(file, content);
  const engine = await DuckDbEngine.load([{ name: 'result', columns: [{ name: 'email' }, { name: 'amount' }], rows: { file } }]);
  expect(await engine.run('FROM result')).toEqual({ columns: ['email', 'amount'], types: ['VARCHAR', 'DECIMAL(10,2)'], rows: [['a', 1.25], ['b', null]] });
  engine.close();
});

describe('an intermediate table', () => {
  const RULE = { allowedAnalyses: ['ANY_QUERY'], allowedAnalysisProviders: [ADVERTISER] };
  const path = (rest = '') => `/memberships/${memberships.advertiser}/intermediateTables${rest}`;

  /** Makes a table, populates it, and gives it a rule. */
  async function filled(name: string, queryString: string, custom: object = RULE): Promise<{ readonly status: string; readonly schema?: object }> {
    const body = { name, populationAnalysisConfiguration: { sqlParameters: { queryString } } };
    const { intermediateTable: { id } } = await room.send<{ intermediateTable: { id: string } }>(ADVERTISER, 'POST', path(), body);
    await room.send(ADVERTISER, 'POST', path(`/${id}/populate`), {});
    await room.send(ADVERTISER, 'POST', path(`/${id}/analysisRule`), { analysisRuleType: 'CUSTOM', analysisRulePolicy: { v1: { custom } } });
    for (;;) {
      const { intermediateTable } = await room.send<{ intermediateTable: { status: string; schema?: object } }>(ADVERTISER, 'GET', path(`/${id}`));
      if (intermediateTable.status !== 'POPULATE_STARTED') return intermediateTable;
      await delay(20);
    }
  }

  test('has the rows of the query that populates it, also for another one', async () => {
    await table('clicks', { 'rows.csv': 'email,amount\na,1.5\na,2\nb,7\n' });
    expect(await filled('spenders', 'SELECT email, SUM(amount) AS spent, COUNT(*) AS n FROM clicks GROUP BY email')).toMatchObject({
      status: 'POPULATE_SUCCESS', schema: { columns: [{ name: 'email', type: 'string' }, { name: 'spent', type: 'decimal(38,2)' }, { name: 'n', type: 'bigint' }] },
    });
    expect(await csvOf(await ran('SELECT email, spent, n FROM spenders WHERE n > 1'))).toBe('email,spent,n\na,3.5,2\n');
    expect(await filled('totals', 'SELECT SUM(spent) AS total FROM spenders')).toMatchObject({ status: 'POPULATE_SUCCESS' });
    expect(await csvOf(await ran('SELECT total FROM totals'))).toBe('total\n10.5\n');
  });

  test('does not show what its tables hide, under whatever name, and is not filled by what they forbid', async () => {
    await table('people', { 'rows.csv': 'email,amount\na,1\nb,2\n' }, {}, {}, { custom: { ...ANY_QUERY_RULE.custom!, disallowedOutputColumns: ['email'] } });
    const strict = { ...RULE, disallowedOutputColumns: ['email'] };
    expect(await filled('hidden', "SELECT CONCAT(email, '!') AS tag, amount FROM people", strict)).toMatchObject({ status: 'POPULATE_SUCCESS' });
    expect((await ran('SELECT tag FROM hidden')).error).toMatchObject({ code: 'MALFORMED_QUERY', message: expect.stringContaining("'tag' of 'hidden' may be part of no column of the result") });
    expect(await csvOf(await ran('SELECT SUM(amount) AS amount FROM hidden'))).toBe('amount\n3\n');
    expect(await filled('never', 'SELECT secret FROM people', strict)).toMatchObject({ status: 'POPULATE_FAILED' });
    expect((await ran('SELECT secret FROM never')).status).toBe('FAILED');
  });
});

describe('a query fails', () => {
  test('with what AWS calls it and the reasons of the engine, where a rule forbids it', async () => {
    await table('customers', { 'rows.csv': 'email,amount\na,1\n' });
    const query = await ran('SELECT secret, COUNT(*) FROM customers GROUP BY secret');
    expect(query).toMatchObject({ status: 'FAILED', error: { code: 'MALFORMED_QUERY', message: expect.stringContaining("'secret' of 'customers' is not among its allowed columns") } });
    expect(query.result).toBeUndefined();
    expect(await resultOf(ADVERTISER, `reach/${query.id}`)).toEqual([]);
  });

  test('where the SQL is none, where rows are in a form that is not known, and where there are none of a table', async () => {
    await table('text', { rows: 'email,amount\n' });
    expect((await ran('SELECT FROM text WHERE')).error).toMatchObject({ code: 'MALFORMED_QUERY' });
    expect((await ran(TOTAL('text'))).error!.message).toMatch(/^the rows of 'text' are in a form that cannot be read here/);
    await room.readyTable('elsewhere', memberships.publisher, ANY_QUERY_RULE);
    expect((await ran(TOTAL('elsewhere'))).error!.message).toMatch(/^the local cloud has no rows of 'elsewhere'/);
  });

  test('where the role of a table may not read it, or is not there', async () => {
    const reading = async (role: string, actions?: readonly string[]) => {
      if (actions) await putRole(role, actions);
      const name = role.replace(/-/g, '_');
      await table(name, { 'rows.csv': 'email,amount\na,1\n' });
      await room.publisher.updateConfiguredTableAssociation({
        membershipIdentifier: memberships.publisher,
        configuredTableAssociationIdentifier: (await associationNamed(name)).id!,
        roleArn: `arn:aws:iam::${PUBLISHER}:role/${role}`,
      });
      return (await ran(TOTAL(name))).error?.message;
    };
    expect(await reading('reads', ['s3:ListBucket', 's3:GetObject', 'glue:GetTable'])).toBeUndefined();
    expect(await reading('reads-no-objects', ['s3:ListBucket', 'glue:GetTable'])).toMatch(/cannot be read from s3:.*not authorized to perform: s3:GetObject on resource: arn:aws:s3:::data\/reads_no_objects\/rows.csv/);
    expect(await reading('reads-no-catalog', ['s3:*'])).toMatch(/not authorized to perform: glue:GetTable/);
    expect(await reading('is-not-there')).toMatch(/role\/is-not-there does not exist/);
  });

  test('where the role of a table may not use the key of its bucket', async () => {
    const key = await encrypted(PUBLISHER, 'data');
    await table('secrets', { 'rows.csv': 'email,amount\na,1\n' });
    const reading = async (role: string, actions: readonly string[]) => {
      await room.publisher.updateConfiguredTableAssociation({
        membershipIdentifier: memberships.publisher, configuredTableAssociationIdentifier: (await associationNamed('secrets')).id!, roleArn: await putRole(role, actions),
      });
      return (await ran(TOTAL('secrets'))).error?.message;
    };
    expect(await reading('decrypts', ['s3:*', 'glue:GetTable', 'kms:Decrypt'])).toBeUndefined();
    expect(await reading('does-not-decrypt', ['s3:*', 'glue:GetTable', 'kms:GenerateDataKey']))
      .toContain(`the rows of 'secrets' cannot be read from s3://data/secrets: User: arn:aws:sts::${PUBLISHER}:assumed-role/does-not-decrypt/simulated is not authorized to perform: kms:Decrypt on resource: ${key.arn}`);
    await key.allow(`arn:aws:iam::${PUBLISHER}:role/administrator`);
    expect(await reading('not-in-the-policy-of-the-key', ['s3:*', 'glue:GetTable', 'kms:Decrypt'])).toContain('is not authorized to perform: kms:Decrypt');
    await decrypt?.();
    expect(await reading('needs-no-key', ['s3:*', 'glue:GetTable'])).toBeUndefined();
  });

  /** Runs a query whose result a role writes. */
  async function writing(sql: string, roleArn: string) {
    await room.advertiser.updateMembership({ membershipIdentifier: memberships.advertiser, defaultResultConfiguration: { outputConfiguration: { s3: { bucket: 'results', keyPrefix: 'reach', resultFormat: 'CSV' } }, roleArn } });
    return ran(sql);
  }

  test('where the role of the results may not use the key of the bucket', async () => {
    await table('refunds', { 'rows.csv': 'email,amount\na,1\n' });
    const { arn } = await encrypted(ADVERTISER, 'results', 'alias/results');
    const actions = ['s3:GetBucketLocation', 's3:ListBucket', 's3:PutObject'];
    expect(await csvOf(await writing(TOTAL('refunds'), await putRole('encrypts', [...actions, 'kms:GenerateDataKey'], ADVERTISER)))).toBe('people,amount\n1,1\n');
    const refused = await writing(TOTAL('refunds'), await putRole('does-not-encrypt', [...actions, 'kms:Decrypt'], ADVERTISER));
    expect(refused).toMatchObject({ status: 'FAILED', error: { message: expect.stringMatching(`the result cannot be written.*not authorized to perform: kms:GenerateDataKey on resource: ${arn}`) } });
    expect(await resultOf(ADVERTISER, `reach/${refused.id}`)).toEqual([]);
  });

  test('where the role of the results may not write them', async () => {
    await table('returns', { 'rows.csv': 'email,amount\na,1\n' });
    expect(await csvOf(await writing(TOTAL('returns'), await putRole('writer', ['s3:GetBucketLocation', 's3:ListBucket', 's3:PutObject'], ADVERTISER)))).toBe('people,amount\n1,1\n');
    const refused = await writing(TOTAL('returns'), await putRole('reader-of-results', ['s3:GetBucketLocation', 's3:ListBucket', 's3:GetObject'], ADVERTISER));
    expect(refused).toMatchObject({ status: 'FAILED', error: { message: expect.stringMatching(/the result cannot be written.*not authorized to perform: s3:PutObject/) } });
    expect(await resultOf(ADVERTISER, `reach/${refused.id}`)).toEqual([]);
  });

  test('where its result cannot be written', async () => {
    await table('sales', { 'rows.csv': 'email,amount\na,1\n' });
    const query = await ran(TOTAL('sales'), { resultConfiguration: { outputConfiguration: { s3: { bucket: 'no-such-bucket', resultFormat: 'CSV' } } } });
    expect(query).toMatchObject({ status: 'FAILED', error: { message: expect.stringContaining('the result cannot be written to s3://no-such-bucket/') } });
  });
});

test('the overview shows the rows of answers, and the reasons of refusals', async () => {
  await table('views', { 'rows.csv': 'email,amount\na,1.5\nb,2\n' });
  await ran('SELECT email, amount FROM views ORDER BY email');
  await ran('SELECT email, secret FROM views');
  const { text } = await (await fetch(`${cloud.api.url}/_local/overview`)).json() as { readonly text: string };
  expect(text).toMatch(/ {4}email {2}amount\n {4}-----.*\n {4}a {6}1.5\n {4}b {6}2\n/);
  expect(text).toContain('    1. \'secret\' of \'views\' is not among its allowed columns');
});
