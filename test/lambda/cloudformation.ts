import { randomUUID } from 'node:crypto';
import type { CreateEvent, DeleteEvent, RawProperties, UpdateEvent } from '../../lambda/event';
import type { PropertiesOf, ResourceType } from '../../src/custom-resources/contract';

const STACK_ID = 'arn:aws:cloudformation:us-east-1:111111111111:stack/Campaign/5f0c2b1e-8f1a-11f0-8de9-0242ac120002';

/** Encodes properties as CloudFormation does: scalars become strings, undefined values are left out, lists and maps stay. */
export function encode(value: object): RawProperties {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined).map(([name, member]) => [name, encodeValue(member)]));
}

function encodeValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(encodeValue);
  return typeof value === 'object' && value !== null ? encode(value) : String(value);
}

/** Matches a physical id that records an answer. */
export function recording(answer: string): string {
  return expect.stringMatching(new RegExp(`^${answer}/[0-9a-f]{16}$`)) as string;
}

/** The events that CloudFormation sends for one resource of a stack. Each call returns a new event. */
export class StackResource<Type extends ResourceType> {
  constructor(private readonly type: Type, private readonly logicalId = 'Resource', private readonly stackId = STACK_ID) {}

  public createEvent(properties: PropertiesOf[Type]): CreateEvent {
    return { ...this.common(properties), RequestType: 'Create' };
  }

  public updateEvent(physicalId: string, properties: PropertiesOf[Type], old: PropertiesOf[Type]): UpdateEvent {
    return {
      ...this.common(properties),
      RequestType: 'Update',
      PhysicalResourceId: physicalId,
      OldResourceProperties: this.sent(old),
    };
  }

  public deleteEvent(physicalId: string, properties: PropertiesOf[Type]): DeleteEvent {
    return { ...this.common(properties), RequestType: 'Delete', PhysicalResourceId: physicalId };
  }

  /** The Delete after a Create whose answer CloudFormation did not get. */
  public deleteAbandonedEvent(properties: PropertiesOf[Type]): DeleteEvent {
    return this.deleteEvent(`Campaign-${this.logicalId}-1GQ4LZMVN0KXW`, properties);
  }

  private common(properties: PropertiesOf[Type]) {
    return {
      RequestId: randomUUID(),
      StackId: this.stackId,
      LogicalResourceId: this.logicalId,
      ResourceType: this.type,
      ResourceProperties: this.sent(properties),
    };
  }

  private sent(properties: PropertiesOf[Type]): RawProperties {
    return { ServiceToken: 'arn:aws:lambda:us-east-1:111111111111:function:provider', ServiceTimeout: '960', ...encode(properties) };
  }
}
