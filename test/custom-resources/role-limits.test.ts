import { runSimulation } from '@cloud-copilot/iam-simulate';
import { Template } from 'aws-cdk-lib/assertions';
import { Collaboration, ConfiguredAudienceModelAssociation, PrivacyImpactPreview } from '../../src';
import { MEMBERSHIP_CLEANUP_TAG } from '../../src/custom-resources/contract';
import { CREATOR, stackOf } from '../support/stacks';

/*
 * What the role of the function may do to things that are not of its stack, simulated.
 */
const STACK_ID = `arn:aws:cloudformation:us-east-1:${CREATOR}:stack/Stack/0`;
const OTHER_STACK_ID = `arn:aws:cloudformation:us-east-1:${CREATOR}:stack/Other/0`;
const MEMBERSHIP = `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/11111111-1111-4111-8111-111111111111`;
const ASSOCIATION = `${MEMBERSHIP}/configuredaudiencemodelassociation/22222222-2222-4222-8222-222222222222`;
const MODEL = `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:configured-audience-model/lookalikes`;
const OTHER_MODEL = `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:configured-audience-model/other`;
const CREATION_TAGS = { 'cdk-cleanrooms:stack': STACK_ID, 'cdk-cleanrooms:resource': 'Lookalikes', 'cdk-cleanrooms:request': '1', 'team': 'measurement' };

type Tags = Readonly<Record<string, string>>;

let policies: { name: string; policy: object }[];

beforeAll(() => {
  const stack = stackOf();
  const membership = new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' } }).addMembership('Membership');
  const association = new ConfiguredAudienceModelAssociation(stack, 'Lookalikes', {
    membership, configuredAudienceModelArn: MODEL, configuredAudienceModelAssociationName: 'lookalikes',
  });
  association.cdkTagManager.setTag('team', 'measurement');
  new PrivacyImpactPreview(stack, 'Preview', { membership, epsilon: 3, usersNoisePerQuery: 30 });

  const template = Template.fromStack(stack);
  policies = Object.entries(template.findResources('AWS::IAM::Policy'))
    .map(([name, { Properties }]) => ({ name, policy: deployed(Properties.PolicyDocument) as object }));
});

/** A part of a template as it is deployed. References to resources of the stack are ARNs of no interest here. */
function deployed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(deployed);
  if (typeof part !== 'object' || part === null) return part;
  const { 'Ref': reference, 'Fn::Join': join, 'Fn::GetAtt': attribute } = part as { 'Ref'?: string; 'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: unknown };
  if (reference === 'AWS::StackId') return STACK_ID;
  if (reference === 'AWS::Partition') return 'aws';
  if (attribute) return `${MEMBERSHIP}`;
  if (join) return join[1].map(deployed).join(join[0]);
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, deployed(value)]));
}

/** Whether the role may take an action. */
async function may(
  action: string, resource: string, { own = {}, given, keys = Object.keys(given ?? {}) }: { own?: Tags; given?: Tags; keys?: string[] } = {},
) {
  const tags = (key: string, values: Tags = {}) => Object.entries(values).map(([name, value]) => [`aws:${key}/${name}`, value]);
  const { resultType, ...rest } = await runSimulation({
    request: {
      principal: `arn:aws:iam::${CREATOR}:role/function`,
      action,
      resource: { resource, accountId: CREATOR },
      contextVariables: Object.fromEntries([...tags('ResourceTag', own), ...tags('RequestTag', given), ...keys.length ? [['aws:TagKeys', keys]] : []]),
    },
    identityPolicies: policies as never,
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  }, {});
  if (resultType === 'error') throw new Error(JSON.stringify(rest));
  return resultType === 'single' && (rest as unknown as { overallResult: string }).overallResult === 'Allowed';
}

const OWN = { 'cdk-cleanrooms:stack': STACK_ID };
const OF_OTHER_STACK = { 'cdk-cleanrooms:stack': OTHER_STACK_ID };

