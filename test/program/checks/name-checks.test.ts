import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnAnalysisTemplate, CfnConfiguredTableAssociation, CfnIdMappingTable, CfnIdNamespaceAssociation } from 'aws-cdk-lib/aws-cleanrooms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import {
  AnalysisSource, AnalysisTemplate, Collaboration, ConfiguredAudienceModelAssociation, IdNamespaceAssociation, IntermediateTable, MemberAbility,
  Membership, PopulationAnalysis, ProtectedQuery, QueryOutput, QueryStatement, ResultFormat, SchemaReadiness,
} from '../../../src';
import type { CollaborationLookupOptions } from '../../../src';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { CREATOR, PARTNER, warningsIn } from '../../support/stacks';

/*
 * Whatever names something of a collaboration is looked up in it. The program has the memberships of all members, or only that of
 * the creator, so that there may be more than the program knows.
 */

let app: App;
let creator: Stack;
let partner: Stack;
let collaboration: Collaboration;
let membership: Membership;

beforeEach(() => {
  app = new App();
  creator = stackIn('Creator', CREATOR);
  partner = stackIn('Partner', PARTNER);
  collaboration = new Collaboration(creator, 'Collaboration', {
    collaborationName: 'reach',
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: PARTNER, displayName: 'Partner' }],
  });
  membership = collaboration.addMembership('Membership');
});

function stackIn(id: string, account: string, region = 'us-east-1'): Stack {
  return new Stack(app, id, { env: { account, region } });
}

function joined(): Membership {
  return new Membership(partner, 'Membership', { collaboration });
}

function table(name: string, owner: refs.IMembershipRef = membership, stack = creator): void {
  new CfnConfiguredTableAssociation(stack, `Table-${name}`, {
    name,
    membershipIdentifier: owner.membershipRef.membershipIdentifier,
    configuredTableIdentifier: '44444444-4444-4444-8444-444444444444',
    roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
  });
}

const nameWarnings = (stack: Stack) => warningsIn(stack).filter((id) => /(name|table)Unknown$/.test(id));
const NAME = ['cdk-cleanrooms:nameUnknown'];
const TABLE = ['cdk-cleanrooms:tableUnknown'];

type Find = (name: string, options?: Partial<CollaborationLookupOptions>) => unknown;

const templates: [string, (name: string) => unknown, Find] = [
  'an analysis template',
  (name) => new CfnAnalysisTemplate(creator, 'Named', { name, membershipIdentifier: membership.membershipIdentifier, format: 'SQL', source: { text: 'SELECT 1' } }),
  (analysisTemplateName, options) => AnalysisTemplate.fromCollaboration(creator, 'Found', { collaboration, ownerAccountId: CREATOR, analysisTemplateName, ...options }),
];
const namespaces: typeof templates = [
  'an ID namespace association',
  (name) => new CfnIdNamespaceAssociation(creator, 'Named', {
    name, membershipIdentifier: membership.membershipIdentifier, inputReferenceConfig: { inputReferenceArn: 'arn', manageResourcePolicies: true },
  }),
  (idNamespaceAssociationName, options) => IdNamespaceAssociation.fromCollaboration(creator, 'Found', {
    collaboration, ownerAccountId: CREATOR, idNamespaceAssociationName, ...options,
  }),
];
const audiences: typeof templates = [
  'an association of a configured audience model',
  (configuredAudienceModelAssociationName) => new ConfiguredAudienceModelAssociation(creator, 'Named', {
    membership,
    configuredAudienceModelAssociationName,
    configuredAudienceModelArn: `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:configured-audience-model/44444444-4444-4444-8444-444444444444`,
  }),
  (configuredAudienceModelAssociationName, options) =>
    ConfiguredAudienceModelAssociation.fromCollaboration(creator, 'Found', {
      collaboration, ownerAccountId: CREATOR, configuredAudienceModelAssociationName, ...options,
    }),
];

