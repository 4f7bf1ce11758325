import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startCleanRoomsApi, type CleanRoomsApi } from './api/server';
import type { ServiceOptions } from './api/service';
import { cacheDirectory } from './directory';
import { startMiniStack, type MiniStack } from './ministack';
import { ObjectStorage } from './object-storage';
import { overviewOf, type DeployedStack } from './overview';
import { QueryRunner } from './queries/query-runner';

/** Where everything in the local cloud is, unless a stack says otherwise. */
export const REGION = 'us-east-1';

export interface LocalCloudOptions {
  /** The folder of its logs, which is made where it does not exist. */
  readonly logDirectory: string;

  /**
   * How Clean Rooms behaves: its quotas, which roles it can assume, and the like.
   *
   * @default - as the documentation says; where that is silent, it refuses nothing
   */
  readonly cleanRooms?: ServiceOptions;

  /**
   * The qualifier with which each account is bootstrapped for the CDK when it is used first.
   *
   * @default - no account is bootstrapped by itself
   */
  readonly bootstrapQualifier?: string;

  /**
   * Whether protected queries are run over the rows of their tables: the objects in S3 that their tables in Glue stand for.
   *
   * @default - they succeed without a result
   */
  readonly runsQueries?: boolean;

  /**
   * A folder with a file for each table, called as its association, which is read in place of S3.
   *
   * @default - all tables are read from S3
   */
  readonly data?: string;
}

/** Several AWS accounts on this machine: MiniStack, with our own Clean Rooms beside it. */
export interface LocalCloud {
  /** Where every AWS service but Clean Rooms listens. */
  readonly endpoint: string;

  /** The local Clean Rooms: its state, the calls it got, how it misbehaves. */
  readonly api: CleanRoomsApi;

  readonly logDirectory: string;

  /** The process group of MiniStack and of the functions that it runs. */
  readonly processGroup: number;

  /** Aborted when the cloud stops: ends the commands that still run against it. */
  readonly signal: AbortSignal;

  /** The environment of a process that works in an account, and of a CDK CLI that works in all: it cannot reach the real AWS. */
  environment(account: string, region?: string): NodeJS.ProcessEnv;

  /** The stacks of all accounts. */
  stacks(): Promise<DeployedStack[]>;

  /** Each role that called Clean Rooms, with what it was granted while it did, and what it used of that. */
  usedActions(): Promise<RoleUsage[]>;

  /** A role as IAM has it, or undefined. */
  role(roleArn: string): Promise<RoleDescription | undefined>;

  /** Why a role may not take an action, by its own policies and the resource's; undefined where it may. */
  refusal(question: RoleQuestion): Promise<string | undefined>;

  /** Why a service may not assume a role, by the role's trust policy; undefined where it may. */
  assumeRefusal(question: AssumeQuestion): Promise<string | undefined>;

  /** Stops everything that was started; nothing is left running. */
  stop(): Promise<void>;
}


/** An action that was granted and is never used is one too many. Patterns are as the policies have them. */
export interface RoleUsage {
  readonly role: string;
  readonly granted: readonly string[];
  readonly used: readonly string[];
}

export interface RoleDescription {
  readonly createdAt: string;
  readonly trustPolicy: object;
  readonly policies: Readonly<Record<string, object>>;
}

export interface RoleQuestion {
  readonly roleArn: string;
  readonly action: string;
  readonly resource: string;

  /** Values of condition keys, such as `aws:ResourceAccount`. */
  readonly context?: Readonly<Record<string, string>>;
}

export interface AssumeQuestion {
  readonly roleArn: string;

  /** The service principal, such as `cleanrooms.amazonaws.com`. */
  readonly service: string;

  /** Values of condition keys, such as `aws:SourceArn`. */
  readonly context?: Readonly<Record<string, string>>;
}

interface Verdict {
  readonly allowed: boolean;
  readonly reason?: string;
  readonly account?: string;
}

/** Starts both servers on free ports and waits until they answer. */
export async function startLocalCloud({ logDirectory, cleanRooms, bootstrapQualifier, runsQueries, data }: LocalCloudOptions): Promise<LocalCloud> {
  mkdirSync(logDirectory, { recursive: true });

  // Clean Rooms comes first, since MiniStack learns its resource types from it; it asks MiniStack back only once functions run.
  const apiLog = createWriteStream(join(logDirectory, 'clean-rooms.log'));
  let ministack: MiniStack | undefined;
  const stacks = async () => ministack!.ask<DeployedStack[]>('stacks', {});
  const queries = runsQueries ? new QueryRunner(() => ministack!, data) : undefined;
  const authorize = async (call: object) => ministack!.ask<Verdict>('authorize', call);
  const api = await startCleanRoomsApi({
    ...cleanRooms,
    log: (line) => apiLog.write(`${line}\n`),
    overview: async () => overviewOf(await stacks(), api.service),
    authorize: async (call) => (await authorize(call)).reason,
    hashOfObject: async (location, { account, region }) => {
      const storage = new ObjectStorage(ministack!.endpoint, account, region);
      return storage.hash(location).finally(() => storage.close());
    },
    runQuery: queries && (async (query, service) => queries.run(query, service)),
    resolveAccount: async (accessKeyId, sessionToken) => (await authorize({ accessKeyId, sessionToken })).account,
  });
  const closeApi = async () => {
    await api.close();
    apiLog.end();
  };
  try {
    ministack = await startMiniStack({ cleanRoomsUrl: api.url, logFile: join(logDirectory, 'ministack.log'), bootstrapQualifier });
  } catch (error) {
    await closeApi();
    throw error;
  }

  const { endpoint, processGroup, ask, stop } = ministack;
  const usedActions = async () => ask<RoleUsage[]>('authorized', {});
  const stopping = new AbortController();
  return {
    endpoint,
    api,
    logDirectory,
    processGroup,
    signal: stopping.signal,
    environment: (account, region = REGION) => environment(account, region, endpoint, api.url),
    stacks,
    usedActions,
    role: async (roleArn) => {
      const { exists, ...role } = await ask<RoleDescription & { exists: boolean }>('role', { roleArn });
      return exists ? role : undefined;
    },
    refusal: async (question) => (await ask<Verdict>('simulate', question)).reason,
    assumeRefusal: async (question) => (await ask<Verdict>('assume', question)).reason,
    stop: async () => {
      stopping.abort();
      await stop();
      await closeApi();
    },
  };
}

function environment(account: string, region: string, endpoint: string, cleanRoomsUrl: string): NodeJS.ProcessEnv {
  if (!/^\d{12}$/.test(account)) {
    throw new Error(`an account has twelve digits, and '${account}' has not`);
  }
  const inherited = Object.entries(process.env).filter(([name]) => !/^AWS_|_PROXY$/i.test(name));
  return {
    ...Object.fromEntries(inherited),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ENDPOINT_URL_CLEANROOMS: cleanRoomsUrl,
    AWS_ENDPOINT_URL_CLEANROOMSML: cleanRoomsUrl,
    AWS_REGION: region,
    // MiniStack takes such a key for the account's root user.
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'local',
    // No profile of this machine's user, no instance role.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_PLUGIN: join(__dirname, 'credentials-plugin.cjs'),
    CDK_HOME: join(cacheDirectory(), 'cdk-home'),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}
