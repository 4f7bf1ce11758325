import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import {
  ConfiguredModelAlgorithm, ConfiguredModelAlgorithmAssociation, IdMappingTable, IdNamespaceAssociation, IntermediateTable, Membership,
  TrainingDataset,
} from '../../src';
import { objectionsTo } from '../support/authorization';
import type { Statement } from '../support/authorization';
import { CREATOR, stackOf } from '../support/stacks';

/*
 * Many actions on what a membership has need the membership, too, so that these grants are of several statements and resources.
 */

const ID = '11111111-1111-4111-8111-111111111111';
const cleanRooms = (path: string) => `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/${ID}${path}`;
const machineLearning = (path: string) => `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:${path}`;

const membership = (stack: Stack) => Membership.fromMembershipArn(stack, 'Membership', cleanRooms(''));
const namespace = (stack: Stack) =>
  IdNamespaceAssociation.fromIdNamespaceAssociationArn(stack, 'Imported', cleanRooms(`/idnamespaceassociation/${ID}`)).grants;
const mapping = (stack: Stack) => IdMappingTable.fromIdMappingTableArn(stack, 'Imported', cleanRooms(`/idmappingtable/${ID}`)).grants;
const intermediate = (stack: Stack) =>
  IntermediateTable.fromIntermediateTableArn(stack, 'Imported', cleanRooms(`/intermediatetable/${ID}`)).grants;
const dataset = (stack: Stack) => TrainingDataset.fromTrainingDatasetArn(stack, 'Imported', machineLearning(`training-dataset/${ID}`)).grants;
const algorithm = (stack: Stack) =>
  ConfiguredModelAlgorithm.fromConfiguredModelAlgorithmArn(stack, 'Imported', machineLearning(`configured-model-algorithm/${ID}`)).grants;
const association = (stack: Stack) => ConfiguredModelAlgorithmAssociation.fromConfiguredModelAlgorithmAssociationArn(
  stack, 'Imported', machineLearning(`membership/${ID}/configured-model-algorithm-association/${ID}`)).grants;

test.each<[string, (stack: Stack, grantee: IGrantable) => Grant]>([
  ['to see an ID namespace association', (stack, grantee) => namespace(stack).read(grantee)],
  ['to manage an ID namespace association', (stack, grantee) => namespace(stack).manage(grantee)],
  ['to see an ID mapping table', (stack, grantee) => mapping(stack).read(grantee)],
  ['to populate an ID mapping table', (stack, grantee) => mapping(stack).populate(grantee)],
  ['to manage an ID mapping table', (stack, grantee) => mapping(stack).manage(grantee)],
  ['to see an intermediate table', (stack, grantee) => intermediate(stack).read(grantee)],
  ['to populate an intermediate table', (stack, grantee) => intermediate(stack).populate(grantee)],
  ['to manage an intermediate table', (stack, grantee) => intermediate(stack).manage(grantee)],
  ['to disallow intermediate tables', (stack, grantee) => membership(stack).grants.disallowIntermediateTables(grantee)],
  ['to see a training data set', (stack, grantee) => dataset(stack).read(grantee)],
  ['to train with a data set', (stack, grantee) => dataset(stack).train(grantee)],
  ['to see a model algorithm', (stack, grantee) => algorithm(stack).read(grantee)],
  ['to associate a model algorithm', (stack, grantee) => algorithm(stack).associate(grantee, membership(stack))],
  ['to see the association of a model algorithm', (stack, grantee) => association(stack).read(grantee)],
  ['to train with a model algorithm', (stack, grantee) => association(stack).train(grantee, membership(stack))],
])('a grant %s is on the resources that the service authorization reference requires', async (_, grant) => {
  const stack = stackOf();
  const role = Role.fromRoleName(stack, 'Role', 'analyst');
  expect(grant(stack, role).success).toBe(true);

  const objections = await Promise.all(statementsIn(stack).map(objectionsTo));
  expect(objections.flat()).toEqual([]);
});

function statementsIn(stack: Stack): Statement[] {
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policy.Properties.PolicyDocument.Statement;
}
