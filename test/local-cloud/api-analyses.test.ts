import type {
  CreateCollaborationCommandInput, GetProtectedQueryCommandOutput, StartProtectedQueryCommandInput, StartProtectedQueryCommandOutput,
} from '@aws-sdk/client-cleanrooms';
import { ADVERTISER, ANY_QUERY_RULE, CleanRoom, LIST_RULE, PUBLISHER, type Memberships } from './clean-room';
import { startCleanRoomsApi, type CleanRoomsApi } from '../../tools/src/local-cloud/api/server';

const SQL = 'WITH seen AS (SELECT email FROM purchases) SELECT COUNT(*) FROM seen';

let api: CleanRoomsApi;
let room: CleanRoom;
beforeAll(async () => {
  api = await startCleanRoomsApi();
  room = new CleanRoom(api.url);
});
afterAll(() => api.close());
beforeEach(() => api.reset());

/** A payer can be named since after the SDK that is installed. */
type Changes = Partial<StartProtectedQueryCommandInput> & { readonly queryComputePayerAccountId?: string };

async function start({ advertiser: membershipIdentifier }: Memberships, changes: Changes = {}): Promise<string> {
  const path = `/memberships/${membershipIdentifier}/protectedQueries`;
  const body = { type: 'SQL', sqlParameters: { queryString: SQL }, ...changes };
  const { protectedQuery } = await room.send<StartProtectedQueryCommandOutput>(ADVERTISER, 'POST', path, body);
  expect(protectedQuery!.status).toBe('SUBMITTED');
  return protectedQuery!.id!;
}

async function look({ advertiser }: Memberships, id: string) {
  const path = `/memberships/${advertiser}/protectedQueries/${id}`;
  return (await room.send<GetProtectedQueryCommandOutput>(ADVERTISER, 'GET', path)).protectedQuery!;
}

async function end(memberships: Memberships, changes: Changes = {}) {
  const id = await start(memberships, changes);
  await look(memberships, id);
  return look(memberships, id);
}

const template = (membershipIdentifier: string) => ({
  membershipIdentifier,
  name: 'reach',
  format: 'SQL' as const,
  source: { text: 'SELECT COUNT(*) FROM purchases WHERE amount > :least' },
  analysisParameters: [{ name: 'least', type: 'INTEGER' as const }],
});

