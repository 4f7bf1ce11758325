/*
 * What CloudFormation itself says of the stack of an event: the only one who knows what is deployed, whichever template, import or
 * refactoring put it there.
 */
import { type CleanRooms, clientConfiguration } from './client';
import { ApiError } from './errors';
import type { ResourceEvent } from './event';
import {
  CloudFormationClient, DescribeChangeSetCommand, DescribeStackResourceCommand, ListChangeSetsCommand, ListStackResourcesCommand,
  type ResourceChange, type StackResourceDetail, type StackResourceSummary,
} from './missing-sdk/client-cloudformation';
import { allPages } from './pages';
import { describeStack } from './stack-status';

/** The stack of an event. */
export class DeployedStack {
  private readonly client = new CloudFormationClient(clientConfiguration());

  constructor(private readonly cleanRooms: CleanRooms, private readonly event: ResourceEvent) {}

  /** When the current deployment last changed one of these resources; undefined if it has changed none. */
  public async lastChangeOf(physicalIds: readonly string[]): Promise<Date | undefined> {
    const { CreationTime: created, LastUpdatedTime: began = created } = await describeStack(this.cleanRooms, this.event) ?? {};
    const changes = (await this.listResources())
      .flatMap(({ PhysicalResourceId: id = '', LastUpdatedTimestamp: changedAt }) => physicalIds.includes(id) && changedAt ? [changedAt] : [])
      .filter((changedAt) => began && changedAt >= began);
    return changes.sort((one, other) => other.getTime() - one.getTime())[0];
  }

  /** The physical id of what is deployed under a logical id, if anything is. */
  public async physicalIdOf(logicalId: string): Promise<string | undefined> {
    const resource = await this.describeResource(logicalId);
    return resource && IS_GONE.test(resource.ResourceStatus ?? '') ? undefined : resource?.PhysicalResourceId || undefined;
  }

  /** The logical id under which the stack has a resource of a type, if it has it. */
  public async logicalIdOf(type: string, isIt: (physicalId: string) => boolean): Promise<string | undefined> {
    const resources = await this.listResources();
    return resources.find(({ PhysicalResourceId: id, ResourceStatus: status = '', ResourceType }) =>
      ResourceType === type && id && !IS_GONE.test(status) && isIt(id))?.LogicalResourceId;
  }

  /**
   * What the change set that is being executed does with the resources of the stack: CloudFormation's own comparison of the templates.
   * Undefined where the deployment has no change set, as with `cdk deploy --method=direct`, and in most nested stacks.
   */
  public async plannedChanges(): Promise<ResourceChange[] | undefined> {
    const changeSets = await allPages(
      async (nextToken) => {
        const { Summaries: summaries, NextToken } = await this.cleanRooms.sendBy(this.client,
          new ListChangeSetsCommand({ StackName: this.event.StackId, NextToken: nextToken }));
        return { summaries, nextToken: NextToken };
      },
      ({ summaries }) => summaries,
    );
    const executed = changeSets.find(({ ExecutionStatus }) => ExecutionStatus === 'EXECUTE_IN_PROGRESS')?.ChangeSetId
      ?? (await describeStack(this.cleanRooms, this.event))?.ChangeSetId;
    if (executed === undefined) return undefined;

    let isExecuted = false;
    const changes = await allPages(
      async (nextToken) => {
        const command = new DescribeChangeSetCommand({ StackName: this.event.StackId, ChangeSetName: executed, NextToken: nextToken });
        const { Changes, ExecutionStatus, NextToken } = await this.cleanRooms.sendBy(this.client, command);
        isExecuted = ExecutionStatus === 'EXECUTE_IN_PROGRESS';
        return { changes: Changes, nextToken: NextToken };
      },
      (page) => page.changes,
    );
    return isExecuted ? changes.flatMap(({ ResourceChange: change }) => change ?? []) : undefined;
  }

  private async listResources(): Promise<StackResourceSummary[]> {
    return allPages(
      async (nextToken) => {
        const { StackResourceSummaries: summaries, NextToken } = await this.cleanRooms.sendBy(this.client,
          new ListStackResourcesCommand({ StackName: this.event.StackId, NextToken: nextToken }));
        return { summaries, nextToken: NextToken };
      },
      ({ summaries }) => summaries,
    );
  }

  private async describeResource(logicalId: string): Promise<StackResourceDetail | undefined> {
    try {
      const command = new DescribeStackResourceCommand({ StackName: this.event.StackId, LogicalResourceId: logicalId });
      return (await this.cleanRooms.sendBy(this.client, command)).StackResourceDetail;
    } catch (failure) {
      // CloudFormation has no exception of its own for a logical id that the stack does not have.
      if (failure instanceof ApiError && failure.exception === 'ValidationError') return undefined;
      throw failure;
    }
  }
}

/** Statuses of what is not there, or no longer part of the stack. */
const IS_GONE = /^(DELETE_COMPLETE|DELETE_SKIPPED|CREATE_FAILED)$/;
