import { CfnParameter, type Stack } from 'aws-cdk-lib';
import {
  AnalysisTemplate, Collaboration, ConfiguredAudienceModelAssociation, ConfiguredModelAlgorithm, ConfiguredModelAlgorithmAssociation,
  ConfiguredTable, ConfiguredTableAssociation, IdMappingTable, IdNamespaceAssociation, IntermediateTable, Membership, PrivacyBudgetTemplate,
  TrainingDataset,
} from '../../src';
import { expectRefused } from '../support/faults';
import { CREATOR, stackOf } from '../support/stacks';

const ID = '11111111-1111-4111-8111-111111111111';
const arn = (resource: string, service = 'cleanrooms', partition = 'aws') => `arn:${partition}:${service}:us-east-1:${CREATOR}:${resource}`;
const ofMembership = (type: string) => arn(`membership/${ID}/${type}/${ID}`);

/** What is imported, how, by which ARN, and the name of that parameter. */
const IMPORTS: [string, (stack: Stack, arn: string) => unknown, string, string][] = [
  ['a collaboration', (stack, it) => Collaboration.fromCollaborationArn(stack, 'It', it), arn(`collaboration/${ID}`), 'collaborationArn'],
  ['a membership', (stack, it) => Membership.fromMembershipArn(stack, 'It', it), arn(`membership/${ID}`), 'membershipArn'],
  ['a table', (stack, it) => ConfiguredTable.fromConfiguredTableArn(stack, 'It', it), arn(`configuredtable/${ID}`), 'configuredTableArn'],
  ['the association of a table', (stack, it) => ConfiguredTableAssociation.fromConfiguredTableAssociationArn(stack, 'It', it),
    ofMembership('configuredtableassociation'), 'configuredTableAssociationArn'],
  ['a template', (stack, it) => AnalysisTemplate.fromAnalysisTemplateArn(stack, 'It', it), ofMembership('analysistemplate'), 'analysisTemplateArn'],
  ['a budget', (stack, it) => PrivacyBudgetTemplate.fromPrivacyBudgetTemplateArn(stack, 'It', it),
    ofMembership('privacybudgettemplate'), 'privacyBudgetTemplateArn'],
  ['the association of an ID namespace', (stack, it) => IdNamespaceAssociation.fromIdNamespaceAssociationArn(stack, 'It', it),
    ofMembership('idnamespaceassociation'), 'idNamespaceAssociationArn'],
  ['an ID mapping table', (stack, it) => IdMappingTable.fromIdMappingTableArn(stack, 'It', it), ofMembership('idmappingtable'), 'idMappingTableArn'],
  ['an intermediate table', (stack, it) => IntermediateTable.fromIntermediateTableArn(stack, 'It', it),
    ofMembership('intermediatetable'), 'intermediateTableArn'],
  ['the association of an audience model',
    (stack, it) => ConfiguredAudienceModelAssociation.fromConfiguredAudienceModelAssociationArn(stack, 'It', it),
    ofMembership('configuredaudiencemodelassociation'), 'configuredAudienceModelAssociationArn'],
  ['a training data set', (stack, it) => TrainingDataset.fromTrainingDatasetArn(stack, 'It', it),
    arn(`training-dataset/${ID}`, 'cleanrooms-ml'), 'trainingDatasetArn'],
  ['a model algorithm', (stack, it) => ConfiguredModelAlgorithm.fromConfiguredModelAlgorithmArn(stack, 'It', it),
    arn(`configured-model-algorithm/${ID}`, 'cleanrooms-ml'), 'configuredModelAlgorithmArn'],
  ['the association of a model algorithm',
    (stack, it) => ConfiguredModelAlgorithmAssociation.fromConfiguredModelAlgorithmAssociationArn(stack, 'It', it),
    arn(`membership/${ID}/configured-model-algorithm-association/${ID}`, 'cleanrooms-ml'), 'configuredModelAlgorithmAssociationArn'],
];

