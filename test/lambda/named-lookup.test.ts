import { createHash } from 'node:crypto';
import { DeleteAnalysisTemplateCommand, DeleteConfiguredAudienceModelAssociationCommand, DeleteIdNamespaceAssociationCommand } from '@aws-sdk/client-cleanrooms';
import { recording, StackResource } from './cloudformation';
import { type Share, shareAudienceModel, shareIdNamespace, shareTemplate } from './sharing';
import { ADVERTISER, PUBLISHER, type Room, World } from './world';
import { type NamedLookupProperties, ResourceType } from '../../src/custom-resources/contract';

let world: World;
let own: Room;
let partner: Room;

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  own = await world.openRoom();
  partner = await world.join(own.collaborationIdentifier, PUBLISHER);
});

const SQL = 'SELECT COUNT(*) FROM purchases'; // that of shareTemplate
const SQL_HASH = createHash('sha256').update(SQL).digest('hex');

/** Deletes what the partner shares. */
type Remove = (arn: string) => Promise<unknown>;

const parts = (arn: string) => ({ membershipIdentifier: partner.membershipIdentifier, id: arn.split('/').at(-1)! });
const removeTemplate: Remove = async (arn) => {
  const { id: analysisTemplateIdentifier, membershipIdentifier } = parts(arn);
  return world.client(PUBLISHER).send(new DeleteAnalysisTemplateCommand({ membershipIdentifier, analysisTemplateIdentifier }));
};
const removeAudienceModel: Remove = async (arn) => {
  const { id: configuredAudienceModelAssociationIdentifier, membershipIdentifier } = parts(arn);
  return world.client(PUBLISHER).send(new DeleteConfiguredAudienceModelAssociationCommand({
    membershipIdentifier, configuredAudienceModelAssociationIdentifier,
  }));
};
const removeIdNamespace: Remove = async (arn) => {
  const { id: idNamespaceAssociationIdentifier, membershipIdentifier } = parts(arn);
  return world.client(PUBLISHER).send(new DeleteIdNamespaceAssociationCommand({ membershipIdentifier, idNamespaceAssociationIdentifier }));
};

