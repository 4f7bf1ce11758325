import { DefaultTokenResolver, Fn, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Returns a value as in the template, but with each reference to another stack as in that stack: `Fn::GetAtt` or `Ref`. How the template
 * has it depends on the feature flag for cross-stack references, and on whether the CDK has already resolved references.
 */
export function resolveWithOwnReferences(scope: IConstruct, value: unknown): unknown {
  const stack = Stack.of(scope);
  return Tokenization.resolve(value, { scope: stack, resolver: new OwnReferenceResolver(stack), preparing: false });
}

class OwnReferenceResolver extends DefaultTokenResolver {
  constructor(stack: Stack) {
    super({
      join: (...parts: unknown[]) => {
        const present = parts.filter((part) => part !== undefined) as string[];
        return present.length ? stack.resolve(Fn.join('', present)) : '';
      },
    });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    const reference = referenceTo(token);
    return reference ? Stack.of(reference.target).resolve(reference) : super.resolveToken(token, context, postProcessor);
  }
}

const CFN_REFERENCE = Symbol.for('@aws-cdk/core.CfnReference');

/**
 * Returns the reference to an attribute that a token is, also if it has a strength of its own. The name or the ARN of an L2 is also a
 * `Reference`, but one that produces such a reference, or a physical name if it is in another environment.
 */
function referenceTo(token: IResolvable): Reference | undefined {
  const { reference = token } = token as IResolvable & { readonly reference?: unknown };
  return Reference.isReference(reference) && CFN_REFERENCE in reference ? reference : undefined;
}
