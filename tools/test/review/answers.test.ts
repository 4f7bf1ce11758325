import { CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnAnalysisTemplate, CfnIdNamespaceAssociation, CfnPrivacyBudgetTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { AGGREGATION, LIST, TestRoom, aggregation, custom } from './rooms';
import { CREATOR, PARTNER, THIRD } from '../../../test/support/stacks';
import { QUESTION_KEYS } from '../../src/review/questions';
import { answersOf } from '../../src/review/review';

const BRAND = `Brand (${CREATOR})`;
const MEDIA = `Media (${PARTNER})`;

/** Whole answers that a room is to have among others. */
function expectAnswers(room: TestRoom, question: Parameters<TestRoom['answers']>[0], ...answers: string[]): void {
  expect(room.answers(question)).toEqual(expect.arrayContaining(answers));
}

describe('every room', () => {
  const room = new TestRoom({ isPartnerElsewhere: true });
  room.table('sales', AGGREGATION);

  test('answers every question', () => {
    const { sections } = room.reviewed;
    expect(sections.map(({ question }) => question)).toEqual(QUESTION_KEYS);
    expect(sections.filter(({ blocks }) => !blocks.length)).toEqual([]);
  });

  test('says of each answer where it comes from, but for that no earlier version was given', () => {
    const withoutSource = answersOf(room.reviewed).filter(({ answer }) => !answer.sources.length).map(({ question }) => question);
    expect(withoutSource).toEqual(['DIFFERENCES']);
  });

  test('has each fact once', () => {
    const facts = answersOf(room.reviewed).flatMap(({ answer }) => answer.facts).map(({ subject, key }) => `${subject.keys[0]}: ${key}`);
    expect(facts.filter((key, index) => facts.indexOf(key) !== index)).toEqual([]);
  });
});

describe('members', () => {
  test('are listed, with whether their part is in the program', () => {
    expectAnswers(new TestRoom(), 'MEMBERS', `${BRAND} | yes | yes`, `${MEDIA} | no | yes`);
    expectAnswers(new TestRoom({ isPartnerElsewhere: true }), 'MEMBERS', `? ${MEDIA} | no | no: what this member shares, allows and logs is not known here`);
  });

  test('are not known where the collaboration is created elsewhere', () => {
    const room = new TestRoom({ membership: { collaborationIdentifier: '88888888-8888-4888-8888-888888888888' } });
    const reviewed = room.review().rooms.find(({ name }) => name !== 'room')!;
    expect(reviewed.name).toBe('88888888-8888-4888-8888-888888888888');
    const text = JSON.stringify(reviewed.sections.find(({ question }) => question === 'MEMBERS'));
    expect(text).toContain('does not say who the members are');
  });

  test('whose account is known at deployment only are named by their stack', () => {
    const room = new TestRoom();
    const stack = new Stack(room.app, 'Anywhere');
    new CfnResource(stack, 'Collaboration', {
      type: 'AWS::CleanRooms::Collaboration',
      properties: { Name: 'other', Description: 'x', CreatorDisplayName: 'Else', CreatorMemberAbilities: [], QueryLogStatus: 'DISABLED', Members: [] },
    });
    const other = room.review().rooms.find(({ name }) => name === 'other')!;
    expect(JSON.stringify(other.sections[0])).toContain('Else');
  });
});

describe('abilities', () => {
  test('are said in words', () => {
    const room = new TestRoom({
      collaboration: {
        creatorMemberAbilities: ['CAN_QUERY', 'CAN_RUN_JOB'],
        creatorMlMemberAbilities: { customMlMemberAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'] },
        members: [{ accountId: PARTNER, displayName: 'Media', memberAbilities: ['CAN_RECEIVE_RESULTS', 'CAN_FLY'] }],
      },
    });
    expectAnswers(room, 'ABILITIES', `${BRAND} | run queries, run PySpark jobs and export trained models`, `${MEDIA} | receive results and CAN_FLY`);
    expectAnswers(new TestRoom(), 'ABILITIES', `${MEDIA} | nothing of this: it can only bring data and analyses`);
  });

  test('that are known at deployment only are not known', () => {
    const room = new TestRoom();
    room.collaboration.addPropertyOverride('CreatorMemberAbilities', { Ref: 'Abilities' });
    room.parameter('Abilities');
    expectAnswers(room, 'ABILITIES', `? ${BRAND} | not known`);
  });

  test('to see the logs of models are those of their privacy configuration', () => {
    const model = (policies?: object) => {
      const room = new TestRoom();
      new CfnResource(room.creator, 'Model', {
        type: 'AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation',
        properties: {
          Name: 'churn', MembershipIdentifier: room.membership.attrMembershipIdentifier, ConfiguredModelAlgorithmArn: 'arn:model', ...policies && { PrivacyConfiguration: { Policies: policies } },
        },
      });
      return room;
    };
    expectAnswers(model({ TrainedModels: { ContainerLogs: [{ AllowedAccountIds: [PARTNER] }] } }), 'ABILITIES', `Model churn of ${BRAND} can be trained in the room. Its logs may be seen by ${MEDIA}.`);
    expectAnswers(model(), 'ABILITIES', `Model churn of ${BRAND} can be trained in the room. Its logs are shared with nobody.`);
    expectAnswers(new TestRoom(), 'ABILITIES', 'This program has no model that could be trained in the room, and so no logs of training.');
    expectAnswers(new TestRoom({ isPartnerElsewhere: true }), 'ABILITIES',
      `? This program has no model that could be trained in the room, and so no logs of training. Whether ${MEDIA} has any is not known here.`);
  });
});

describe('payments and costs', () => {
  test('are of the members that are named, and otherwise of who runs analyses', () => {
    const named = new TestRoom({
      collaboration: {
        members: [{ accountId: PARTNER, displayName: 'Media', memberAbilities: [], paymentConfiguration: { queryCompute: { isResponsible: true } } }],
        creatorPaymentConfiguration: { queryCompute: { isResponsible: false } },
      },
    });
    expectAnswers(named, 'PAYMENTS', `${BRAND} | nothing`, `${MEDIA} | queries`);
    expectAnswers(new TestRoom(), 'PAYMENTS', `${BRAND} | queries (by default, because nobody is named)`, `${MEDIA} | nothing`);
    expect(named.answers('COSTS')[0]).toMatch(new RegExp(`^queries \\| Media \\(${PARTNER}\\) \\| CRPU-hours`));
    expect(new TestRoom().answers('COSTS')[1]).toMatch(/^PySpark jobs \| nobody: no member can run them/);
  });

  test('are not known where the collaboration is created elsewhere', () => {
    const room = new TestRoom();
    room.membership.collaborationIdentifier = 'elsewhere';
    const elsewhere = room.review().rooms.find(({ name }) => name === 'elsewhere')!;
    expect(JSON.stringify(elsewhere.sections.find(({ question }) => question === 'COSTS'))).toContain('not known');
  });
});

describe('data', () => {
  test('is named with its columns, and with those that were left out', () => {
    const withoutSource = new TestRoom();
    withoutSource.table('sales', AGGREGATION);
    expectAnswers(withoutSource, 'DATA', `? sales | ${BRAND} | AWS Glue table sales.sales | id, city and amount | not known: the columns of the source are not in this program`);
    const room = new TestRoom();
    room.table('sales', AGGREGATION);
    new CfnTable(room.creator, 'Glue', {
      catalogId: CREATOR,
      databaseName: 'sales',
      tableInput: { name: 'sales', storageDescriptor: { columns: ['id', 'city', 'amount', 'card'].map((name) => ({ name, type: 'string' })) } },
    });
    expectAnswers(room, 'DATA', `sales | ${BRAND} | AWS Glue table sales.sales | id, city and amount | card`);
  });

  test('of members who deploy for themselves is not known', () => {
    expectAnswers(new TestRoom({ isPartnerElsewhere: true }), 'DATA', `? Which tables there are of ${MEDIA} is not known here.`);
    expect(new TestRoom().answers('DATA').join()).not.toContain('not known');
  });

  test('says whether queries may group by ids that are brought', () => {
    const room = (allowUseAsDimensionColumn?: boolean) => {
      const made = new TestRoom();
      new CfnIdNamespaceAssociation(made.creator, 'Ids', {
        name: 'ids',
        membershipIdentifier: made.membership.attrMembershipIdentifier,
        inputReferenceConfig: { inputReferenceArn: 'arn:ids', manageResourcePolicies: true },
        idMappingConfig: allowUseAsDimensionColumn === undefined ? undefined : { allowUseAsDimensionColumn },
      });
      return made.answers('DATA').join();
    };
    expect(room(true)).toContain('Queries may group by these ids.');
    expect(room(false)).toContain('Queries may not group by these ids.');
    expect(room()).toContain('Queries may not group by these ids.');
  });

  test('says whether its owner encrypts it', () => {
    const room = new TestRoom({
      collaboration: {
        dataEncryptionMetadata: { allowCleartext: true, allowDuplicates: false, allowJoinsOnColumnsWithDifferentNames: false, preserveNulls: false },
      },
    });
    expect(room.answers('DATA').join()).toContain('It allows that tables may also have columns that are not encrypted.');
    expect(new TestRoom().answers('DATA').join()).toContain('Data is not encrypted by its owner before it enters');
  });
});

describe('columns', () => {
  test('of an aggregation rule', () => {
    const room = new TestRoom();
    room.table('sales', AGGREGATION, { table: { allowedColumns: ['id', 'city', 'amount', 'shop'] } });
    expectAnswers(room, 'COLUMNS',
      'id | yes | no | no | no | no | used', 'city | no | yes | yes | no | of groups | used', 'amount | no | no | no | sum | no | used',
      'shop | no | no | no | no | no | good for nothing');
  });

  test('of a list rule', () => {
    const room = new TestRoom();
    room.table('sales', LIST);
    expectAnswers(room, 'COLUMNS', 'id | yes | no | no | no | no | used', 'city | no | yes | no | no | yes | used', 'amount | no | no | no | no | no | good for nothing');
  });

  test('of a custom rule, as far as it leaves them to the analysis', () => {
    const room = new TestRoom();
    room.table('sales', custom({ disallowedOutputColumns: ['ID'] }));
    expectAnswers(room, 'COLUMNS', 'id | if the analysis does | if the analysis does | if the analysis does | no | no | used',
      'city | if the analysis does | if the analysis does | if the analysis does | if the analysis does | if the analysis does | used');
  });

  test('are not known where a part of the rule is known at deployment only', () => {
    const room = new TestRoom();
    room.table('sales', aggregation({ dimensionColumns: [room.parameter('Column')] }));
    expect(room.answers('COLUMNS')[0]).toMatch(/^\? What the columns of table sales of Brand .* is not known here/);
    expect(room.answers('GROUPS')[0]).toBe(`? sales | ${BRAND} | not known: its rule is not known here in full`);
    expect(room.answers('ROWS')[0]).toMatch(/^\? /);
    expect(room.answers('ANALYSES')[0]).toMatch(/^\? /);
  });

  test('cannot be used where the table has no rule', () => {
    const room = new TestRoom();
    room.table('sales', undefined);
    expect(room.answers('COLUMNS')[0]).toContain('has no analysis rule: nothing can be asked of it');
    expect(room.answers('ROWS')[0]).toContain('No: it has no analysis rule');
  });
});


/** A table with a custom rule whose newest parts no L1 of the oldest aws-cdk-lib has. */
function customTable(room: TestRoom, rule: Parameters<typeof custom>[0], raw: object = {}, analysisMethod = 'DIRECT_QUERY'): TestRoom {
  room.table('sales', custom(rule), { table: { analysisMethod } });
  const table = room.creator.node.findChild('sales-table') as CfnResource;
  Object.entries(raw).forEach(([name, value]) => table.addPropertyOverride(`AnalysisRules.0.Policy.V1.Custom.${name}`, value));
  return room;
}

describe('rows about one person', () => {
  test.each<[string, (room: TestRoom) => unknown, string]>([
    ['never come out of totals', (room) => room.table('sales', AGGREGATION), 'No: only totals of groups come out.'],
    ['come out of lists', (room) => room.table('sales', LIST), '! Yes: for each match with a table of the member who queries, the values of city come out.'],
    ['come out of any query', (room) => customTable(room, {}), '! Yes: any query may ask for them.'],
    ['do not come out behind a threshold', (room) => customTable(room, {}, { AggregationThresholds: [{ IdentityColumns: ['id'], MinimumIdentityCount: 50, AllowedAggregateExpressionType: 'COLUMNS_ONLY' }] }),
      'Not by queries: there are at least 50 different values of id behind each row.'],
    ['come out with a column that needs no minimum', (room) => customTable(room, {}, {
      AggregationThresholds: [{ IdentityColumns: ['id'], MinimumIdentityCount: 50, OutputColumnThresholds: [{ OutputColumnName: 'city', MinimumIdentityCount: 0 }] }],
    }), '! Yes: any query may ask for them. Rows with city need no minimum.'],
    ['do not come out of differential privacy', (room) => customTable(room, { differentialPrivacy: { columns: [{ name: 'id' }] } }), 'Not by queries: differential privacy lets out totals with noise only.'],
    ['can come out of jobs', (room) => customTable(room, { allowedAnalyses: ['ANY_JOB'], differentialPrivacy: { columns: [{ name: 'id' }] } }, {}, 'DIRECT_JOB'),
      '! Yes, if an allowed script returns them: read the scripts. No control of the table binds jobs.'],
    ['do not come out where nothing is allowed', (room) => customTable(room, { allowedAnalyses: [] }), 'No: the rule allows no analysis.'],
  ])('%s', (_, define, answer) => {
    const room = new TestRoom();
    define(room);
    const [mark, says] = answer.startsWith('! ') ? ['! ', answer.slice(2)] : ['', answer];
    expect(room.answers('ROWS')[0]).toBe(`${mark}sales | ${BRAND} | ${says}`);
  });
});

describe('the smallest group', () => {
  test.each<[string, Parameters<typeof customTable>[2], string]>([
    ['of a threshold', { AggregationThresholds: [{ IdentityColumns: ['id'], MinimumIdentityCount: 50 }] }, `sales | ${BRAND} | 50 different values of id`],
    ['is to be looked at where it is the lowest', { AggregationThresholds: [{ IdentityColumns: ['id'], MinimumIdentityCount: 2 }] }, `! sales | ${BRAND} | 2 different values of id`],
    ['is one without a threshold', {}, `! sales | ${BRAND} | one: the rule has no minimum`],
  ])('%s', (_, raw, answer) => {
    expect(customTable(new TestRoom(), {}, raw).answers('GROUPS')).toEqual([answer]);
  });

  test('of an aggregation rule', () => {
    const room = new TestRoom({ isPartnerElsewhere: true });
    room.table('sales', AGGREGATION);
    expect(room.answers('GROUPS')).toEqual([`sales | ${BRAND} | 100 different values of id`, `? The smallest group in results from tables of ${MEDIA} is not known here.`]);
  });
});

describe('singling out', () => {
  test('says by what queries may filter', () => {
    const room = new TestRoom();
    room.table('sales', AGGREGATION);
    expect(room.answers('SINGLING_OUT')[0]).toBe(`! sales | ${BRAND} | Queries may filter by city only. | Nothing limits how often it is asked.`);
    expect(customTable(new TestRoom(), {}).answers('SINGLING_OUT')[0]).toContain('Allowed analyses may filter by every shared column.');
    expect(customTable(new TestRoom(), {}, { ComparisonControls: { AllowedLiteralComparisonColumns: ['city'], AllowedColumnComparisonColumns: ['id'] } }).answers('SINGLING_OUT')[0])
      .toContain('Only city may be compared with fixed values.');
  });

  test('says what limits repeated queries', () => {
    const room = new TestRoom();
    const association = room.table('sales', AGGREGATION);
    new CfnPrivacyBudgetTemplate(room.creator, 'Budget', {
      membershipIdentifier: room.membership.attrMembershipIdentifier,
      privacyBudgetType: 'ACCESS_BUDGET',
      autoRefresh: 'NONE',
      parameters: { resourceArn: association.attrArn, budgetParameters: [{ type: 'CALENDAR_DAY', budget: 3 }] },
    });
    expect(room.answers('SINGLING_OUT')[0]).toContain('An access budget limits how often it is read: 3 a day.');
    expect(room.answers('BUDGETS')).toContain('sales | 3 | a day');
    expect(customTable(new TestRoom(), { differentialPrivacy: { columns: [{ name: 'id' }] } }).answers('SINGLING_OUT')[0]).toContain('Noise and the privacy budget limit');
  });
});

describe('analyses', () => {
  const template = (room: TestRoom, text: string, more: object = {}) => new CfnAnalysisTemplate(room.creator, 'Template', {
    name: 'reach', format: 'SQL', membershipIdentifier: room.membership.attrMembershipIdentifier, source: { text }, ...more,
  });

  test('are shown with their text and its SHA-256', () => {
    const room = new TestRoom();
    customTable(room, { allowedAnalyses: [template(room, 'SELECT 1').attrArn], allowedAnalysisProviders: undefined });
    expect(room.answers('ANALYSES')).toEqual([
      `sales | ${BRAND} | template reach of ${BRAND} (queries only) | its text is below`,
      `Template reach of ${BRAND} is a query. It has no parameters.`,
      'Text of template reach. SHA-256: e004ebd5b5532a4b85984a62f8ad48a81aa3460c1ca07701f386135d72cdecf5\nSELECT 1',
    ]);
    expect(room.answers('ROWS')[0]).toContain('Yes, if an allowed analysis asks for them: read the analyses.');
  });

  test('whose text is known at deployment only are not known', () => {
    const room = new TestRoom();
    template(room, room.parameter('Text'));
    expect(room.answers('ANALYSES')).toContain('? Text of template reach: known at deployment only.');
  });

  test('of others are not known, unless their hash is', () => {
    const lookup = (sha256?: string) => {
      const room = new TestRoom();
      const found = new CfnResource(room.creator, 'Lookup', {
        type: 'Custom::CleanRoomsAnalysisTemplateLookup',
        properties: { CollaborationIdentifier: room.collaboration.attrCollaborationIdentifier, Name: 'theirs', OwnerAccountId: PARTNER, SourceSha256: sha256, WaitSeconds: 0 },
      });
      return customTable(room, { allowedAnalyses: [found.getAtt('Arn').toString()] }).answers('ANALYSES')[0];
    };
    expect(lookup()).toBe(`? sales | ${BRAND} | template theirs of ${MEDIA} (queries only) | not known: its text is in another program`);
    expect(lookup('abc')).toBe(`sales | ${BRAND} | template theirs of ${MEDIA} (queries only) | its text is in another program; only the one with the SHA-256 abc is accepted`);
  });

  test('that need no review are named with the accounts', () => {
    expect(customTable(new TestRoom(), { allowedAnalysisProviders: [CREATOR, THIRD] }).answers('ANALYSES')[0])
      .toBe(`! sales | ${BRAND} | any query of ${BRAND} or account ${THIRD} (queries only) | nobody beforehand`);
  });

  test('that show errors in detail are to be looked at', () => {
    const room = new TestRoom();
    template(room, 'SELECT 1', { errorMessageConfiguration: { type: 'DETAILED' } });
    expect(room.answers('ANALYSES').find((answer) => answer.includes('is a query'))).toMatch(/^! .*Its errors are shown in detail/);
  });
});

describe('jobs', () => {
  test('escape what the rule sets for queries', () => {
    const room = customTable(new TestRoom(), { allowedAnalyses: ['ANY_JOB'], disallowedOutputColumns: ['id'], differentialPrivacy: { columns: [{ name: 'id' }] } }, {}, 'MULTIPLE');
    (room.creator.node.findChild('sales-table') as CfnResource).addPropertyOverride('SelectedAnalysisMethods', ['DIRECT_QUERY', 'DIRECT_JOB']);
    expect(room.answers('JOBS')[0]).toBe('! PySpark jobs may read table sales. Only the list of allowed scripts binds them. They escape differential privacy and the columns that no '
      + 'query may return, which the rule of the table sets for queries.');
  });

  test('are none where tables are for queries only', () => {
    const room = new TestRoom();
    room.table('sales', AGGREGATION);
    expect(room.answers('JOBS')[0]).toBe('No job may read 1 table of this program: their analysis method is for queries only.');
  });

  test('are not known where the analysis method is known at deployment only', () => {
    const room = new TestRoom();
    room.table('sales', custom(), { table: { analysisMethod: room.parameter('Method') } });
    expect(room.answers('JOBS')[0]).toBe('? Whether jobs may read table sales is not known here.');
  });
});

describe('privacy budgets', () => {
  const budget = (room: TestRoom, more: object = {}) => new CfnPrivacyBudgetTemplate(room.creator, 'Budget', {
    membershipIdentifier: room.membership.attrMembershipIdentifier,
    privacyBudgetType: 'DIFFERENTIAL_PRIVACY',
    autoRefresh: 'CALENDAR_MONTH',
    parameters: { epsilon: 3, usersNoisePerQuery: 30 },
    ...more,
  });

  test('are said with their noise and period', () => {
    const room = new TestRoom();
    budget(room);
    expect(room.answers('BUDGETS')[0]).toBe(`${BRAND} | ε = 3 | of 30 people | each month anew`);
    const once = new TestRoom();
    budget(once, { autoRefresh: 'NONE' });
    expect(once.answers('BUDGETS')[0]).toContain('once, for the whole life of the room');
  });

  test('that are missing for differential privacy are to be looked at', () => {
    const room = () => customTable(new TestRoom(), { differentialPrivacy: { columns: [{ name: 'id' }] } });
    expect(room().answers('BUDGETS')[0]).toBe(`! Table sales has differential privacy, and this program has no budget of ${BRAND} for it.`);
    const withBudget = room();
    budget(withBudget);
    expect(withBudget.answers('BUDGETS').join()).not.toContain('has no budget of');
  });

  test('that are known at deployment only are not known', () => {
    const room = new TestRoom();
    budget(room, { parameters: { epsilon: 3, usersNoisePerQuery: 30 } }).addPropertyOverride('Parameters.Epsilon', room.parameter('Number'));
    expect(room.answers('BUDGETS')[0]).toBe(`? ${BRAND} | not known | of 30 people | each month anew`);
    const access = new TestRoom();
    const association = access.table('sales', AGGREGATION);
    budget(access, { privacyBudgetType: 'ACCESS_BUDGET', parameters: { resourceArn: association.attrArn, budgetParameters: [{ type: 'CALENDAR_DAY', budget: 1 }] } })
      .addPropertyOverride('Parameters.BudgetParameters.0.Budget', access.parameter('Number'));
    expect(access.answers('BUDGETS')[0]).toBe('? sales | not known | a day');
  });

  test('are none where the program has none', () => {
    expect(new TestRoom().answers('BUDGETS')).toEqual(['This program has no privacy budget and no access budget, so that it does not limit how often its tables are asked.']);
  });
});

describe('results', () => {
  const inBucket = (bucket: string, more: object = {}) => ({ outputConfiguration: { s3: { bucket, resultFormat: 'CSV', keyPrefix: 'results/' } }, ...more });

  test('go to who can receive them, as each table allows', () => {
    const room = new TestRoom();
    room.table('sales', AGGREGATION, { receivers: [PARTNER] });
    room.table('views', AGGREGATION, { associationRules: [] });
    expectAnswers(room, 'RESULTS', `${BRAND} may receive results.`, `sales | ${BRAND} | ${MEDIA}`, `views | ${BRAND} | nobody: the association has no rule that names receivers`);
  });

  test('are in a bucket of the program, with its Region, its key and how long it keeps them', () => {
    const room = new TestRoom();
    const bucket = new CfnBucket(room.creator, 'Bucket', {
      bucketEncryption: { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: 'arn:key' } }] },
      lifecycleConfiguration: { rules: [{ status: 'Enabled', expirationInDays: 30 }, { status: 'Disabled', expirationInDays: 1 }, { status: 'Enabled', prefix: 'other/', expirationInDays: 2 }] },
    });
    room.membership.defaultResultConfiguration = inBucket(bucket.ref);
    expectAnswers(room, 'RESULTS', `${BRAND} | queries | Creator/Bucket, folder results/ | us-east-1 | the key arn:key in AWS KMS | 30 days`);
  });

  test('in a bucket of another program are known by its name only', () => {
    const room = new TestRoom();
    room.membership.defaultResultConfiguration = inBucket(Bucket.fromBucketName(room.creator, 'Theirs', 'their-bucket').bucketName);
    expectAnswers(room, 'RESULTS', `? ${BRAND} | queries | their-bucket, folder results/ | not known | not known | not known`);
  });

  test('of a receiver who deploys for itself are not known', () => {
    const room = new TestRoom({
      isPartnerElsewhere: true, collaboration: { members: [{ accountId: PARTNER, displayName: 'Media', memberAbilities: ['CAN_RECEIVE_RESULTS'] }] },
    });
    expectAnswers(room, 'RESULTS', `? Where ${MEDIA} receives results, how they are encrypted and how long they are kept is not known here.`);
  });

  test('may go to any Region, unless the collaboration names some', () => {
    expectAnswers(new TestRoom(), 'RESULTS', 'The collaboration names no Regions for results: receivers may have them in any.');
    expectAnswers(new TestRoom({ collaboration: { allowedResultRegions: ['eu-west-1'] } }), 'RESULTS', 'Results may only be written to eu-west-1.');
  });
});

