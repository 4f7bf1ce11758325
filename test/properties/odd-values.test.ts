import { App, CfnResource, Errors, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { KnownResource } from '../../src/program/known-resources';
import { Program } from '../../src/program/program';
import { CREATOR, PARTNER } from '../support/stacks';

/*
 * What the checks read can be anything: a token, a number, nothing, a list in place of a text.
 */

/** The properties of one resource of each type that the model knows. A text such as `@Membership` is a reference to another resource. */
const PROPERTIES: Readonly<Record<keyof typeof KnownResource, Record<string, unknown>>> = {
  COLLABORATION: {
    Name: 'room',
    CreatorDisplayName: 'Creator',
    CreatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
    CreatorMLMemberAbilities: { CustomMLMemberAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'] },
    CreatorPaymentConfiguration: { QueryCompute: { IsResponsible: true }, MachineLearning: { ModelTraining: { IsResponsible: true } } },
    Members: [{
      AccountId: PARTNER, DisplayName: 'Partner', MemberAbilities: [], PaymentConfiguration: { QueryCompute: { IsResponsible: false } },
    }],
    QueryLogStatus: 'ENABLED',
    JobLogStatus: 'ENABLED',
    IsMetricsEnabled: true,
    AllowedResultRegions: ['us-east-1'],
    AnalyticsEngine: 'SPARK',
  },
  MEMBERSHIP: {
    CollaborationIdentifier: '@COLLABORATION',
    QueryLogStatus: 'ENABLED',
    JobLogStatus: 'ENABLED',
    IsMetricsEnabled: true,
    DefaultResultConfiguration: { OutputConfiguration: { S3: { Bucket: 'results' } } },
    PaymentConfiguration: { QueryCompute: { IsResponsible: true } },
  },
  CONFIGURED_TABLE: {
    Name: 'purchases',
    AllowedColumns: ['id', 'email'],
    AnalysisRules: [{
      Type: 'CUSTOM',
      Policy: {
        V1: {
          Custom: {
            AllowedAnalyses: ['@ANALYSIS_TEMPLATE', 'ANY_QUERY'],
            AllowedAnalysisProviders: [CREATOR],
            AdditionalAnalyses: 'REQUIRED',
            DisallowedOutputColumns: ['email'],
            DifferentialPrivacy: { Columns: [{ Name: 'id' }] },
          },
        },
      },
    }],
  },
  CONFIGURED_TABLE_ASSOCIATION: {
    Name: 'purchases',
    MembershipIdentifier: '@MEMBERSHIP',
    ConfiguredTableIdentifier: '@CONFIGURED_TABLE',
    ConfiguredTableAssociationAnalysisRules: [{
      Type: 'CUSTOM', Policy: { V1: { Custom: { AllowedResultReceivers: [CREATOR], AllowedAdditionalAnalyses: ['arn'] } } },
    }],
  },
  ANALYSIS_TEMPLATE: {
    Name: 'overlap',
    MembershipIdentifier: '@MEMBERSHIP',
    Format: 'SQL',
    Source: { Text: 'SELECT 1 FROM purchases' },
    Schema: { ReferencedTables: ['purchases'] },
    AnalysisParameters: [{ Name: 'day', Type: 'DATE', DefaultValue: '2026-01-01' }],
  },
  PRIVACY_BUDGET_TEMPLATE: {
    MembershipIdentifier: '@MEMBERSHIP', PrivacyBudgetType: 'ACCESS_BUDGET', Parameters: { ResourceArn: '@CONFIGURED_TABLE_ASSOCIATION' },
  },
  ID_MAPPING_TABLE: { Name: 'mapping', MembershipIdentifier: '@MEMBERSHIP' },
  ID_NAMESPACE_ASSOCIATION: { Name: 'people', MembershipIdentifier: '@MEMBERSHIP', InputReferenceConfig: { InputReferenceArn: '@ID_NAMESPACE' } },
  INTERMEDIATE_TABLE: {
    Name: 'filled',
    MembershipIdentifier: '@MEMBERSHIP',
    PopulationAnalysisConfiguration: { SqlParameters: { QueryString: 'SELECT 1 FROM purchases' } },
    AnalysisRules: [{
      Type: 'CUSTOM',
      Policy: {
        V1: {
          Custom: {
            AllowedAnalyses: ['ANY_QUERY'],
            AllowedAnalysisProviders: [CREATOR],
            AllowedResultReceivers: [CREATOR],
            AdditionalAnalyses: 'ALLOWED',
            DisallowedOutputColumns: [],
          },
        },
      },
    }],
  },
  MODEL_ALGORITHM_ASSOCIATION: { MembershipIdentifier: '@MEMBERSHIP' },
  ID_NAMESPACE: { Type: 'SOURCE' },
  BUCKET: { BucketName: 'data', BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { KMSMasterKeyID: 'key' } }] } },
  REGISTERED_LOCATION: { ResourceArn: 'arn:aws:s3:::data/purchases' },
  ANALYSIS_TEMPLATE_LOOKUP: { CollaborationIdentifier: '@COLLABORATION', Name: 'overlap', OwnerAccountId: CREATOR },
  AUDIENCE_MODEL_ASSOCIATION: { Name: 'audience', MembershipIdentifier: '@MEMBERSHIP' },
  AUDIENCE_MODEL_ASSOCIATION_LOOKUP: { CollaborationIdentifier: '@COLLABORATION', Name: 'audience', OwnerAccountId: CREATOR },
  CHANGE_REQUEST: {
    CollaborationIdentifier: '@COLLABORATION',
    Changes: [{ Member: { AccountId: PARTNER, DisplayName: 'P', Abilities: ['CAN_RECEIVE_RESULTS'], MlAbilities: [], Payment: { QUERY_COMPUTE: true } } }],
  },
  CHANGE_REQUEST_APPROVAL: { CollaborationIdentifier: '@COLLABORATION', Changes: [{ Member: { AccountId: PARTNER, Abilities: [] } }] },
  COLLABORATION_LOOKUP: { CollaborationName: 'room', CreatorAccountId: CREATOR },
  INTERMEDIATE_TABLE_POPULATION: { MembershipIdentifier: '@MEMBERSHIP', IntermediateTableIdentifier: '@INTERMEDIATE_TABLE' },
  ID_MAPPING_TABLE_POPULATION: { MembershipIdentifier: '@MEMBERSHIP', IdMappingTableIdentifier: '@ID_MAPPING_TABLE' },
  ID_NAMESPACE_ASSOCIATION_LOOKUP: { CollaborationIdentifier: '@COLLABORATION', Name: 'people' },
  MEMBERS_JOINED: { CollaborationIdentifier: '@COLLABORATION', AccountIds: [PARTNER] },
  MEMBER_REMOVAL: { CollaborationIdentifier: '@COLLABORATION', AccountId: PARTNER },
  MEMBERSHIP_LOOKUP: { CollaborationIdentifier: '@COLLABORATION' },
  PROTECTED_JOB: { MembershipIdentifier: '@MEMBERSHIP', AnalysisTemplateArn: '@ANALYSIS_TEMPLATE', PayerAccountId: CREATOR },
  PROTECTED_QUERY: {
    MembershipIdentifier: '@MEMBERSHIP', Statement: { QueryString: 'SELECT 1 FROM purchases', AnalysisTemplateArn: '@ANALYSIS_TEMPLATE' }, PayerAccountId: CREATOR,
  },
  SCHEMA_READINESS: { CollaborationIdentifier: '@COLLABORATION', Tables: ['purchases'] },
};

