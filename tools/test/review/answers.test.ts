import { CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnAnalysisTemplate, CfnIdNamespaceAssociation } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { AGGREGATION, LIST, TestRoom, custom, customTable, expectAnswers } from './rooms';
import { CREATOR, PARTNER, THIRD } from '../../../test/support/stacks';
import { QUESTION_KEYS } from '../../src/review/questions';
import { answersOf } from '../../src/review/review';

const BRAND = `Brand (${CREATOR})`;
const MEDIA = `Media (${PARTNER})`;

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