describe('models', () => {
  test.each([
    ['NOT_ALLOWED', `sales | ${BRAND} | no | none`],
    ['ALLOWED', `! sales | ${BRAND} | yes | none`],
    ['REQUIRED', `! sales | ${BRAND} | yes, and only for that: nobody receives results of queries | none`],
    [undefined, `? sales | ${BRAND} | not known: the rule leaves it to the default of AWS, which is not documented | none`],
  ])('may be fed as the rule says: %s', (additionalAnalyses, answer) => {
    const room = new TestRoom();
    room.table('sales', custom({ additionalAnalyses }));
    expect(room.answers('MODELS')[0]).toBe(answer);
  });
});

describe('changes', () => {
  test('need a vote, unless the collaboration approves them automatically', () => {
    expect(new TestRoom().answers('CHANGES')[0]).toBe('No change of members, abilities or payers is approved automatically: the members vote on each.');
    expect(new TestRoom({ collaboration: { autoApprovedChangeTypes: ['ADD_MEMBER'] } }).answers('CHANGES')[0])
      .toBe('! These changes are approved automatically when the creator asks for them: new members.');
  });
});

describe('raw data', () => {
  test('is read by roles that trust some memberships', () => {
    const room = new TestRoom();
    const role = room.role('Reader', { ArnLike: { 'aws:SourceArn': [room.membership.attrArn, `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/*`] } });
    new CfnPolicy(room.creator, 'Policy', {
      policyName: 'read', roles: [role.ref], policyDocument: { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: ['arn:aws:s3:::data/*'] } },
    });
    room.table('sales', AGGREGATION, { roleArn: role.attrArn });
    expectAnswers(room, 'RAW_DATA', `reading table sales | Creator/Reader | AWS Clean Rooms acting for arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/* or {Creator/Membership}.`,
      'reading table sales | s3:GetObject | arn:aws:s3:::data/*');
  });

  test('is to be looked at where a role trusts the service without conditions', () => {
    const room = new TestRoom();
    room.table('sales', AGGREGATION, { roleArn: room.role('Reader', undefined).attrArn });
    expectAnswers(room, 'RAW_DATA', '! reading table sales | Creator/Reader | AWS Clean Rooms, without any condition.');
    const open = new TestRoom();
    open.table('sales', AGGREGATION, { roleArn: open.role('Reader', undefined, '*').attrArn });
    expectAnswers(open, 'RAW_DATA', '! reading table sales | Creator/Reader | Everybody, without any condition.');
  });

  test('is not known where the role is of another program', () => {
    const room = new TestRoom();
    room.table('sales', AGGREGATION);
    expectAnswers(room, 'RAW_DATA', `? reading table sales | arn:aws:iam::${CREATOR}:role/reader | not known: the role is not in this program`);
  });
});

