import { spawn } from 'child_process';
import type { ChildProcess } from 'child_process';
import { once } from 'events';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'fs';
import { connect } from 'net';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { setTimeout as delay } from 'timers/promises';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { synthesize } from '../../test/support/program';
import { ROOT } from '../../test/support/sources';
import { runCommandLine } from '../src/command-line';
import { writeParquet } from '../src/engine/duckdb';
import { freePort } from '../src/local-cloud/free-port';
import { startLocalCloud } from '../src/local-cloud/local-cloud';
import type { LocalCloud } from '../src/local-cloud/local-cloud';
import { ObjectStorage } from '../src/local-cloud/object-storage';

/*
 * A Spark Connect server that runs here and reads rows from object storage: the S3 of the local cloud, by Hadoop's client for S3, which Spark gets from
 * Maven Central. The queries of an example are answered as they are in the embedded engine, over the rows in its folder.
 */

const PYTHON = resolve(process.env.SPARK_PYTHON ?? 'python3');
const EXAMPLE = join(ROOT, 'examples', 'campaign-with-l2s');
const ADVERTISER = '111111111111';
const BUCKET = 'sample-rows';

/** What Spark needs to read S3. `s3://` is as good as `s3a://` where it says so. */
const settingsFor = (endpoint: string) => ({
  'spark.jars.packages': 'org.apache.hadoop:hadoop-aws:3.5.0',
  'spark.hadoop.fs.s3.impl': 'org.apache.hadoop.fs.s3a.S3AFileSystem',
  'spark.hadoop.fs.s3a.endpoint': endpoint,
  'spark.hadoop.fs.s3a.endpoint.region': 'us-east-1',
  'spark.hadoop.fs.s3a.path.style.access': 'true',
  'spark.hadoop.fs.s3a.aws.credentials.provider': 'org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider',
  'spark.hadoop.fs.s3a.access.key': ADVERTISER,
  'spark.hadoop.fs.s3a.secret.key': 'local',
});

let cloud: LocalCloud;
let server: ChildProcess;
let remote: string;
let assembly: string;
let configuration: string;

beforeAll(async () => {
  cloud = await startLocalCloud({ logDirectory: mkdtempSync(join(tmpdir(), 'cloud-')) });
  await store();
  configuration = mkdtempSync(join(tmpdir(), 'spark-conf-'));
  const settings = Object.entries(settingsFor(cloud.endpoint));
  writeFileSync(join(configuration, 'spark-defaults.conf'), settings.map(([name, value]) => `${name} ${value}`).join('\n'));
  const port = await freePort();
  remote = `sc://127.0.0.1:${port}`;
  server = startServer(port);
  assembly = synthesize(join(EXAMPLE, 'app.ts')).folder;
  await untilAnswers(port);
});

afterAll(async () => {
  if (server?.exitCode === null && server.kill()) await once(server, 'exit');
  await cloud?.stop();
});

/** The rows of the example as CSV, and those of a table as Parquet, too. */
async function store(): Promise<void> {
  const client = new S3Client({ endpoint: cloud.endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId: ADVERTISER, secretAccessKey: 'local' } });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  client.destroy();
  const storage = new ObjectStorage(cloud.endpoint, ADVERTISER, 'us-east-1');
  const files = join(EXAMPLE, 'sample-rows');
  for (const file of readdirSync(files)) {
    const content = readFileSync(join(files, file), 'utf8');
    await storage.write({ bucket: BUCKET, key: `csv/${file}` }, content);
    const [header, ...lines] = content.trim().split('\n').map((line) => line.split(','));
    const parquet = join(mkdtempSync(join(tmpdir(), 'parquet-')), 'rows.parquet');
    await writeParquet({ columns: header, types: header.map(() => 'VARCHAR'), rows: lines }, parquet);
    await storage.write({ bucket: BUCKET, key: `parquet/${file.replace('.csv', '')}/part-0.parquet` }, readFileSync(parquet));
  }
  storage.close();
}

