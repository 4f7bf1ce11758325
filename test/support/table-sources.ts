import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { policiesOfServiceRoles } from './policies';
import { CREATOR } from './stacks';
import { AllowedColumns, ConfiguredTable, ConfiguredTableAssociation, Membership } from '../../src';
import type { ConfiguredTableProps, TableSource } from '../../src';

/*
 * Tables over a source, for the tests of sources.
 */

/** A table whose column `email` is allowed. */
export function configuredTable(stack: Stack, source: TableSource, props: Partial<ConfiguredTableProps> = {}): ConfiguredTable {
  return new ConfiguredTable(stack, 'ConfiguredTable', { source, allowedColumns: AllowedColumns.of('email'), ...props });
}

/** The reference to the table in the template of the stack. */
export function referenceIn(stack: Stack, source: TableSource): object {
  configuredTable(stack, source);
  const [table] = Object.values(Template.fromStack(stack).findResources('AWS::CleanRooms::ConfiguredTable'));
  return table.Properties.TableReference;
}

/** The table in a collaboration, of which nothing is known. */
export function associate(stack: Stack, source: TableSource, role?: IRole): ConfiguredTableAssociation {
  return new ConfiguredTableAssociation(stack, 'Association', {
    membership: Membership.fromMembershipIdentifier(stack, 'Membership', '11111111-1111-4111-8111-111111111111'),
    configuredTable: configuredTable(stack, source),
    configuredTableAssociationName: 'purchases',
    role,
  });
}

/** A statement of a policy. */
export interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** What the role that reads the table may do. */
export function statementsIn(stack: Stack): Statement[] {
  const [policy] = policiesOfServiceRoles(stack);
  return policy.Statement;
}

/** An ARN of the stack's partition. */
export function arn(parts: unknown[]): object {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ...parts]] };
}

/** Two stacks of one app. */
export function stacksInTwoRegions() {
  const app = new App();
  return {
    here: new Stack(app, 'Here', { env: { account: CREATOR, region: 'us-east-1' } }),
    elsewhere: new Stack(app, 'Elsewhere', { env: { account: CREATOR, region: 'eu-west-1' } }),
  };
}