describe('logs', () => {
  test('are on where room and membership have them on', () => {
    expect(new TestRoom({ isPartnerElsewhere: true }).answers('LOGS').slice(0, 3)).toEqual([
      'the room allows it | yes | no | no', `${BRAND} gets it | yes | no | no`, `? Whether there are logs for ${MEDIA} is not known here.`,
    ]);
    expect(new TestRoom({ collaboration: { queryLogStatus: 'DISABLED', jobLogStatus: 'ENABLED', isMetricsEnabled: true } }).answers('LOGS')[0]).toBe('! the room allows it | no | yes | yes');
  });
});

describe('the end', () => {
  test('deletes what has no other policy', () => {
    const room = new TestRoom();
    room.collaboration.applyRemovalPolicy(RemovalPolicy.RETAIN);
    expect(room.answers('END').slice(0, 2)).toEqual([`collaboration room | ${BRAND} | it stays`, `membership Creator/Membership | ${BRAND} | it is deleted`]);
  });
});

test('a program without a clean room says so', () => {
  const { rooms, notes } = reviewOfEmptyApp();
  expect(rooms).toEqual([]);
  expect(notes).toHaveLength(1);
});

function reviewOfEmptyApp() {
  const room = new TestRoom();
  room.creator.node.tryRemoveChild('Collaboration');
  room.creator.node.tryRemoveChild('Membership');
  room.partner.node.tryRemoveChild('Membership');
  return room.review();
}

test('a table of a membership that is not in the program has a room of its own', () => {
  const room = new TestRoom();
  const association = room.table('sales', LIST);
  association.membershipIdentifier = '99999999-9999-4999-8999-999999999999';
  const names = room.review().rooms.map(({ name }) => name);
  expect(names).toEqual(['room', 'the collaboration of membership 99999999-9999-4999-8999-999999999999']);
});