describe.each([
  ['analysis template', ResourceType.ANALYSIS_TEMPLATE_LOOKUP, shareTemplate, removeTemplate],
  ['configured audience model association', ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION_LOOKUP, shareAudienceModel, removeAudienceModel],
  ['ID namespace association', ResourceType.ID_NAMESPACE_ASSOCIATION_LOOKUP, shareIdNamespace, removeIdNamespace],
] as const)('the lookup of an %s', (displayName, type, share: Share, remove: Remove) => {
  const resource = new StackResource(type, 'Found');

  function question(changed: Partial<NamedLookupProperties> = {}): NamedLookupProperties {
    return { CollaborationIdentifier: own.collaborationIdentifier, Name: 'reach', OwnerAccountId: PUBLISHER, WaitSeconds: 0, ...changed };
  }

  async function find(changed: Partial<NamedLookupProperties> = {}) {
    return world.deliver(resource.createEvent(question(changed)));
  }

  type Changed = Partial<NamedLookupProperties>;

  async function findAgain(physicalId: string, changed: Changed = {}, before: Changed = { WaitSeconds: 1 }) {
    return world.deliver(resource.updateEvent(physicalId, question(changed), question(before)));
  }

  test('finds the one of another member', async () => {
    await share(world, partner, PUBLISHER, 'another');
    const arn = await share(world, partner, PUBLISHER, 'reach');

    expect(await find()).toEqual({ PhysicalResourceId: recording(arn), Data: { Arn: arn } });
  });

  test('finds the one of its owner when two members use the name', async () => {
    world.allowSameNames('ConfiguredAudienceModelAssociation');
    const [ownArn, partnersArn] = [await share(world, own, ADVERTISER, 'reach'), await share(world, partner, PUBLISHER, 'reach')];

    expect(await find({ OwnerAccountId: ADVERTISER })).toMatchObject({ Data: { Arn: ownArn } });
    expect(await find({ OwnerAccountId: PUBLISHER })).toMatchObject({ Data: { Arn: partnersArn } });
  });

  describe('keeps what it has found:', () => {
    test('also under the physical ids of earlier versions', async () => {
      const arn = await share(world, partner, PUBLISHER, 'reach');
      const id = arn.split('/').at(-1)!;

      expect(await findAgain(id)).toEqual({ PhysicalResourceId: recording(arn), Data: { Arn: arn } });
      expect(await findAgain(arn)).toMatchObject({ PhysicalResourceId: expect.stringMatching(new RegExp(`^${arn}/`)), Data: { Arn: arn } });
    });

    test.each([
      ['another wait', {}],
      ['the owner that was not named before', { OwnerAccountId: undefined as never }],
    ])('fails when the owner has put another one in its place (update: %s)', async (_, before) => {
      const arn = await share(world, partner, PUBLISHER, 'reach');
      await remove(arn);
      const another = await share(world, partner, PUBLISHER, 'reach');

      await expect(findAgain(arn, {}, { ...before, WaitSeconds: 1 })).rejects.toThrow(
        new RegExp(`^the ${displayName} 'reach' of ${PUBLISHER} in the collaboration ${own.collaborationIdentifier} that was found before, `
          + `${arn.split('/').at(-1)}, is gone, and another one has its name: ${another}.*`
          + `Read what it does, and set 'acceptedIdentifier' to '${another.split('/').at(-1)}' if you accept it$`));
    });

    test('takes the other one once it is accepted by its id, and no third one', async () => {
      const arn = await share(world, partner, PUBLISHER, 'reach');
      await remove(arn);
      const another = await share(world, partner, PUBLISHER, 'reach');
      const accepted = { AcceptedIdentifier: another.split('/').at(-1) };

      expect(await findAgain(arn, accepted)).toMatchObject({ Data: { Arn: another } });
      await remove(another);
      await share(world, partner, PUBLISHER, 'reach');
      await expect(findAgain(another, { ...accepted, WaitSeconds: 2 }, accepted)).rejects.toThrow('is gone, and another one has its name');
    });

    test('takes another one for another question', async () => {
      const arn = await share(world, partner, PUBLISHER, 'reach');
      const other = await share(world, partner, PUBLISHER, 'other');

      expect(await findAgain(arn, { Name: 'other' }, { Name: 'reach' })).toMatchObject({ Data: { Arn: other } });
    });

    test.each(['gone', 'in other hands'])('goes back to it in a rollback, even if it is %s', async (state) => {
      const arn = await share(world, partner, PUBLISHER, 'reach');
      await remove(arn);
      if (state !== 'gone') await share(world, partner, PUBLISHER, 'reach');
      world.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';

      expect(await findAgain(arn)).toEqual({ PhysicalResourceId: arn, Data: { Arn: arn } });
    });
  });

  test('lists the candidates when none has the name or the owner', async () => {
    const arn = await share(world, partner, PUBLISHER, 'reach');
    const candidate = `There is: 'reach' of ${PUBLISHER} (${arn.split('/').at(-1)})`;
    const where = `in the collaboration ${own.collaborationIdentifier}`;

    await expect(find({ Name: 'reech' })).rejects.toThrow(`there is no ${displayName} 'reech' of ${PUBLISHER} ${where}. ${candidate}`);
    await expect(find({ OwnerAccountId: ADVERTISER })).rejects.toThrow(`there is no ${displayName} 'reach' of ${ADVERTISER}`);
  });

  test('fails with the service\'s message when the collaboration does not exist', async () => {
    await expect(find({ CollaborationIdentifier: '99999999-9999-4999-8999-999999999999' }))
      .rejects.toThrow(/^ListCollaboration\w+: .*ResourceNotFoundException/);
  });
});

describe('the source of a template', () => {
  const resource = new StackResource(ResourceType.ANALYSIS_TEMPLATE_LOOKUP, 'Found');

  async function findPinned(sourceSha256: string) {
    return world.deliver(resource.createEvent({
      CollaborationIdentifier: own.collaborationIdentifier, Name: 'reach', OwnerAccountId: PUBLISHER, SourceSha256: sourceSha256, WaitSeconds: 0,
    }));
  }

  test('is the expected one', async () => {
    const arn = await shareTemplate(world, partner, PUBLISHER, 'reach');
    expect(await findPinned(SQL_HASH)).toMatchObject({ Data: { Arn: arn } });
    expect(await findPinned(SQL_HASH.toUpperCase())).toMatchObject({ Data: { Arn: arn } });
  });

  test('is another one, which is named with its hash, without its text', async () => {
    const arn = await shareTemplate(world, partner, PUBLISHER, 'reach');
    await expect(findPinned('a1'.repeat(32))).rejects.toThrow(
      `the analysis template 'reach' of ${PUBLISHER} in the collaboration ${own.collaborationIdentifier} is ${arn}, whose SQL or script has the SHA-256 ${SQL_HASH}. `
      + `'sourceSha256' expects ${'a1'.repeat(32)}: read what it does now, and give its value if you accept it`);
  });
});
