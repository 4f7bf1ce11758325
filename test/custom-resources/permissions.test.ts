import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AnalysisTemplate, AudienceModel, ChangeRequestApproval, Collaboration, CollaborationChange, CollaborationChangeRequest, ConfiguredAudienceModel,
  ConfiguredAudienceModelAssociation, ConfiguredModelAlgorithmAssociation, IdMappingTable, IdMappingTablePopulation, IdNamespaceAssociation,
  IntermediateTable, IntermediateTablePopulation, MemberRemoval, MembersJoined, Membership, MlConfiguration, MlInputChannel, PopulationAnalysis,
  PrivacyBudget, PrivacyBudgetTemplate, PrivacyImpactPreview, ProtectedJob, ProtectedQuery, QueryStatement, SchemaReadiness, TrainedModel,
  TrainingDataset,
} from '../../src';
import type { ICollaboration, IMembership } from '../../src';
import { LiveCollaboration } from '../../src/constructs/clean-room/live-collaboration';
import { MembershipCleanup } from '../../src/constructs/membership/membership-cleanup';
import { ResourceType } from '../../src/custom-resources/contract';
import { ReplacementGuard } from '../../src/custom-resources/replacement-guard';
import { ServiceRoleReady } from '../../src/custom-resources/service-role-ready';
import { objectionsTo } from '../support/authorization';
import type { Statement } from '../support/authorization';
import { cfnCollaboration, mappingWorkflow } from '../support/l1';
import { importedFrom, namesFrom, textOf } from '../support/sources';
import { CREATOR, PARTNER, stackOf } from '../support/stacks';

const TEMPLATE_ARN = 'arn:aws:cleanrooms:us-east-1:222222222222:membership/77777777-7777-4777-8777-777777777777/analysistemplate/88888888-8888-4888-8888-888888888888';

