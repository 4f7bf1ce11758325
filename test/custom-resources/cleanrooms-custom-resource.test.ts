import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CleanRoomsCustomResource } from '../../src/custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../src/custom-resources/contract';
import { expectRefused } from '../support/faults';
import { CREATOR, agnosticStack, stackOf } from '../support/stacks';

const lookup = (stack: Stack) => new CleanRoomsCustomResource(stack, 'Lookup', {
  type: ResourceType.MEMBERSHIP_LOOKUP, properties: { CollaborationIdentifier: 'collaboration', WaitSeconds: 0 }, statements: [],
});

test('rejects a custom resource in a partition without Clean Rooms', () => {
  expectRefused(() => lookup(stackOf(CREATOR, 'cn-north-1')), 'PartitionWithoutCleanRooms', 'the Region of the stack, cn-north-1');
});

test.each([['in a Region with Clean Rooms', () => stackOf()], ['for any environment', agnosticStack]])('is created in a stack %s', (_, stackThere) => {
  const stack = stackThere();
  lookup(stack);
  Template.fromStack(stack).resourceCountIs(ResourceType.MEMBERSHIP_LOOKUP, 1);
});
