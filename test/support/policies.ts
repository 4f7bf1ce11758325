import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

interface PolicyDocument {
  readonly Statement: { readonly Action: string | string[]; readonly Resource: unknown; readonly Condition?: unknown }[];
}

/** The policies of the roles that Clean Rooms assumes, which are part of the roles or resources of their own. */
export function policiesOfServiceRoles(stack: Stack): PolicyDocument[] {
  const template = Template.fromStack(stack);
  const inRoles = Object.values(template.findResources('AWS::IAM::Role')).flatMap(({ Properties }) => Properties.Policies ?? []);
  const ofTheirOwn = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => Object.values(template.findResources(type)))
    .map(({ Properties }) => Properties);
  return [...inRoles.filter(({ PolicyName }) => PolicyName === 'CleanRoomsServiceRole'), ...ofTheirOwn].map((policy) => policy.PolicyDocument);
}