describe.each([templates, namespaces, audiences])('the name of %s that is looked up', (what, define, find) => {
  test('is refused where all members are in the program and nothing has it', () => {
    joined();
    define('people');
    find('peopel');
    expectRefusedAtSynthesis(app, 'NameUnknown', `'peopel', but this app has no ${what.replace(/^an /, '')} of that name in the collaboration: 'people' is`);
  });

  test.each<[string, () => unknown]>([
    ['a member is not in the program and something has a similar one', () => {
      define('people');
      find('People');
    }],
    ['all members are in the program, something has a similar one, and the lookup waits', () => {
      joined();
      define('people');
      find('People', { timeout: Duration.minutes(1) });
    }],
    ['all members are in the program and nothing has a similar one', () => {
      joined();
      define('people');
      find('visitors');
    }],
    ['all members are in the program and only somebody else than the owner has it', () => {
      joined();
      define('people');
      find('people', { ownerAccountId: PARTNER });
    }],
  ])('is warned of where %s', (__, build) => {
    build();
    expect(nameWarnings(creator)).toEqual(NAME);
  });

  test.each<[string, () => unknown]>([
    ['something has it', () => {
      joined();
      define('people');
      find('people');
    }],
    ['a member is not in the program, and nothing has a similar one', () => {
      define('people');
      find('visitors');
    }],
    ['it is not known yet', () => {
      joined();
      find(new CfnParameter(creator, 'Name').valueAsString);
    }],
    ['nothing is known of the collaboration', () => {
      define('people');
      find('People', { collaboration: Collaboration.fromCollaborationIdentifier(creator, 'Imported', '11111111-1111-4111-8111-111111111111') });
    }],
    ['the owner has it', () => {
      joined();
      define('people');
      find('people', { ownerAccountId: CREATOR });
    }],
    ['only somebody else than the owner has a similar one', () => {
      define('people');
      find('People', { ownerAccountId: PARTNER });
    }],
    ['all members are in the program, nothing has a similar one, and the name of another one is not known', () => {
      joined();
      define(new CfnParameter(creator, 'Unknown').valueAsString);
      find('visitors');
    }],
  ])('is fine where %s', (_, build) => {
    build();
    expect(nameWarnings(creator)).toEqual([]);
  });
});

test('names are looked up among those of their kind and of their owner, however many others are looked up', () => {
  const template = (id: string, owner: refs.IMembershipRef, stack: Stack) => new CfnAnalysisTemplate(stack, id, {
    name: id, membershipIdentifier: owner.membershipRef.membershipIdentifier, format: 'SQL', source: { text: 'SELECT 1' },
  });
  template('reach', membership, creator);
  template('overlap', joined(), partner);
  const [, define, find] = namespaces;
  define('people');
  find('people');
  [['reach', CREATOR], ['overlap', PARTNER]].forEach(([analysisTemplateName, ownerAccountId]) =>
    AnalysisTemplate.fromCollaboration(creator, `Found-${analysisTemplateName}`, { collaboration, ownerAccountId, analysisTemplateName }));
  expect(nameWarnings(creator)).toEqual([]);
});

describe('the tables that are waited for', () => {
  const wait = (...tables: string[]) => new SchemaReadiness(creator, 'Ready', { collaboration, tables });

  test.each<[string, () => unknown]>([
    ['all members are in the program and none has one of them', () => {
      table('impressions', joined(), partner);
      table('purchases');
      wait('impressions', 'visits');
    }],
    ['all members are in the program and one has a table of a similar name', () => {
      table('impressions', joined(), partner);
      wait('Impressions');
    }],
    ['a member is not in the program and a similar name is', () => {
      table('purchases');
      wait('Purchases');
    }],
  ])('are warned of where %s', (_, build) => {
    build();
    expect(nameWarnings(creator)).toEqual(NAME);
    Annotations.fromStack(creator).hasWarning('/Creator/Ready', Match.stringLikeRegexp("^'tables' has '\\w+', but this app has no table of that name in the collaboration: "));
  });

  test.each<[string, () => unknown]>([
    ['are in the program', () => {
      table('impressions', joined(), partner);
      new CfnIdMappingTable(creator, 'Mapping', {
        name: 'mapping', membershipIdentifier: membership.membershipIdentifier, inputReferenceConfig: { inputReferenceArn: 'arn', manageResourcePolicies: true },
      });
      new IntermediateTable(creator, 'Filled', { membership, intermediateTableName: 'filled', populationAnalysis: PopulationAnalysis.sql('SELECT 1') });
      wait('impressions', 'mapping', 'filled');
    }],
    ['can be those of a member who is not in the program', () => wait('visits')],
    ['are not known yet', () => {
      joined();
      wait(new CfnParameter(creator, 'Name').valueAsString);
    }],
    ['can be those in a membership that is imported', () => {
      joined();
      table('purchases', Membership.fromMembershipIdentifier(creator, 'Imported', new CfnParameter(creator, 'Id').valueAsString));
      wait('purchases');
    }],
  ])('are fine where they %s', (_, build) => {
    build();
    expect(nameWarnings(creator)).toEqual([]);
  });
});

