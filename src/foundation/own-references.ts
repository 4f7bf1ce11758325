import { DefaultTokenResolver, Fn, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Returns a value as in the template, but with each reference to another stack as in that stack: `Fn::GetAtt` or `Ref`. How the template
 * has it depends on the feature flag for cross-stack references, and on whether the CDK has already resolved references.
 */
export function resolveWithOwnReferences(scope: IConstruct, value: unknown): unknown {
  return resolveReferencesBy(scope, value, (reference) => Stack.of(reference.target).resolve(reference));
}

/** Returns a value as in the template, but with the path of what each reference leads to: the same in all stacks. */
export function resolveWithPaths(scope: IConstruct, value: unknown): unknown {
  return resolveReferencesBy(scope, value, ({ target, displayName }) => `${target.node.path}.${displayName}`);
}

function resolveReferencesBy(scope: IConstruct, value: unknown, render: (reference: Reference) => unknown): unknown {
  const stack = Stack.of(scope);
  return Tokenization.resolve(value, { scope: stack, resolver: new ReferenceResolver(stack, render), preparing: false });
}

class ReferenceResolver extends DefaultTokenResolver {
  constructor(stack: Stack, private readonly render: (reference: Reference) => unknown) {
    super({
      join: (...parts: unknown[]) => {
        const present = parts.filter((part) => part !== undefined) as string[];
        return present.length ? stack.resolve(Fn.join('', present)) : '';
      },
    });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    const reference = referenceTo(token);
    return reference ? this.render(reference) : super.resolveToken(token, context, postProcessor);
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
