/*
 * What the bundle has of the SDK, against the SDK as it is installed: the same requests, the same answers, the same errors.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as cleanRooms from '@aws-sdk/client-cleanrooms';
import * as cloudFormation from '@aws-sdk/client-cloudformation';
import { withPlainKeys } from '../../build-tools/handler-bundle';
import * as handmade from '../../lambda/missing-sdk/client-cloudformation';
import { ROOT, sourcesIn, namesFrom } from '../support/sources';

type Client = { send(command: object): Promise<object>; destroy(): void };
type Sdk = Readonly<Record<string, new (input: object) => object>>;

const USED = [...new Set(sourcesIn('lambda').flatMap((file) => namesFrom(file, '@aws-sdk/client-cleanrooms')))].filter((name) => /^[A-Z]\w+Command$/.test(name)).sort();

let directory: string;
let server: Server;
let bundled: Sdk;
let requests: object[];
let answer: { readonly status: number; readonly headers: Record<string, string>; readonly body: string };

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'bundled-sdk-'));
  const [entry, bundle] = [join(directory, 'entry.ts'), join(directory, 'sdk.js')];
  writeFileSync(entry, `export { CleanRoomsClient, ${USED.join(', ')} } from '@aws-sdk/client-cleanrooms';\n`);
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  await promisify(execFile)(join(ROOT, 'node_modules', '.bin', 'tsx'), ['build-tools/handler-bundle.ts', entry, bundle, join(directory, 'metafile.json')], { cwd: ROOT });
  bundled = jest.requireActual<Sdk>(bundle);

  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk)).on('end', () => {
      const { 'content-type': type, 'content-length': length } = request.headers;
      requests.push({ method: request.method, url: request.url, type, length, signed: request.headers.authorization?.split(',')[0], body });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

beforeEach(() => {
  requests = [];
});

function client(Of: unknown): Client {
  return new (Of as new (configuration: object) => Client)({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
    systemClockOffset: 0,
  });
}

/** What a command returns, or the error that it fails with, as far as the handler reads it. */
async function outcome(of: Client, command: object): Promise<unknown> {
  try {
    return await of.send(command);
  } catch (failure) {
    const { name, message } = failure as Error;
    const own = Object.fromEntries(Object.getOwnPropertyNames(failure).map((field) => [field, (failure as never)[field]]));
    const { stack: _, $response: __, ...fields } = own;
    return { ...fields, name, message };
  } finally {
    of.destroy();
  }
}

