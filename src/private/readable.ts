import { Reference, Tokenization } from 'aws-cdk-lib';
import { definedBy } from './named';

/** The text with what its tokens stand for in their places: the path of what a reference names, or words for it. */
export function readable(text: string): string {
  return Tokenization.reverseString(text)
    .mapTokens({ mapToken: (token) => Reference.isReference(token) ? definedBy(token.target).node.path : '(known at deployment)' })
    .join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
}
