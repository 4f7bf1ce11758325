import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CleanRoomsCustomResource } from '../../src/custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../src/custom-resources/contract';
import { expectRefused } from '../support/faults';
import { CREATOR, agnosticStack, stackOf } from '../support/stacks';

const lookup = (stack: Stack) => new CleanRoomsCustomResource(stack, 'Lookup', {
  type: ResourceType.MEMBERSHIP_LOOKUP, properties: { CollaborationIdentifier: 'collaboration', WaitSeconds: 0 }, statements: [],
});

test('there is no custom resource, whatever its type, where there is no Clean Rooms', () => {
  expectRefused(() => lookup(stackOf(CREATOR, 'cn-north-1')), 'PartitionWithoutCleanRooms', 'the Region of the stack, cn-north-1');
});

test.each([['in a Region of Clean Rooms', () => stackOf()], ['anywhere', agnosticStack]])('there is one in a stack %s', (_, stackThere) => {
  const stack = stackThere();
  lookup(stack);
  Template.fromStack(stack).resourceCountIs(ResourceType.MEMBERSHIP_LOOKUP, 1);
});