/** What is imported by ids, and the name of one of them. */
const IMPORTS_BY_IDS: [string, (stack: Stack, id: string) => unknown, string][] = [
  ['a collaboration', (stack, it) => Collaboration.fromCollaborationIdentifier(stack, 'It', it), 'collaborationIdentifier'],
  ['a membership', (stack, it) => Membership.fromMembershipIdentifier(stack, 'It', it), 'membershipIdentifier'],
  ['a table', (stack, it) => ConfiguredTable.fromConfiguredTableIdentifier(stack, 'It', it), 'configuredTableIdentifier'],
  ['the association of a table', (stack, it) => ConfiguredTableAssociation.fromConfiguredTableAssociationAttributes(stack, 'It', {
    membershipIdentifier: ID, configuredTableAssociationIdentifier: it,
  }), 'configuredTableAssociationIdentifier'],
  ['the association of a table, by its membership', (stack, it) => ConfiguredTableAssociation.fromConfiguredTableAssociationAttributes(stack, 'It', {
    membershipIdentifier: it, configuredTableAssociationIdentifier: ID,
  }), 'membershipIdentifier'],
  ['a template', (stack, it) => AnalysisTemplate.fromAnalysisTemplateAttributes(stack, 'It', {
    membershipIdentifier: ID, analysisTemplateIdentifier: it,
  }), 'analysisTemplateIdentifier'],
  ['a budget', (stack, it) => PrivacyBudgetTemplate.fromPrivacyBudgetTemplateAttributes(stack, 'It', {
    membershipIdentifier: ID, privacyBudgetTemplateIdentifier: it,
  }), 'privacyBudgetTemplateIdentifier'],
  ['the association of an ID namespace', (stack, it) => IdNamespaceAssociation.fromIdNamespaceAssociationAttributes(stack, 'It', {
    membershipIdentifier: ID, idNamespaceAssociationIdentifier: it,
  }), 'idNamespaceAssociationIdentifier'],
  ['an ID mapping table', (stack, it) => IdMappingTable.fromIdMappingTableAttributes(stack, 'It', {
    membershipIdentifier: ID, idMappingTableIdentifier: it,
  }), 'idMappingTableIdentifier'],
  ['an intermediate table', (stack, it) => IntermediateTable.fromIntermediateTableAttributes(stack, 'It', {
    membershipIdentifier: ID, intermediateTableIdentifier: it,
  }), 'intermediateTableIdentifier'],
];

describe.each(IMPORTS_BY_IDS)('%s', (_, fromId, parameter) => {
  test('is imported by its id, which can be a token', () => {
    const stack = stackOf();
    expect(() => fromId(stackOf(), ID)).not.toThrow();
    expect(() => fromId(stack, new CfnParameter(stack, 'Id').valueAsString)).not.toThrow();
  });

  test.each(['*', 'id', `${ID}/analysistemplate/*`])('is not imported by %s, which policies would match with others', (id) => {
    expectRefused(() => fromId(stackOf(), id), 'IdentifierMalformed', `Stack: '${parameter}' must be an id assigned by Clean Rooms, a UUID, got '${id}'`);
  });
});

describe.each(IMPORTS)('%s', (_, fromArn, itsArn, parameter) => {
  const others = IMPORTS.map(([,, each]) => each).filter((each) => each !== itsArn);

  test('is imported by its ARN', () => {
    expect(() => fromArn(stackOf(), itsArn)).not.toThrow();
  });

  test.each([...others, itsArn.replace('arn:aws:', 'arn:aws-cn:'), `${itsArn}/${ID}`, itsArn.replace(CREATOR, '*'), ID])('is not imported by %s', (other) => {
    expectRefused(() => fromArn(stackOf(), other), 'ArnMalformed', `Stack: '${parameter}' must be of the form arn:aws:cleanrooms`);
    expectRefused(() => fromArn(stackOf(), other), 'ArnMalformed', `got '${other}'`);
  });

  test('is imported by an ARN that is a token', () => {
    const stack = stackOf();
    expect(() => fromArn(stack, new CfnParameter(stack, 'Arn').valueAsString)).not.toThrow();
  });
});