describe('protected queries', () => {
  it('go on as they are looked at, and tell where the results are', async () => {
    const memberships = await room.open();
    await room.readyTable('purchases', memberships.publisher, ANY_QUERY_RULE);
    const id = await start(memberships);

    expect((await look(memberships, id)).status).toBe('STARTED');
    expect(await look(memberships, id)).toMatchObject({
      status: 'SUCCESS',
      queryComputePayerAccountId: ADVERTISER,
      result: { output: { s3: { location: `s3://results/reach/${id}` } } },
    });
    const { protectedQueries } = await room.advertiser.listProtectedQueries({
      membershipIdentifier: memberships.advertiser,
      status: 'SUCCESS',
    });
    expect(protectedQueries).toMatchObject([{ id, receiverConfigurations: [{ analysisType: 'DIRECT_ANALYSIS' }] }]);
  });

  it('are cancelled while they run', async () => {
    const memberships = await room.open();
    await room.readyTable('purchases', memberships.publisher, ANY_QUERY_RULE);
    const protectedQueryIdentifier = await start(memberships);
    const cancel = { membershipIdentifier: memberships.advertiser, protectedQueryIdentifier, targetStatus: 'CANCELLED' as const };

    expect((await room.advertiser.updateProtectedQuery(cancel)).protectedQuery!.status).toBe('CANCELLING');
    expect((await look(memberships, protectedQueryIdentifier)).status).toBe('CANCELLED');
    await expect(room.advertiser.updateProtectedQuery(cancel)).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('end as they are told to', async () => {
    const memberships = await room.open();
    await room.readyTable('purchases', memberships.publisher, ANY_QUERY_RULE);
    api.letNextRunEnd({ status: 'TIMED_OUT', message: 'too slow' });

    expect(await end(memberships)).toMatchObject({ status: 'TIMED_OUT', error: { message: 'too slow' } });
    expect(await end(memberships)).toMatchObject({ status: 'SUCCESS' });
  });

  it('fail on a table that is not ready, and on one that does not allow them', async () => {
    const memberships = await room.open();
    const table = await room.table('purchases', ANY_QUERY_RULE);
    await room.associate('purchases', memberships.publisher, table);
    expect((await end(memberships)).error!.message).toContain('COLLABORATION_ANALYSIS_RULE_NOT_CONFIGURED');

    const own = { custom: { allowedAnalyses: ['ANY_QUERY'], allowedAnalysisProviders: [PUBLISHER] } };
    await room.readyTable('visits', memberships.publisher, own);
    const other = { sqlParameters: { queryString: 'SELECT email FROM visits' } };
    expect(await end(memberships, other))
      .toMatchObject({ status: 'FAILED', error: { message: expect.stringContaining(`does not allow queries of ${ADVERTISER}`) } });
  });

  it('fail over tables with rules of different types', async () => {
    const memberships = await room.open();
    await room.readyTable('purchases', memberships.publisher, ANY_QUERY_RULE);
    await room.readyTable('visits', memberships.publisher, LIST_RULE);

    const { error } = await end(memberships, { sqlParameters: { queryString: 'SELECT email FROM purchases JOIN visits ON email' } });
    expect(error!.message).toContain('different types: CUSTOM, LIST');
  });

  it('come from a template that the table allows, with its parameters', async () => {
    const memberships = await room.open();
    await room.readyTable('purchases', memberships.publisher, { custom: { allowedAnalyses: [] } });
    const { analysisTemplate } = await room.advertiser.createAnalysisTemplate(template(memberships.advertiser));
    const analysisTemplateArn = analysisTemplate!.arn!;

    const asked = (parameters?: Record<string, string>) => ({ sqlParameters: { analysisTemplateArn, parameters } });
    await expect(start(memberships, asked())).rejects.toThrow(/ValidationException.*\\"least/);
    await expect(start(memberships, asked({ least: '1', most: '2' }))).rejects.toThrow(/\\"most/);
    expect((await end(memberships, asked({ least: '1' }))).status).toBe('FAILED');

    const { id } = api.state(PUBLISHER, 'eu-central-1').find(({ kind }) => kind === 'ConfiguredTable')! as { id: string };
    await room.publisher.updateConfiguredTableAnalysisRule({
      configuredTableIdentifier: id,
      analysisRuleType: 'CUSTOM',
      analysisRulePolicy: { v1: { custom: { allowedAnalyses: [analysisTemplateArn] } } },
    });
    expect((await end(memberships, asked({ least: '1' }))).status).toBe('SUCCESS');
  });

  const member = (accountId: string) => ({ outputConfiguration: { member: { accountId } } });
  const places = ['one', 'two'].map((bucket) => ({ s3: { bucket, resultFormat: 'CSV' as const } }));
  it.each<[string, object, string]>([
    ['a table that is not there', { sqlParameters: { queryString: 'SELECT 1 FROM nowhere' } }, 'nowhere'],
    ['neither text nor template', { sqlParameters: {} }, 'either a queryString'],
    ['too many workers', { computeConfiguration: { worker: { type: 'CR.8X', number: 32 } } }, '16 workers'],
    ['results for who cannot have them', { resultConfiguration: member(PUBLISHER) }, 'not an active member'],
    ['results for the runner as a member', { resultConfiguration: member(ADVERTISER) }, "runner's own account"],
    ['results in two places', { resultConfiguration: { outputConfiguration: { distribute: { locations: places } } } }, 'one place'],
    ['a payer who does not pay', { queryComputePayerAccountId: PUBLISHER }, 'not configured to pay'],
  ])('are refused with %s', async (_, changes, reason) => {
    const memberships = await room.open();
    await room.readyTable('purchases', memberships.publisher, ANY_QUERY_RULE);
    await expect(start(memberships, changes)).rejects.toThrow(new RegExp(`ValidationException.*${reason}`));
  });

  it('are refused to members who cannot query', async () => {
    const { publisher: membershipIdentifier } = await room.open();
    const query = { type: 'SQL' as const, membershipIdentifier, sqlParameters: { queryString: SQL } };
    await expect(room.publisher.startProtectedQuery(query)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('name their payer where there are several', async () => {
    const pays = { queryCompute: { isResponsible: true } };
    const collaborationIdentifier = await room.collaborate({
      creatorPaymentConfiguration: pays,
      members: [{ accountId: PUBLISHER, displayName: 'Publisher', memberAbilities: [], paymentConfiguration: pays }],
    });
    const advertiser = await room.join(ADVERTISER, collaborationIdentifier);
    const memberships = {
      collaborationIdentifier,
      advertiser,
      publisher: await room.join(PUBLISHER, collaborationIdentifier, { paymentConfiguration: pays }),
    };
    await room.readyTable('purchases', memberships.publisher, ANY_QUERY_RULE);

    await expect(start(memberships)).rejects.toThrow(/ValidationException.*must name one/);
    expect(await end(memberships, { queryComputePayerAccountId: PUBLISHER }))
      .toMatchObject({ status: 'SUCCESS', queryComputePayerAccountId: PUBLISHER });
  });
});

describe('protected jobs', () => {
  const ABILITIES: Partial<CreateCollaborationCommandInput> = {
    creatorMemberAbilities: ['CAN_QUERY', 'CAN_RUN_JOB', 'CAN_RECEIVE_RESULTS'],
  };
  const pyspark = (membershipIdentifier: string) => ({
    membershipIdentifier,
    name: 'reach',
    format: 'PYSPARK_1_0' as const,
    source: {
      artifacts: { entryPoint: { location: { bucket: 'code', key: 'reach.py' } }, roleArn: `arn:aws:iam::${ADVERTISER}:role/artifacts` },
    },
    schema: { referencedTables: ['purchases'] },
  });

  it('run a template, and give their results to one member', async () => {
    const memberships = await room.open(ABILITIES);
    const { advertiser: membershipIdentifier, publisher } = memberships;
    const { analysisTemplate } = await room.advertiser.createAnalysisTemplate(pyspark(membershipIdentifier));
    const startJob = {
      type: 'PYSPARK' as const, membershipIdentifier, jobParameters: { analysisTemplateArn: analysisTemplate!.arn! },
    };
    await expect(room.advertiser.startProtectedJob(startJob))
      .rejects.toMatchObject({ message: expect.stringContaining('no place for the results of jobs') });

    await room.advertiser.updateMembership({
      membershipIdentifier,
      defaultJobResultConfiguration: {
        outputConfiguration: { s3: { bucket: 'results' } },
        roleArn: `arn:aws:iam::${ADVERTISER}:role/results`,
      },
    });
    const { protectedJob } = await room.advertiser.startProtectedJob(startJob);
    const get = { membershipIdentifier, protectedJobIdentifier: protectedJob!.id };
    expect((await room.advertiser.getProtectedJob(get)).protectedJob!.status).toBe('STARTED');
    expect((await room.advertiser.getProtectedJob(get)).protectedJob)
      .toMatchObject({ status: 'SUCCESS', result: { output: { memberList: [{ accountId: ADVERTISER }] } } });

    await room.readyTable('purchases', publisher, ANY_QUERY_RULE);
    const { protectedJob: second } = await room.advertiser.startProtectedJob(startJob);
    const getSecond = { membershipIdentifier, protectedJobIdentifier: second!.id };
    await room.advertiser.getProtectedJob(getSecond);
    expect((await room.advertiser.getProtectedJob(getSecond)).protectedJob)
      .toMatchObject({ status: 'FAILED', error: { message: '"purchases" is not for DIRECT_JOB' } });
  });

  it('have templates of members who can receive results only', async () => {
    const { publisher } = await room.open(ABILITIES);
    await expect(room.publisher.createAnalysisTemplate(pyspark(publisher))).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('exports of logs', () => {
  const path = (membershipId: string) => `/memberships/${membershipId}/analysislogexports`;
  const body = (analysisId: string) => ({
    analysisId,
    analysisType: 'PROTECTED_QUERY',
    resultConfiguration: { outputConfiguration: { s3: { bucket: 'logs' } } },
  });
  interface Exported {
    readonly analysisLogExport: { readonly analysisLogExportId: string; readonly status: string };
  }

  it('are for who may have the logs of a query that has ended', async () => {
    // The installed SDK sends the ability, and its types do not know it.
    const exports = 'CAN_EXPORT_QUERY_ANALYSIS_LOG' as 'CAN_QUERY';
    const memberships = await room.open({ creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS', exports] });
    await room.readyTable('purchases', memberships.publisher, ANY_QUERY_RULE);
    const id = await start(memberships);

    await expect(room.send(ADVERTISER, 'POST', path(memberships.advertiser), body(id))).rejects.toThrow('has no logs');
    await look(memberships, id);
    await look(memberships, id);
    await expect(room.send(PUBLISHER, 'POST', path(memberships.publisher), body(id))).rejects.toThrow('AccessDeniedException');

    const { analysisLogExport } = await room.send<Exported>(ADVERTISER, 'POST', path(memberships.advertiser), body(id));
    expect(analysisLogExport.status).toBe('IN_PROGRESS');
    const got = await room.send<Exported>(ADVERTISER, 'GET', `${path(memberships.advertiser)}/${analysisLogExport.analysisLogExportId}`);
    expect(got.analysisLogExport.status).toBe('SUCCESS');
    expect(await room.send(ADVERTISER, 'GET', `${path(memberships.advertiser)}?analysisIdentifier=${id}&status=SUCCESS`))
      .toMatchObject({ analysisLogExports: [{ analysisId: id }] });
  });
});