describe.each<[string, string, (query: string) => unknown]>([
  ['the source of an analysis template', 'source', (query) => new AnalysisTemplate(creator, 'Template', { membership, source: AnalysisSource.sql(query) })],
  ['the statement of a protected query', 'statement', (query) => new ProtectedQuery(creator, 'Query', {
    membership, statement: QueryStatement.sql(query), output: QueryOutput.s3(Bucket.fromBucketName(creator, 'Results', 'results'), { format: ResultFormat.CSV }),
  })],
  ['the analysis that fills an intermediate table', 'populationAnalysis', (query) => new IntermediateTable(creator, 'Filled', {
    membership, intermediateTableName: 'filled', populationAnalysis: PopulationAnalysis.sql(query),
  })],
])('a table in %s', (_, property, define) => {
  test('is warned of where all members are in the program and none has it', () => {
    joined();
    table('purchases');
    define('SELECT 1 FROM purchases JOIN visits USING (id)');
    expect(nameWarnings(creator)).toEqual(TABLE);
    Annotations.fromStack(creator).hasWarning('*', Match.stringLikeRegexp(`^'${property}' has 'visits', but this app has no table of that name`));
  });

  test('is warned of where a member is not in the program and the name is similar to a known one', () => {
    table('purchases');
    define('SELECT 1 FROM purchase');
    expect(nameWarnings(creator)).toEqual(TABLE);
  });

  test.each<[string, () => unknown]>([
    ['in any case of letters', () => {
      joined();
      table('purchases');
      define('SELECT 1 FROM PURCHASES');
    }],
    ['of a member who is not in the program', () => {
      table('purchases');
      define('SELECT 1 FROM visits');
    }],
    ['that can be in a membership that is imported', () => {
      joined();
      table('visits', Membership.fromMembershipIdentifier(creator, 'Imported', '11111111-1111-4111-8111-111111111111'));
      define('SELECT 1 FROM visits');
    }],
    ['that can have the name that is not known yet', () => {
      joined();
      new CfnConfiguredTableAssociation(creator, 'Unknown', {
        name: new CfnParameter(creator, 'Name').valueAsString,
        membershipIdentifier: membership.membershipIdentifier,
        configuredTableIdentifier: '44444444-4444-4444-8444-444444444444',
        roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
      });
      define('SELECT 1 FROM visits');
    }],
    ['of another Region in its name', () => {
      table('orders_eu');
      define('SELECT 1 FROM orders_us');
    }],
    ['in a text that is not known yet', () => {
      joined();
      define(new CfnParameter(creator, 'Text').valueAsString);
    }],
  ])('is fine %s', (__, build) => {
    build();
    expect(nameWarnings(creator)).toEqual([]);
  });
});

describe('the table that an analysis fills', () => {
  const fill = (query: string) => new IntermediateTable(creator, 'Filled', {
    membership, intermediateTableName: 'filled', populationAnalysis: PopulationAnalysis.sql(query),
  });

  test('is not among those that the analysis can read', () => {
    joined();
    table('purchases');
    fill('SELECT 1 FROM visits');
    Annotations.fromStack(creator).hasWarning('/Creator/Filled',
      `'populationAnalysis' has 'visits', but this app has no table of that name in the collaboration: purchases [ack: ${TABLE[0]}]`);
  });

  test('is warned of where the analysis reads it', () => {
    joined();
    table('purchases');
    fill('SELECT 1 FROM Filled');
    expect(nameWarnings(creator)).toEqual(TABLE);
  });

  test('can be read by other analyses', () => {
    joined();
    fill('SELECT 1');
    new AnalysisTemplate(creator, 'Template', { membership, source: AnalysisSource.sql('SELECT 1 FROM filled') });
    expect(nameWarnings(creator)).toEqual([]);
  });
});

test('a template can have the name of a table that it reads', () => {
  joined();
  table('purchases');
  new AnalysisTemplate(creator, 'Template', { membership, analysisTemplateName: 'purchases', source: AnalysisSource.sql('SELECT 1 FROM purchases') });
  expect(nameWarnings(creator)).toEqual([]);
});

describe('the referenced tables of an analysis template', () => {
  const SCRIPT = { entryPoint: { location: { bucket: 'scripts', key: 'script.py' } }, roleArn: `arn:aws:iam::${CREATOR}:role/reader` };
  const template = (referencedTables: string[], owner = membership.membershipIdentifier) => new CfnAnalysisTemplate(creator, 'Script', {
    name: 'script', membershipIdentifier: owner, format: 'PYSPARK_1_0', source: { artifacts: SCRIPT }, schema: { referencedTables },
  });

  test('are warned of where all members are in the program and none has one of them', () => {
    joined();
    table('purchases');
    template(['Purchases', 'visits', new CfnParameter(creator, 'Name').valueAsString]);
    expect(nameWarnings(creator)).toEqual(TABLE);
    Annotations.fromStack(creator).hasWarning('/Creator/Script', Match.stringLikeRegexp("^'referencedTables' has 'visits'"));
  });

  test('are fine where nothing is known of the collaboration', () => {
    joined();
    template(['visits'], '55555555-5555-4555-8555-555555555555');
    expect(nameWarnings(creator)).toEqual([]);
  });
});
