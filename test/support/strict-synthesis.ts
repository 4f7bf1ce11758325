import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CREATOR } from './stacks';

/** A resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

/**
 * The resources of the given type in a stack that CloudFormation's validation, which is part of aws-cdk-lib, finds nothing in. It
 * throws where there is anything, warnings among it.
 */
export function synthesizedStrictly(type: string, build: (stack: Stack) => void): TemplateResource[] {
  const { CDK_VALIDATION: before } = process.env;
  process.env.CDK_VALIDATION = 'true';
  try {
    const app = new App({
      context: { '@aws-cdk/core:validateAgainstDefaultRules': true, '@aws-cdk/core:strictCfnValidateErrors': true },
    });
    const stack = new Stack(app, 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
    build(stack);
    const { template } = app.synth().getStackByName('Stack');
    return Object.values(Template.fromJSON(template).findResources(type)) as unknown as TemplateResource[];
  } finally {
    process.env.CDK_VALIDATION = before;
  }
}
