/*
 * What goes in and out of a handler: CloudFormation's event, less what the entry point of aws-cdk-lib keeps to itself
 * (it answers CloudFormation), and the answer that it passes on.
 */
import type { CleanRooms } from './client';

/** Properties as CloudFormation sends them: every scalar a string, lists and maps kept, absent keys absent. */
export interface RawProperties {
  readonly [name: string]: unknown;
}

interface EventBase {
  /** The same for each delivery of one event, another one for each event. */
  readonly RequestId: string;
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  readonly ResourceProperties: RawProperties;
}

export interface CreateEvent extends EventBase {
  readonly RequestType: 'Create';
}

export interface UpdateEvent extends EventBase {
  readonly RequestType: 'Update';
  readonly PhysicalResourceId: string;
  /** In a rollback: the properties of the update that is undone, whether it succeeded or not. */
  readonly OldResourceProperties: RawProperties;
}

export interface DeleteEvent extends EventBase {
  readonly RequestType: 'Delete';
  /** Made up by CloudFormation where it stopped waiting for the answer to a Create. */
  readonly PhysicalResourceId: string;
}

export type ResourceEvent = CreateEvent | UpdateEvent | DeleteEvent;

export interface Answer {
  readonly PhysicalResourceId: string;
  /** The attributes, for `Fn::GetAtt`. */
  readonly Data?: object;
}

/** Serves one type of custom resource: answers, or throws what the person who deploys should read. */
export type ResourceHandler = (event: ResourceEvent, cleanRooms: CleanRooms) => Promise<Answer>;
