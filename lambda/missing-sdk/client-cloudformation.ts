/*
 * What is used here of `@aws-sdk/client-cloudformation`: five operations, for which the bundle need not have another client. A test compares them
 * with that client.
 */
import { CleanRoomsClient, type CleanRoomsClientConfig } from '@aws-sdk/client-cleanrooms';
import { AwsQueryProtocol } from '@aws-sdk/core/protocols';
import { listOf, operation, structureOf, text, time, type ValueOf } from './operation';
import { ofService } from './other-service';

const VERSION = '2010-05-15';

/** A client of AWS CloudFormation. */
export class CloudFormationClient extends CleanRoomsClient {
  constructor(configuration: CleanRoomsClientConfig = {}) {
    super({
      ...configuration,
      ...ofService('CloudFormation', 'cloudformation'),
      protocol: AwsQueryProtocol,
      protocolSettings: {
        defaultNamespace: 'com.amazonaws.cloudformation',
        errorTypeRegistries: [],
        xmlNamespace: `http://cloudformation.amazonaws.com/doc/${VERSION}/`,
        version: VERSION,
        serviceTarget: 'CloudFormation',
      },
    });
  }
}

const stackName = { StackName: text };
const page = { NextToken: text };

const stack = { CreationTime: time, LastUpdatedTime: time, StackStatus: text, ChangeSetId: text };
const resource = { LogicalResourceId: text, PhysicalResourceId: text, ResourceType: text };
const resourceDetail = { ...resource, ResourceStatus: text };
const resourceSummary = { ...resourceDetail, LastUpdatedTimestamp: time };
const resourceChange = {
  ...resource,
  Action: text,
  Replacement: text,
  Details: listOf({ Target: structureOf({ Name: text, RequiresRecreation: text }) }),
};

export type Stack = ValueOf<typeof stack>;
export type StackResourceDetail = ValueOf<typeof resourceDetail>;
export type StackResourceSummary = ValueOf<typeof resourceSummary>;
export type ResourceChange = ValueOf<typeof resourceChange>;

export const DescribeStacksCommand = operation('DescribeStacks', 'POST /', { ...stackName, ...page }, { Stacks: listOf(stack), ...page });

export const DescribeStackResourceCommand = operation('DescribeStackResource', 'POST /',
  { ...stackName, LogicalResourceId: text }, { StackResourceDetail: structureOf(resourceDetail) });

export const ListStackResourcesCommand = operation('ListStackResources', 'POST /',
  { ...stackName, ...page }, { StackResourceSummaries: listOf(resourceSummary), ...page });

export const ListChangeSetsCommand = operation('ListChangeSets', 'POST /',
  { ...stackName, ...page }, { Summaries: listOf({ ChangeSetId: text, ExecutionStatus: text }), ...page });

export const DescribeChangeSetCommand = operation('DescribeChangeSet', 'POST /',
  { ChangeSetName: text, ...stackName, ...page },
  { Changes: listOf({ ResourceChange: structureOf(resourceChange) }), ExecutionStatus: text, ...page });