describe('Clean Rooms', () => {
  /** A schema of the SDK, and of what it is: a list, a map, a structure, a union. */
  type Schema = readonly [number, string, string, unknown, ...unknown[]];

  const installed = cleanRooms as unknown as Sdk;
  const schemaOf = (command: string) => (new installed[command]({}) as { readonly schema: Schema }).schema;

  /** Returns a value of a schema that has all members, with the given one of each union. */
  function valueOf(schema: unknown, member: number, wire: boolean, depth = 0): unknown {
    if (depth > 12) return undefined;
    if (typeof schema === 'function') return valueOf((schema as () => unknown)(), member, wire, depth);
    if (typeof schema === 'number') return simple(schema, wire);
    const [kind, namespace] = schema as unknown[];
    if (typeof namespace !== 'string') return valueOf(kind, member, wire, depth); // with traits
    const [, , , , names, schemas] = schema as [number, string, string, unknown, string[], unknown[]];
    switch (kind) {
      case 0: return simple(names as never, wire);
      case 1: return [valueOf(names, member, wire, depth + 1)];
      case 2: return { key: valueOf(schemas, member, wire, depth + 1) };
      case 4: return { [names[member % names.length]]: valueOf(schemas[member % names.length], member, wire, depth + 1) };
      default: return Object.fromEntries(names.map((name, index) => [name, valueOf(schemas[index], member, wire, depth + 1)]));
    }
  }

  function simple(kind: number, wire: boolean): unknown {
    if (kind >= 128) return { key: simple(kind - 128, wire) };
    if (kind >= 64) return [simple(kind - 64, wire)];
    if (kind === 2) return true;
    if (kind === 1) return 7;
    if (kind >= 4 && kind <= 7) return wire ? 1_700_000_000.5 : new Date(1_700_000_000_500);
    if (kind === 15) return { any: ['json', 1] };
    return 'text';
  }

  test('the handler uses commands of it', () => {
    expect(USED.length).toBeGreaterThan(30);
    expect(USED).toContain('StartProtectedQueryCommand');
  });

  test.each(USED)('%s sends and returns the same', async (name) => {
    const [, , , , input, output] = schemaOf(name);
    for (let member = 0; member < 5; member++) {
      answer = { status: 200, headers: { 'content-type': 'application/json', 'x-amzn-requestid': 'id' }, body: JSON.stringify(valueOf(output, member, true)) };
      const outcomes = [];
      for (const sdk of [installed, bundled]) {
        outcomes.push(await outcome(client(sdk.CleanRoomsClient), new sdk[name](valueOf(input, member, false) as object)));
      }
      expect(outcomes[1]).toEqual(outcomes[0]);
      expect(requests).toHaveLength(2);
      expect(requests[1]).toEqual(requests[0]);
      requests = [];
    }
  });

  test.each([
    ['AccessDeniedException', 403, { reason: 'INSUFFICIENT_PERMISSIONS' }],
    ['ConflictException', 409, { resourceId: 'a', resourceType: 'COLLABORATION', reason: 'ALREADY_EXISTS' }],
    ['ResourceNotFoundException', 404, { resourceId: 'a', resourceType: 'COLLABORATION' }],
    ['ServiceQuotaExceededException', 402, { quotaName: 'memberships', quotaValue: 5.5 }],
    ['ThrottlingException', 429, {}],
    ['ValidationException', 400, { reason: 'FIELD_VALIDATION_FAILED', fieldList: [{ name: 'field', message: 'too long' }] }],
    ['InternalServerException', 500, {}],
    ['SomethingNewException', 418, { other: 1 }],
  ])('%s is the same error', async (type, status, fields) => {
    answer = { status, headers: { 'content-type': 'application/json', 'x-amzn-errortype': type, 'x-amzn-requestid': 'id' }, body: JSON.stringify({ message: 'why', ...fields }) };
    const failures = [];
    for (const sdk of [installed, bundled]) {
      failures.push(await outcome(client(sdk.CleanRoomsClient), new sdk.GetMembershipCommand({ membershipIdentifier: 'a' })));
    }
    expect(failures[0]).toMatchObject({ name: type, message: 'why', $metadata: { httpStatusCode: status, requestId: 'id' } });
    expect(failures[1]).toEqual(failures[0]);
  });
});