describe('the role of the function', () => {
  test('creates associations with its own tags and those of the user, and with no others', async () => {
    expect(await may('cleanrooms:CreateConfiguredAudienceModelAssociation', ASSOCIATION, { given: CREATION_TAGS })).toBe(true);
    expect(await may('cleanrooms:TagResource', ASSOCIATION, { given: CREATION_TAGS })).toBe(true);
    expect(await may('cleanrooms:TagResource', ASSOCIATION, { given: { ...CREATION_TAGS, owner: 'somebody' } })).toBe(false);
    expect(await may('cleanrooms:CreateConfiguredAudienceModelAssociation', ASSOCIATION, { given: { ...CREATION_TAGS, ...OF_OTHER_STACK } })).toBe(false);
  });

  test('puts its tag on nothing that another stack has, on no membership and no collaboration', async () => {
    expect(await may('cleanrooms:TagResource', ASSOCIATION, { own: OF_OTHER_STACK, given: OWN })).toBe(false);
    expect(await may('cleanrooms:TagResource', MEMBERSHIP, { given: OWN })).toBe(false);
    expect(await may('cleanrooms:TagResource', `arn:aws:cleanrooms:us-east-1:${CREATOR}:collaboration/33333333-3333-4333-8333-333333333333`, { given: OWN })).toBe(false);
    expect(await may('cleanrooms:TagResource', `${MEMBERSHIP}/analysistemplate/22222222-2222-4222-8222-222222222222`, { given: OWN })).toBe(false);
  });

  test('changes the tags of the user on what it has created, and not those by which it knows it', async () => {
    expect(await may('cleanrooms:TagResource', ASSOCIATION, { own: OWN, given: { team: 'research' } })).toBe(true);
    expect(await may('cleanrooms:UntagResource', ASSOCIATION, { own: OWN, keys: ['team'] })).toBe(true);
    expect(await may('cleanrooms:UntagResource', ASSOCIATION, { own: OWN, keys: ['cdk-cleanrooms:stack'] })).toBe(false);
    expect(await may('cleanrooms:TagResource', ASSOCIATION, { own: OWN, given: { 'cdk-cleanrooms:stack': OTHER_STACK_ID } })).toBe(false);
  });

  test.each(['Delete', 'Update'])('may call %s only on what it has created', async (verb) => {
    const action = `cleanrooms:${verb}ConfiguredAudienceModelAssociation`;
    expect(await may(action, ASSOCIATION, { own: OWN })).toBe(true);
    expect(await may(action, ASSOCIATION, { own: OF_OTHER_STACK })).toBe(false);
    expect(await may(action, ASSOCIATION)).toBe(false);
  });

  test('deletes only memberships that its stack has marked to go with their collaboration', async () => {
    expect(await may('cleanrooms:DeleteMembership', MEMBERSHIP, { own: { [MEMBERSHIP_CLEANUP_TAG]: STACK_ID } })).toBe(true);
    expect(await may('cleanrooms:DeleteMembership', MEMBERSHIP, { own: { [MEMBERSHIP_CLEANUP_TAG]: OTHER_STACK_ID } })).toBe(false);
    expect(await may('cleanrooms:DeleteMembership', MEMBERSHIP)).toBe(false);
  });

  test('manages the policy of the given model alone', async () => {
    expect(await may('cleanrooms-ml:PutConfiguredAudienceModelPolicy', MODEL)).toBe(true);
    expect(await may('cleanrooms-ml:PutConfiguredAudienceModelPolicy', OTHER_MODEL)).toBe(false);
  });

  test.each([
    ['cleanrooms:DeleteCollaboration', `arn:aws:cleanrooms:us-east-1:${CREATOR}:collaboration/33333333-3333-4333-8333-333333333333`],
    ['cleanrooms:UpdateMembership', MEMBERSHIP],
    ['cleanrooms:DeleteConfiguredTableAssociation', `${MEMBERSHIP}/configuredtableassociation/22222222-2222-4222-8222-222222222222`],
    ['iam:PassRole', `arn:aws:iam::${CREATOR}:role/anything`],
    ['sts:AssumeRole', `arn:aws:iam::${CREATOR}:role/anything`],
    ['lambda:UpdateFunctionCode', `arn:aws:lambda:us-east-1:${CREATOR}:function:anything`],
  ])('may not call %s', async (action, resource) => {
    expect(await may(action, resource, { own: OWN })).toBe(false);
  });
});
