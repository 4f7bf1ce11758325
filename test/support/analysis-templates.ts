import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { warningsIn, stackOf } from './stacks';
import { AnalysisSource, AnalysisTemplate, Collaboration, Membership } from '../../src';
import type { AnalysisTemplateProps, IMembership, MemberAbility, PySparkAnalysisOptions } from '../../src';

/*
 * Analysis templates, for the tests of what they are made of.
 */

export const TEMPLATE_TYPE = 'AWS::CleanRooms::AnalysisTemplate';
export const MEMBERSHIP_ID = '11111111-1111-4111-8111-111111111111';

/** A resource of a template, as far as the tests look at it. */
export interface TemplateResource {
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: string[];
}

/** A template `Reach` of the SQL `SELECT 1` in an imported membership `Membership`, unless the properties say otherwise. */
export function template(scope: Stack, props: Partial<AnalysisTemplateProps> = {}): AnalysisTemplate {
  return new AnalysisTemplate(scope, 'Reach', {
    membership: props.membership ?? Membership.fromMembershipIdentifier(scope, 'Membership', MEMBERSHIP_ID),
    source: AnalysisSource.sql('SELECT 1'),
    ...props,
  });
}

/** The source of a PySpark template whose script lies in the bucket. */
export function pySpark(bucket: IBucket | CfnBucket, options: Partial<PySparkAnalysisOptions> = {}): AnalysisSource {
  return AnalysisSource.pyspark({ entryPoint: { bucket, key: 'reach/1/user_script.py' }, referencedTables: ['purchases'], ...options });
}

/** A bucket for scripts. */
export function scripts(stack: Stack): Bucket {
  return new Bucket(stack, 'Scripts', { versioned: true });
}

/** The creator's membership of a collaboration with the given abilities of its members. */
export function membershipWith(stack: Stack, creator: MemberAbility[], members: Record<string, MemberAbility[]>): IMembership {
  const collaboration = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: creator },
    members: Object.entries(members).map(([accountId, abilities]) => ({ accountId, displayName: accountId, abilities })),
  });
  return collaboration.addMembership('Membership');
}

/** The only template in a stack, as CloudFormation gets it. */
export function resourceIn(stack: Stack): TemplateResource {
  return Object.values(Template.fromStack(stack).findResources(TEMPLATE_TYPE))[0] as unknown as TemplateResource;
}

/** The ids of the warnings about a template with the given properties. */
export function warningsFor(props: Partial<AnalysisTemplateProps>): string[] {
  const stack = stackOf();
  template(stack, props);
  return warningsIn(stack);
}
