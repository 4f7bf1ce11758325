import { Fn, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnConfiguredTableAssociation } from 'aws-cdk-lib/aws-cleanrooms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AdditionalAnalyses, AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, IntermediateTable, MemberAbility,
  MemberRemoval, Membership, PopulationAnalysis, TableSource,
} from '../../../src';
import type { CustomAnalysisRule, IntermediateTableProps } from '../../../src';
import { collaborationOfTwo } from '../../support/collaboration-of-two';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { cfnConfiguredTable } from '../../support/l1';
import { CREATOR, PARTNER, THIRD } from '../../support/stacks';

let app: App;
let creator: Stack;
let partner: Stack;
let collaboration: Collaboration;
let own: Membership;
let partners: Membership;

beforeEach(() => {
  ({ app, creator, partner, collaboration, own, partners } = collaborationOfTwo());
});

function intermediate(membership: Membership, query: string, props: Partial<IntermediateTableProps> = {}): IntermediateTable {
  return new IntermediateTable(membership.stack, 'Filled', {
    membership, intermediateTableName: 'filled', populationAnalysis: PopulationAnalysis.sql(query), ...props,
  });
}

function base(membership: Membership, name: string, analysisRule: CustomAnalysisRule, receivers = [CREATOR]): void {
  const { stack } = membership;
  new ConfiguredTableAssociation(stack, name, {
    membership,
    configuredTable: new ConfiguredTable(stack, `Table-${name}`, {
      source: TableSource.glueTable({ databaseName: 'sales', tableName: name, bucket: Bucket.fromBucketName(stack, `Data-${name}`, 'data'), prefix: name }),
      allowedColumns: AllowedColumns.of('email', 'city'),
      analysisRule,
    }),
    configuredTableAssociationName: name,
    analysisRule: AnalysisRule.forAssociation().allowResultReceivers(...receivers),
  });
}

const custom = () => AnalysisRule.custom().allowAnyQueryBy(CREATOR);

function messages(id: string): string[] {
  return Annotations.fromStack(creator).findWarning('/Creator/Filled', Match.stringLikeRegexp(id)).map(({ entry }) => String(entry.data));
}

describe('the owner of an intermediate table', () => {
  test('is refused when it cannot query', () => {
    intermediate(partners, 'SELECT 1');
    expectRefusedAtSynthesis(app, 'IntermediateTableOwnerCannotQuery',
      `Partner/Filled: 'membership' must be that of the member who can query, account ${CREATOR}, got the one of account ${PARTNER}`);
  });

  test('is the member who can query', () => {
    intermediate(own, 'SELECT 1');
    expect(() => app.synth()).not.toThrow();
  });

  test('can be anybody in a collaboration that is not known', () => {
    intermediate(Membership.fromMembershipIdentifier(partner, 'Imported', '55555555-5555-4555-8555-555555555555') as Membership, 'SELECT 1');
    expect(() => app.synth()).not.toThrow();
  });

  test('can be any account, where the stack can go to any', () => {
    const stack = new Stack(app, 'Anywhere');
    const imported = Collaboration.fromCollaborationAttributes(stack, 'Imported', {
      collaborationIdentifier: '11111111-1111-4111-8111-111111111111', creatorAccountId: CREATOR, memberAccountIds: [PARTNER],
    });
    intermediate(new Membership(stack, 'Membership', { collaboration: imported }), 'SELECT 1');
    expect(() => app.synth()).not.toThrow();
  });
});

describe('the receivers of an intermediate table', () => {
  test('are warned of where they cannot receive results, or are removed', () => {
    intermediate(own, 'SELECT 1', { analysisRule: custom(), allowedResultReceivers: [CREATOR, PARTNER, THIRD] });
    new MemberRemoval(creator, 'Removal', { collaboration, accountId: PARTNER });
    expect(messages('receiverCannotReceive')).toEqual([
      expect.stringContaining(`has ${PARTNER}, which the app removes from the collaboration`),
      expect.stringContaining(`has ${THIRD}, which is not a member`),
    ]);
  });
});