/** Starts the server that pyspark brings; it ends with this process. */
function startServer(port: number): ChildProcess {
  const spark = join(PYTHON, '..', 'spark-submit');
  return spawn(spark, [
    '--class', 'org.apache.spark.sql.connect.service.SparkConnectServer', '--master', 'local[2]',
    '--conf', `spark.connect.grpc.binding.port=${port}`, '--conf', 'spark.connect.grpc.binding.address=127.0.0.1',
    '--conf', 'spark.driver.bindAddress=127.0.0.1', '--conf', 'spark.driver.host=127.0.0.1', '--conf', 'spark.ui.enabled=false', 'spark-internal',
  ], { stdio: 'ignore', env: { ...process.env, SPARK_CONF_DIR: configuration, PYSPARK_PYTHON: PYTHON } });
}

async function untilAnswers(port: number): Promise<void> {
  for (let probe = connect(port, '127.0.0.1'); ; probe = connect(port, '127.0.0.1')) {
    const answers = await once(probe, 'connect').then(() => true, () => false);
    probe.destroy();
    if (answers) return;
    if (server.exitCode !== null) throw new Error(`the Spark Connect server has ended with ${server.exitCode}`);
    await delay(500);
  }
}

async function query(data: string, options: readonly string[], sql: string) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCommandLine(['query', assembly, '--as', ADVERTISER, '--data', data, '--format', 'csv', ...options, sql], { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const SPARK = ['--engine', 'spark', '--python', PYTHON];
const CITIES = 'SELECT city, SUM(amount) AS revenue FROM purchases GROUP BY city ORDER BY city';
const DEVICES = `SELECT device, COUNT(impression_id) AS impressions, COUNT(DISTINCT i.hashed_email) AS people
  FROM impressions i INNER JOIN purchases p ON i.hashed_email = p.hashed_email GROUP BY device ORDER BY device`;

const inFolder = (sql: string) => query(join(EXAMPLE, 'sample-rows'), [], sql);

test.each(['s3a://sample-rows/csv', 's3://sample-rows/csv', 's3a://sample-rows/parquet/'])('a Spark Connect server reads %s', async (data) => {
  for (const sql of [CITIES, DEVICES]) {
    const answer = await query(data, [...SPARK, '--spark-remote', remote], sql);
    expect(answer).toEqual(await inFolder(sql));
    expect(answer.code).toBe(0);
  }
});

test('a Spark Connect server is sent the rows that are on this machine, and those that are generated', async () => {
  expect(await query(join(EXAMPLE, 'sample-rows'), [...SPARK, '--spark-remote', remote], DEVICES)).toEqual(await inFolder(DEVICES));
  expect(await query('generate', [...SPARK, '--spark-remote', remote], CITIES)).toEqual(await query('generate', [], CITIES));
});

test('Spark on this machine reads object storage, too, as its configuration says', async () => {
  const python = join(configuration, 'python');
  writeFileSync(python, `#!/bin/sh\nSPARK_CONF_DIR='${configuration}' exec '${PYTHON}' "$@"\n`, { mode: 0o755 });
  expect(await query('s3a://sample-rows/csv', ['--engine', 'spark', '--python', python], CITIES)).toEqual(await inFolder(CITIES));
  expect(await query('s3a://sample-rows/csv', SPARK, CITIES)).toMatchObject({ code: 1, err: expect.stringContaining('S3AFileSystem not found') });
});

test('what is refused is refused before Spark runs it, and rows that are not there are an error', async () => {
  const refused = await query('s3a://sample-rows/csv', [...SPARK, '--spark-remote', remote], 'SELECT campaign, COUNT(impression_id) AS impressions FROM impressions GROUP BY campaign');
  expect(refused).toMatchObject({ code: 3, out: '' });
  const missing = await query('s3a://sample-rows/nowhere', [...SPARK, '--spark-remote', remote], CITIES);
  expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('there are no rows at s3a://sample-rows/nowhere/purchases.parquet') });
});

test('a Spark Connect server that is not there is an error', async () => {
  expect(await query('s3a://sample-rows/csv', [...SPARK, '--spark-remote', 'sc://127.0.0.1:9'], CITIES)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('no Spark Connect server answers at sc://127.0.0.1:9') });
});
