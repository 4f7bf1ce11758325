import { ADVERTISER, CleanRoom, LIST_RULE, PUBLISHER } from './clean-room';
import type { AuthorizationRequest } from '../../tools/src/local-cloud/api/permissions';
import { startCleanRoomsApi, type CleanRoomsApi } from '../../tools/src/local-cloud/api/server';

const MODEL = `arn:aws:cleanrooms-ml:eu-central-1:${PUBLISHER}:configured-audience-model/one`;

let asked: AuthorizationRequest[];
let refuse: (request: AuthorizationRequest) => string | undefined;
let api: CleanRoomsApi;
let room: CleanRoom;
beforeAll(async () => {
  api = await startCleanRoomsApi({
    authorize: async (request) => {
      asked.push(request);
      return refuse(request);
    },
  });
  room = new CleanRoom(api.url);
});
afterAll(() => api.close());
beforeEach(() => {
  api.reset();
  asked = [];
  refuse = () => undefined;
});

const questions = () => asked.splice(0).map(({ action, resource }) => `${action} ${resource}`);

it('asks for an action on every resource that it needs, tags and policies of others included', async () => {
  const { publisher: membershipIdentifier } = await room.open();
  questions();
  const { configuredAudienceModelAssociation } = await room.publisher.createConfiguredAudienceModelAssociation({
    membershipIdentifier,
    configuredAudienceModelArn: MODEL,
    configuredAudienceModelAssociationName: 'lookalikes',
    manageResourcePolicies: true,
    tags: { team: 'data' },
  });

  const membershipArn = `arn:aws:cleanrooms:eu-central-1:${PUBLISHER}:membership/${membershipIdentifier}`;
  const { arn, id } = configuredAudienceModelAssociation!;
  expect(asked[0]).toEqual({
    accessKeyId: PUBLISHER,
    account: PUBLISHER,
    region: 'eu-central-1',
    action: 'cleanrooms:CreateConfiguredAudienceModelAssociation',
    resource: `${membershipArn}/configuredaudiencemodelassociation/*`,
    context: { 'aws:RequestTag/team': 'data', 'aws:TagKeys': ['team'] },
  });
  expect(questions()).toEqual([
    `cleanrooms:CreateConfiguredAudienceModelAssociation ${membershipArn}/configuredaudiencemodelassociation/*`,
    `cleanrooms:CreateConfiguredAudienceModelAssociation ${membershipArn}`,
    `cleanrooms:TagResource ${membershipArn}/configuredaudiencemodelassociation/*`,
    `cleanrooms-ml:GetConfiguredAudienceModelPolicy ${MODEL}`,
    `cleanrooms-ml:PutConfiguredAudienceModelPolicy ${MODEL}`,
  ]);

  await room.publisher.listConfiguredAudienceModelAssociations({ membershipIdentifier });
  expect(questions()).toEqual([
    `cleanrooms:ListConfiguredAudienceModelAssociations ${membershipArn}/configuredaudiencemodelassociation/*`,
    `cleanrooms:ListConfiguredAudienceModelAssociations ${membershipArn}`,
  ]);

  await room.publisher.deleteConfiguredAudienceModelAssociation({ membershipIdentifier, configuredAudienceModelAssociationIdentifier: id });
  expect(asked[0].context).toEqual({ 'aws:ResourceTag/team': 'data' });
  expect(questions()).toEqual([
    `cleanrooms:DeleteConfiguredAudienceModelAssociation ${arn}`,
    `cleanrooms-ml:GetConfiguredAudienceModelPolicy ${MODEL}`,
    `cleanrooms-ml:DeleteConfiguredAudienceModelPolicy ${MODEL}`,
  ]);
});

it('asks to pass the roles that a call hands over', async () => {
  const { publisher } = await room.open();
  const table = await room.table('purchases');
  questions();
  await room.associate('purchases', publisher, table);

  expect(asked.at(-1)).toMatchObject({ action: 'iam:PassRole', context: { 'iam:PassedToService': 'cleanrooms.amazonaws.com' } });
  const own = `arn:aws:cleanrooms:eu-central-1:${PUBLISHER}`;
  expect(questions()).toEqual([
    `cleanrooms:CreateConfiguredTableAssociation ${own}:configuredtable/${table}`,
    `cleanrooms:CreateConfiguredTableAssociation ${own}:membership/${publisher}/configuredtableassociation/*`,
    `cleanrooms:CreateConfiguredTableAssociation ${own}:membership/${publisher}`,
    `iam:PassRole arn:aws:iam::${PUBLISHER}:role/reader`,
  ]);
});

it('asks for changes of a table that have an action of their own', async () => {
  const configuredTableIdentifier = await room.table('purchases');
  questions();
  await room.publisher.updateConfiguredTable({ configuredTableIdentifier, allowedColumns: ['email'] });

  const arn = `arn:aws:cleanrooms:eu-central-1:${PUBLISHER}:configuredtable/${configuredTableIdentifier}`;
  expect(questions()).toEqual([`cleanrooms:UpdateConfiguredTable ${arn}`, `cleanrooms:UpdateConfiguredTableAllowedColumns ${arn}`]);
});

it('asks for what a call names by ARN or by name', async () => {
  const { collaborationIdentifier, publisher } = await room.open();
  const { arn } = await room.readyTable('purchases', publisher, LIST_RULE);
  questions();
  await room.advertiser.getSchema({ collaborationIdentifier, name: 'purchases' });
  const collaborationArn = `arn:aws:cleanrooms:eu-central-1:${ADVERTISER}:collaboration/${collaborationIdentifier}`;
  expect(questions()).toEqual([`cleanrooms:GetSchema ${collaborationArn}`, `cleanrooms:GetSchema ${arn}`]);

  const analysisTemplateArn = arn.replace('configuredtableassociation', 'analysistemplate');
  await expect(room.advertiser.getCollaborationAnalysisTemplate({ collaborationIdentifier, analysisTemplateArn }))
    .rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  expect(questions()).toEqual([
    `cleanrooms:GetCollaborationAnalysisTemplate ${analysisTemplateArn}`,
    `cleanrooms:GetCollaborationAnalysisTemplate ${collaborationArn}`,
  ]);

  await room.publisher.tagResource({ resourceArn: arn, tags: { team: 'data' } });
  expect(questions()).toEqual([`cleanrooms:TagResource ${arn}`]);
});

it('asks for * where an operation has no resource', async () => {
  await room.advertiser.listCollaborations();
  expect(questions()).toEqual(['cleanrooms:ListCollaborations *']);
});

it('refuses what IAM refuses, before anything is done, and keeps what it asked for', async () => {
  refuse = ({ action }) => (action === 'cleanrooms:CreateConfiguredTable' ? 'no policy allows it' : undefined);

  await expect(room.table('purchases')).rejects.toMatchObject({
    name: 'AccessDeniedException',
    reason: 'INSUFFICIENT_PERMISSIONS',
    message: expect.stringMatching(/cleanrooms:CreateConfiguredTable on resource: arn.*configuredtable\/\*: no policy allows it/),
  });
  expect(api.state(PUBLISHER, 'eu-central-1')).toEqual([]);
  expect(api.calls).toMatchObject([{ operation: 'CreateConfiguredTable', status: 403, authorized: ['cleanrooms:CreateConfiguredTable'] }]);
});