test('nothing is said of receivers where an intermediate table names none', () => {
  intermediate(own, 'SELECT 1');
  expect(messages('receiverCannotReceive')).toEqual([]);
});

describe('the rule of an intermediate table', () => {
  const strict = () => custom().disallowOutput('email');

  test('is warned of where it is looser than those of the tables that its query names, in any case of letters', () => {
    base(own, 'purchases', strict());
    base(partners, 'impressions', strict(), []);
    base(partners, 'visits', strict());
    intermediate(own, 'SELECT 1 FROM Purchases JOIN IMPRESSIONS USING (id)', { analysisRule: custom(), allowedResultReceivers: [CREATOR] });
    expect(messages('looserThanBaseTable')).toEqual([
      expect.stringMatching(/'disallowedOutputColumns' .* 'Creator\/purchases'/),
      expect.stringMatching(/'disallowedOutputColumns' .* 'Partner\/impressions'/),
      expect.stringMatching(/'allowedResultReceivers' .* 'Partner\/impressions'/),
    ]);
  });

  test.each<[string, () => unknown]>([
    ['it is as strict', () => intermediate(own, 'SELECT 1 FROM impressions', { analysisRule: strict(), allowedResultReceivers: [CREATOR] })],
    ['it has none', () => intermediate(own, 'SELECT 1 FROM impressions')],
    ['the query names no table of another member', () => intermediate(own, "SELECT 'impressions' FROM purchases", { analysisRule: custom() })],
    ['the query is a template', () => intermediate(own, '', {
      analysisRule: custom(),
      populationAnalysis: PopulationAnalysis.templateArn(`arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/1/analysistemplate/impressions`),
    })],
  ])('is fine where %s', (_, define) => {
    base(own, 'purchases', strict());
    base(partners, 'impressions', strict());
    define();
    expect(messages('looserThanBaseTable')).toEqual([]);
  });

  test('is warned of where a table that its query names asks for an additional analysis, and it does not', () => {
    base(partners, 'impressions', custom().withAdditionalAnalyses(AdditionalAnalyses.REQUIRED));
    intermediate(own, 'SELECT 1 FROM impressions', { analysisRule: custom().withAdditionalAnalyses(AdditionalAnalyses.ALLOWED) });
    expect(messages('looserThanBaseTable')).toEqual([expect.stringContaining("as strict as REQUIRED, as in the base table 'Partner/impressions', got ALLOWED")]);
  });

  test.each<[string, (association: CfnConfiguredTableAssociation) => unknown]>([
    ['of which only CloudFormation knows the name', (association) => (association.name = Fn.importValue('Name'))],
    ['that is imported, and whose association has no rule', (association) => {
      association.configuredTableIdentifier = '55555555-5555-4555-8555-555555555555';
      association.configuredTableAssociationAnalysisRules = undefined;
    }],
  ])('is fine over a table %s', (_, change) => {
    change(new CfnConfiguredTableAssociation(partner, 'Association', {
      name: 'impressions', membershipIdentifier: partners.membershipIdentifier, configuredTableIdentifier: cfnConfiguredTable(partner).ref, roleArn: 'arn',
    }));
    intermediate(own, 'SELECT 1 FROM impressions', { analysisRule: custom() });
    expect(messages('looserThanBaseTable')).toEqual([]);
  });

  test('is warned of over a table whose name has to be quoted', () => {
    base(partners, 'web visits-2026', strict());
    intermediate(own, 'SELECT 1 FROM `Web visits-2026`', { analysisRule: custom() });
    expect(messages('looserThanBaseTable')).toEqual([expect.stringContaining("'Partner/web visits-2026'")]);
  });

  test('is fine over tables of another collaboration', () => {
    base(partners, 'impressions', strict());
    const other = new Collaboration(creator, 'Other', { creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY] } });
    intermediate(other.addMembership('Membership'), 'SELECT 1 FROM impressions', { analysisRule: custom() });
    expect(messages('looserThanBaseTable')).toEqual([]);
  });
});