type Path = readonly (string | number)[];

/** All paths in a value: to the properties, to what they have, and to the members of lists. */
function pathsIn(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]): Path[] => [[key], ...pathsIn(member).map((path) => [key, ...path])]);
}

/** A copy of a value with another one at a path. */
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...value as object }) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const ODD: Record<string, () => unknown> = {
  'nothing': () => undefined,
  'null': () => null,
  'a token': () => Token.asAny({ Ref: 'Unknown' }),
  'the text of a token': () => Token.asString({ Ref: 'Unknown' }),
  'a function that is written out': () => ({ 'Fn::Sub': 'text' }),
  'a lazy value': () => Lazy.any({ produce: () => ({ odd: 1 }) }),
  'a number': () => 7,
  'a boolean': () => true,
  'an empty text': () => '',
  'a text': () => 'text',
  'an empty list': () => [],
  'a list of nothing': () => [null, undefined],
  'a list of lists': () => [[]],
  'a list of tokens': () => [Token.asAny({ Ref: 'Unknown' }), Token.asString({ Ref: 'Unknown' })],
  'a list of numbers': () => [7],
  'an empty object': () => ({}),
};

interface Oddity {
  readonly id: keyof typeof KnownResource;
  readonly path: Path;
  readonly odd: string;
}

const ids = Object.keys(PROPERTIES) as (keyof typeof KnownResource)[];
const places = ids.flatMap((id) => pathsIn(PROPERTIES[id]).map((path) => ({ id, path })));
const oddities: fc.Arbitrary<Oddity> = fc.record({ place: fc.constantFrom(...places), odd: fc.constantFrom(...Object.keys(ODD)) })
  .map(({ place, odd }) => ({ ...place, odd }));

/** The program of all resources, with odd values. */
function programWith(odd: readonly Oddity[]): App {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
  const resources = new Map(ids.map((id) => [id, new CfnResource(stack, id, { type: KnownResource[id] })]));
  const referred = (value: unknown): unknown => typeof value === 'string' && value.startsWith('@') ? resources.get(value.slice(1) as never)!.ref
    : Array.isArray(value) ? value.map(referred)
      : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, referred(member)]))
        : value;
  for (const [id, resource] of resources) {
    const properties = odd.filter((each) => each.id === id)
      .reduce((before, each) => replaced(before, each.path, ODD[each.odd]()), referred(PROPERTIES[id]));
    for (const [name, value] of Object.entries(properties as object)) resource.addPropertyOverride(name, value);
  }
  return app;
}

test('the checks report what is wrong, and never fail themselves', () => {
  fc.assert(fc.property(fc.array(oddities, { minLength: 1, maxLength: 4 }), (odd) => {
    const app = programWith(odd);
    Program.of(app).model.index();
    try {
      app.node.validate();
    } catch (error) {
      if (!Errors.isValidationError(error) || !/ \[\w+\]$/.test((error as Error).message)) throw error;
    }
  }), { numRuns: 500 });
});