describe('the settings of a client', () => {
  const SETTINGS = ['region', 'maxAttempts', 'retryMode', 'useFipsEndpoint', 'useDualstackEndpoint', 'userAgentAppId', 'authSchemePreference'] as const;
  const before = process.env;
  afterEach(() => {
    process.env = before;
  });

  async function settingsBy(Of: unknown): Promise<Record<string, unknown>> {
    const { config } = new (Of as new () => { readonly config: Record<string, unknown> })();
    const read = async (setting: unknown) => (setting instanceof Function ? (setting as () => unknown)() : setting);
    const { hostname, protocol } = await read(config.endpoint ?? {}) as { hostname?: string; protocol?: string };
    return { hostname, protocol, ...Object.fromEntries(await Promise.all(SETTINGS.map(async (name) => [name, await read(config[name])]))) };
  }

  test.each<[string, Record<string, string>, object]>([
    ['defaults', {}, { region: 'eu-west-1', maxAttempts: 3, retryMode: 'standard', useFipsEndpoint: false, useDualstackEndpoint: false }],
    ['what is set', {
      AWS_MAX_ATTEMPTS: '7', AWS_RETRY_MODE: 'adaptive', AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true', AWS_SDK_UA_APP_ID: 'me',
    }, { maxAttempts: 7, retryMode: 'adaptive', useFipsEndpoint: true, useDualstackEndpoint: true, userAgentAppId: 'me' }],
    ['what is malformed', { AWS_USE_FIPS_ENDPOINT: 'TRUE', AWS_USE_DUALSTACK_ENDPOINT: '1' }, { useFipsEndpoint: false, useDualstackEndpoint: false }],
  ])('are those of the environment: %s', async (_, environment, expected) => {
    process.env = { AWS_REGION: 'eu-west-1', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', ...environment };
    const [official, own] = [await settingsBy(cleanRooms.CleanRoomsClient), await settingsBy(bundled.CleanRoomsClient)];
    expect(official).toMatchObject(expected);
    expect(own).toEqual(official);
  });

  test('fail in the same way where there is no Region', async () => {
    process.env = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
    for (const Of of [cleanRooms.CleanRoomsClient, bundled.CleanRoomsClient]) await expect(settingsBy(Of)).rejects.toThrow('Region is missing');
  });

  test('are not those of files, which a function does not have', async () => {
    const file = join(directory, 'config');
    writeFileSync(file, '[default]\nregion = us-west-2\nmax_attempts = 9\n');
    process.env = { AWS_REGION: 'eu-west-1', AWS_CONFIG_FILE: file, AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
    expect(await settingsBy(cleanRooms.CleanRoomsClient)).toMatchObject({ region: 'eu-west-1', maxAttempts: 9 });
    expect(await settingsBy(bundled.CleanRoomsClient)).toMatchObject({ region: 'eu-west-1', maxAttempts: 3 });
  });
});

describe('the keys in schemas', () => {
  test('are written as what they are', () => {
    expect(withPlainKeys('const _h = "http";\nconst a = { [_h]: ["GET", 1], [_other]: 2 };')).toBe('const _h = "http";\nconst a = { "http": ["GET", 1], [_other]: 2 };');
  });
});

describe('CloudFormation', () => {
  const CALLS: Readonly<Record<string, { readonly input: object; readonly xml: string; readonly read: object }>> = {
    DescribeStacksCommand: {
      input: { StackName: 'arn:aws:cloudformation:us-east-1:111111111111:stack/A b/1', NextToken: 'x=&' },
      xml: '<Stacks><member><StackId>a</StackId><StackName>A</StackName><Tags><member><Key>k</Key><Value>v</Value></member></Tags><ChangeSetId>set</ChangeSetId>'
        + '<CreationTime>2026-01-02T03:04:05.678Z</CreationTime><LastUpdatedTime>2026-01-02T03:04:06Z</LastUpdatedTime><StackStatus>UPDATE_IN_PROGRESS</StackStatus>'
        + '</member></Stacks><NextToken>more &amp; more</NextToken>',
      read: {
        Stacks: [{ ChangeSetId: 'set', CreationTime: expect.any(Date), LastUpdatedTime: expect.any(Date), StackStatus: 'UPDATE_IN_PROGRESS' }], NextToken: 'more & more',
      },
    },
    DescribeStackResourceCommand: {
      input: { StackName: 'A', LogicalResourceId: 'R' },
      xml: '<StackResourceDetail><StackName>A</StackName><LogicalResourceId>R</LogicalResourceId><PhysicalResourceId>p/1</PhysicalResourceId>'
        + '<ResourceType>AWS::S3::Bucket</ResourceType><LastUpdatedTimestamp>2026-01-02T03:04:05Z</LastUpdatedTimestamp><ResourceStatus>CREATE_COMPLETE</ResourceStatus></StackResourceDetail>',
      read: { StackResourceDetail: { LogicalResourceId: 'R', PhysicalResourceId: 'p/1', ResourceType: 'AWS::S3::Bucket', ResourceStatus: 'CREATE_COMPLETE' } },
    },
    ListStackResourcesCommand: {
      input: { StackName: 'A', NextToken: '1' },
      xml: '<StackResourceSummaries>' + ['R', 'S'].map((id) => `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${id}1</PhysicalResourceId>`
        + '<ResourceType>T</ResourceType><ResourceStatus>UPDATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-01-02T03:04:05.001Z</LastUpdatedTimestamp></member>').join('')
        + '</StackResourceSummaries>',
      read: {
        StackResourceSummaries: ['R', 'S'].map((id) => ({
          LogicalResourceId: id, PhysicalResourceId: `${id}1`, ResourceType: 'T', ResourceStatus: 'UPDATE_COMPLETE', LastUpdatedTimestamp: new Date('2026-01-02T03:04:05.001Z'),
        })),
      },
    },
    ListChangeSetsCommand: {
      input: { StackName: 'A' },
      xml: '<Summaries><member><ChangeSetId>set</ChangeSetId><ExecutionStatus>EXECUTE_IN_PROGRESS</ExecutionStatus><Status>CREATE_COMPLETE</Status></member></Summaries>',
      read: { Summaries: [{ ChangeSetId: 'set', ExecutionStatus: 'EXECUTE_IN_PROGRESS' }] },
    },
    DescribeChangeSetCommand: {
      input: { StackName: 'A', ChangeSetName: 'set', NextToken: '1' },
      xml: '<ExecutionStatus>EXECUTE_IN_PROGRESS</ExecutionStatus><Changes><member><Type>Resource</Type><ResourceChange><Action>Modify</Action><LogicalResourceId>R</LogicalResourceId>'
        + '<PhysicalResourceId>p</PhysicalResourceId><ResourceType>T</ResourceType><Replacement>True</Replacement><Scope><member>Properties</member></Scope>'
        + '<Details><member><Target><Attribute>Properties</Attribute><Name>Members</Name><RequiresRecreation>Always</RequiresRecreation></Target></member></Details></ResourceChange></member></Changes>',
      read: {
        ExecutionStatus: 'EXECUTE_IN_PROGRESS',
        Changes: [{
          ResourceChange: {
            Action: 'Modify',
            LogicalResourceId: 'R',
            PhysicalResourceId: 'p',
            ResourceType: 'T',
            Replacement: 'True',
            Details: [{ Target: { Name: 'Members', RequiresRecreation: 'Always' } }],
          },
        }],
      },
    },
  };

  test.each([[false, false], [true, false], [false, true], [true, true]])('has the same endpoint, FIPS %s, dual stack %s', async (UseFIPS, UseDualStack) => {
    const endpoints = [cloudFormation, handmade].map((sdk) => {
      const { config } = new (sdk.CloudFormationClient as new (configuration: object) => {
        readonly config: { endpointProvider(parameters: object): { readonly url: URL } };
      })({ region: 'eu-west-1' });
      return config.endpointProvider({ Region: 'eu-west-1', UseFIPS, UseDualStack }).url.href;
    });
    expect(endpoints[1]).toBe(endpoints[0]);
  });

  test('has all commands that are made by hand', () => {
    expect(Object.keys(CALLS).sort()).toEqual(Object.keys(handmade).filter((name) => name.endsWith('Command')).sort());
  });

  /** Calls it by the official client, then by the one made by hand. */
  async function both(name: string): Promise<unknown[]> {
    const outcomes = [];
    for (const sdk of [cloudFormation, handmade] as unknown as Sdk[]) {
      outcomes.push(await outcome(client(sdk.CloudFormationClient), new sdk[name](CALLS[name].input)));
    }
    return outcomes;
  }

  test.each(Object.keys(CALLS))('%s sends the same, and returns the same of what is read', async (name) => {
    const operation = name.replace(/Command$/, '');
    answer = {
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: `<${operation}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><${operation}Result>${CALLS[name].xml}</${operation}Result>`
        + `<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></${operation}Response>`,
    };
    const [official, own] = await both(name);
    expect(requests[1]).toEqual(requests[0]);
    expect(own).toEqual({ ...CALLS[name].read, $metadata: expect.objectContaining({ httpStatusCode: 200 }) });
    expect(official).toMatchObject(own as object);
  });

  test.each([['ValidationError', 400], ['AccessDenied', 403], ['Throttling', 400], ['ChangeSetNotFound', 404], ['InternalFailure', 500]])('%s is the same error', async (code, status) => {
    answer = {
      status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': 'id' },
      body: `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>why</Message></Error>`
        + '<RequestId>id</RequestId></ErrorResponse>',
    };
    const [official, own] = await both('DescribeChangeSetCommand') as { name: string; message: string; $metadata: object; $fault: string }[];
    expect(own).toMatchObject({ message: 'why', $fault: official.$fault, $metadata: { httpStatusCode: status, requestId: 'id' } });
    expect([own.message, own.$metadata]).toEqual([official.message, official.$metadata]);
    if (code !== 'ChangeSetNotFound') expect(own.name).toBe(official.name);
  });
});