/** A stack's only custom resource, of each type. */
const ONLY: Record<ResourceType, (stack: Stack) => void> = {
  [ResourceType.ANALYSIS_TEMPLATE_LOOKUP]: (stack) => {
    AnalysisTemplate.fromCollaboration(stack, 'Found', { collaboration: collaborationIn(stack), ownerAccountId: PARTNER, analysisTemplateName: 'reach' });
  },
  [ResourceType.AUDIENCE_MODEL]: (stack) => {
    new AudienceModel(stack, 'Model', {
      trainingDataset: TrainingDataset.fromTrainingDatasetArn(stack, 'Clicks', 'arn:aws:cleanrooms-ml:us-east-1:111111111111:training-dataset/clicks'),
    });
  },
  [ResourceType.CHANGE_REQUEST_APPROVAL]: (stack) => {
    new ChangeRequestApproval(stack, 'Approval', { collaboration: collaborationIn(stack), changes: [CollaborationChange.autoApprove()] });
  },
  [ResourceType.COLLABORATION_CHANGE_REQUEST]: (stack) => {
    new CollaborationChangeRequest(stack, 'Change', { collaboration: collaborationIn(stack), changes: [CollaborationChange.autoApprove()] });
  },
  [ResourceType.COLLABORATION_LOOKUP]: (stack) => {
    Collaboration.fromInvitation(stack, 'Found', { collaborationName: 'campaign', creatorAccountId: CREATOR });
  },
  [ResourceType.CONFIGURED_AUDIENCE_MODEL]: (stack) => {
    new ConfiguredAudienceModel(stack, 'Lookalikes', {
      audienceModel: AudienceModel.fromAudienceModelArn(stack, 'Model', 'arn:aws:cleanrooms-ml:us-east-1:111111111111:audience-model/clicks'),
      output: { bucket: Bucket.fromBucketName(stack, 'Audiences', 'audiences'), role: roleIn(stack) },
    });
  },
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION]: (stack) => {
    new ConfiguredAudienceModelAssociation(stack, 'Association', {
      membership: Membership.fromMembershipIdentifier(stack, 'Membership', '22222222-2222-4222-8222-222222222222'),
      configuredAudienceModelArn: 'arn:aws:cleanrooms-ml:us-east-1:111111111111:configured-audience-model/lookalikes',
      configuredAudienceModelAssociationName: 'lookalikes',
    });
  },
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION_LOOKUP]: (stack) => {
    ConfiguredAudienceModelAssociation.fromCollaboration(stack, 'Found', {
      collaboration: collaborationIn(stack), ownerAccountId: PARTNER, configuredAudienceModelAssociationName: 'lookalikes',
    });
  },
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_LOOKUP]: (stack) => {
    ConfiguredAudienceModel.fromCollaboration(stack, 'Found', {
      collaboration: collaborationIn(stack), ownerAccountId: PARTNER, configuredAudienceModelAssociationName: 'lookalikes',
    });
  },
  [ResourceType.CONFIGURED_MODEL_ALGORITHM_ASSOCIATION_LOOKUP]: (stack) => {
    ConfiguredModelAlgorithmAssociation.fromCollaboration(stack, 'Found', {
      collaboration: collaborationIn(stack), ownerAccountId: PARTNER, configuredModelAlgorithmAssociationName: 'churn',
    });
  },
  [ResourceType.ID_NAMESPACE_ASSOCIATION_LOOKUP]: (stack) => {
    IdNamespaceAssociation.fromCollaboration(stack, 'Found', { collaboration: collaborationIn(stack), ownerAccountId: PARTNER, idNamespaceAssociationName: 'customers' });
  },
  [ResourceType.INTERMEDIATE_TABLE_POPULATION]: (stack) => {
    new IntermediateTablePopulation(stack, 'Population', {
      intermediateTable: IntermediateTable.fromIntermediateTableAttributes(stack, 'Table', {
        membershipIdentifier: '22222222-2222-4222-8222-222222222222', intermediateTableIdentifier: '66666666-6666-4666-8666-666666666666',
      }),
    });
  },
  [ResourceType.LIVE_COLLABORATION_LOOKUP]: (stack) => {
    new LiveCollaboration(stack, 'Found', { collaborationName: 'campaign', creatorAccountId: CREATOR });
  },
  [ResourceType.MEMBER_REMOVAL]: (stack) => {
    new MemberRemoval(stack, 'Removal', { collaboration: collaborationIn(stack), accountId: PARTNER });
  },
  [ResourceType.MEMBERSHIP_LOOKUP]: (stack) => {
    Membership.fromLookup(stack, 'Found', { collaboration: collaborationIn(stack) });
  },
  [ResourceType.MEMBERS_JOINED]: (stack) => {
    new MembersJoined(stack, 'Joined', { collaboration: collaborationIn(stack), accountIds: [PARTNER] });
  },
  [ResourceType.SCHEMA_READINESS]: (stack) => {
    new SchemaReadiness(stack, 'Ready', { collaboration: collaborationIn(stack), tables: ['purchases'] });
  },
  [ResourceType.MEMBERSHIP_CLEANUP]: (stack) => {
    MembershipCleanup.of(cfnCollaboration(stack));
  },
  [ResourceType.ID_MAPPING_TABLE_POPULATION]: (stack) => {
    new IdMappingTablePopulation(stack, 'Population', {
      idMappingTable: IdMappingTable.fromIdMappingTableAttributes(stack, 'Table', {
        membershipIdentifier: '22222222-2222-4222-8222-222222222222', idMappingTableIdentifier: '66666666-6666-4666-8666-666666666666',
      }),
    });
  },
  [ResourceType.ML_CONFIGURATION]: (stack) => {
    new MlConfiguration(stack, 'MachineLearning', { membership: membershipIn(stack), role: roleIn(stack) });
  },
  [ResourceType.ML_INPUT_CHANNEL_LOOKUP]: (stack) => {
    MlInputChannel.fromCollaboration(stack, 'Found', { collaboration: collaborationIn(stack), ownerAccountId: PARTNER, mlInputChannelName: 'clicks' });
  },
  [ResourceType.PRIVACY_IMPACT_PREVIEW]: (stack) => {
    new PrivacyImpactPreview(stack, 'Preview', { membership: membershipIn(stack), epsilon: 3, usersNoisePerQuery: 30 });
  },
  [ResourceType.PROTECTED_JOB]: (stack) => {
    new ProtectedJob(stack, 'Job', {
      membership: membershipIn(stack),
      analysisTemplate: AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Template', TEMPLATE_ARN),
    });
  },
  [ResourceType.PROTECTED_QUERY]: (stack) => {
    new ProtectedQuery(stack, 'Query', { membership: membershipIn(stack), statement: QueryStatement.templateArn(TEMPLATE_ARN) });
  },
  // A guard has the permissions for the type that it guards. This stack has a guard of each.
  [ResourceType.REPLACEMENT_GUARD]: (stack) => {
    const membership = membershipIn(stack);
    [
      new Collaboration(stack, 'Room', { creator: { displayName: 'Creator' } }),
      new Membership(stack, 'Joined', { collaboration: collaborationIn(stack) }),
      new PrivacyBudgetTemplate(stack, 'Budget', { membership, budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }) }),
      new IntermediateTable(stack, 'Cached', {
        membership, intermediateTableName: 'cached', populationAnalysis: PopulationAnalysis.sql('SELECT * FROM people'),
      }),
      new IdMappingTable(stack, 'Mapping', { membership, idMappingTableName: 'people', idMappingWorkflow: mappingWorkflow(stack) }),
    ].forEach((guarded) => expect(guarded.node.tryFindChild('ReplacementGuard')).toBeInstanceOf(ReplacementGuard));
  },
  [ResourceType.SERVICE_ROLE_READY]: (stack) => {
    ServiceRoleReady.before(cfnCollaboration(stack), new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('cleanrooms.amazonaws.com') }));
  },
  [ResourceType.TRAINED_MODEL_LOOKUP]: (stack) => {
    TrainedModel.fromCollaboration(stack, 'Found', { collaboration: collaborationIn(stack), ownerAccountId: PARTNER, trainedModelName: 'churn' });
  },
};

