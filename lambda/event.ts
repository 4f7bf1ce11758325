/*
 * The input and output of a handler: CloudFormation's event, without what is only needed to
 * answer CloudFormation (cloudformation-protocol.ts), and what the answer has of it.
 */
import type { CleanRooms } from './client';

/** Properties as CloudFormation sends them: every scalar is a string; lists and maps stay; absent keys are left out. */
export interface RawProperties {
  readonly [name: string]: unknown;
}

interface EventBase {
  /** The same for each delivery of one event, and different for each event. */
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
  /** In a rollback: the properties of the update that is rolled back, whether it succeeded or not. */
  readonly OldResourceProperties: RawProperties;
}

export interface DeleteEvent extends EventBase {
  readonly RequestType: 'Delete';
  /** Made up by CloudFormation if it stopped waiting for the answer to a Create. */
  readonly PhysicalResourceId: string;
}

export type ResourceEvent = CreateEvent | UpdateEvent | DeleteEvent;

/** The account of the stack. */
export function accountOf({ StackId: stackId }: ResourceEvent): string {
  return stackId.split(':')[4];
}

/** The Region of the stack. */
export function regionOf({ StackId: stackId }: ResourceEvent): string {
  return stackId.split(':')[3];
}

export interface Answer {
  readonly PhysicalResourceId: string;
  /** The attributes, for `Fn::GetAtt`. */
  readonly Data?: object;
}

/** Handles the events of one type of custom resource: returns the answer, or throws an error for the person who deploys. */
export type ResourceHandler = (event: ResourceEvent, cleanRooms: CleanRooms) => Promise<Answer>;
