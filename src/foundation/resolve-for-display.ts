import { Reference, Tokenization } from 'aws-cdk-lib';
import { ownerOf } from './references';

/** The text with what its tokens stand for in their places: the path of what a reference names, or words for it. */
export function resolveForDisplay(text: string): string {
  return Tokenization.reverseString(text)
    .mapTokens({ mapToken: (token) => Reference.isReference(token) ? ownerOf(token.target).node.path : '(known at deployment)' })
    .join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
}