/** What the service does in the caller's name, by the documentation of the operation: no command of the function shows it. */
const DEPENDENT: Partial<Record<ResourceType, string[]>> = {
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION]: [
    'cleanrooms-ml:DeleteConfiguredAudienceModelPolicy',
    'cleanrooms-ml:GetConfiguredAudienceModel',
    'cleanrooms-ml:GetConfiguredAudienceModelPolicy',
    'cleanrooms-ml:PutConfiguredAudienceModelPolicy',
  ],
  [ResourceType.CONFIGURED_AUDIENCE_MODEL]: ['iam:PassRole'],
  [ResourceType.CONFIGURED_MODEL_ALGORITHM_ASSOCIATION_LOOKUP]: ['cleanrooms:PassCollaboration'],
  [ResourceType.ID_MAPPING_TABLE_POPULATION]: ['cleanrooms:GetSchema', 'entityresolution:GetIdMappingWorkflow'],
  [ResourceType.ML_CONFIGURATION]: ['cleanrooms:PassMembership', 'iam:PassRole'],
  [ResourceType.ML_INPUT_CHANNEL_LOOKUP]: ['cleanrooms:PassCollaboration'],
  [ResourceType.PROTECTED_JOB]: ['cleanrooms:GetCollaborationAnalysisTemplate', 'cleanrooms:GetSchema'],
  [ResourceType.PROTECTED_QUERY]: ['cleanrooms:GetCollaborationAnalysisTemplate', 'cleanrooms:GetSchema'],
  [ResourceType.SCHEMA_READINESS]: ['cleanrooms:GetSchema'],
  [ResourceType.TRAINED_MODEL_LOOKUP]: ['cleanrooms:PassCollaboration'],
};

/** The configured model, of this stack only, and the audience model that it is to use, of any stack, are in a statement each. */
const IN_TWO_STATEMENTS = /^cleanrooms-ml:UpdateConfiguredAudienceModel needs a resource of type configuredaudiencemodel, got \S+:audience-model\//;

describe.each(Object.values(ResourceType))('the function of a stack with only a %s', (type) => {
  const stack = stackOf();
  ONLY[type](stack);

  test('has permissions for exactly the commands of its module', () => {
    const granted = new Set(statementsIn(stack).flatMap(({ Action }) => Action).filter((action) => !action.startsWith('logs:')));
    expect([...granted].sort()).toEqual([...usedBy(type), ...DEPENDENT[type] ?? []].sort());
  });

  test('has actions that exist, on resource types that they support', async () => {
    expect((await Promise.all(statementsIn(stack).map(objectionsTo))).flat().filter((objection) => !IN_TWO_STATEMENTS.test(objection))).toEqual([]);
  });
});

/** The actions of the commands that the module of a type imports, with all that it imports. */
function usedBy(type: ResourceType): string[] {
  const sources = {
    'cleanrooms': ['@aws-sdk/client-cleanrooms', ...missing('client-cleanrooms')],
    'cleanrooms-ml': missing('client-cleanroomsml'),
    'cloudformation': missing('client-cloudformation'),
  };
  const actions = Object.entries(sources).flatMap(([service, modules]) => importedFrom(moduleOf(type))
    .flatMap((file) => modules.flatMap((module) => namesFrom(file, module)))
    .filter((name) => /^[A-Z]\w+Command$/.test(name))
    .map((command) => `${service}:${command.replace(/Command$/, '')}`));
  return [...new Set(actions)];
}

/** How the modules of the function import what stands for a package of the SDK. */
function missing(packageName: string): string[] {
  return ['.', '..'].map((folder) => `${folder}/missing-sdk/${packageName}`);
}

/** The module that the dispatcher has for a type. */
function moduleOf(type: ResourceType): string {
  const [key] = Object.entries(ResourceType).find(([, value]) => value === type)!;
  const dispatcher = textOf('lambda/dispatch.ts');
  const [, handler] = new RegExp(`\\[ResourceType\\.${key}\\]: (\\w+)`).exec(dispatcher)!;
  const [, module] = new RegExp(`import \\{ ${handler} \\} from '\\./(.*)'`).exec(dispatcher)!;
  return `lambda/${module}.ts`;
}

function membershipIn(stack: Stack): IMembership {
  return Membership.fromMembershipIdentifier(stack, 'Membership', '22222222-2222-4222-8222-222222222222');
}

function collaborationIn(stack: Stack): ICollaboration {
  return Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111');
}

/** A role that exists already, so that nothing waits for it and its permissions are not among those of the function. */
function roleIn(stack: Stack): IRole {
  return Role.fromRoleArn(stack, 'Writer', 'arn:aws:iam::111111111111:role/writer', { mutable: false });
}

function statementsIn(stack: Stack): Statement[] {
  const template = Template.fromStack(stack);
  const roles = Object.values(template.findResources('AWS::IAM::Role')).flatMap(({ Properties }) => Properties.Policies ?? []);
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties);
  return [...roles, ...policies].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}
