import { join } from 'path';
import { ROOT } from '../../../test/support/sources';

/** A page that is committed as documentation. */
export interface ReviewedExample {
  /** The folder of the example, and the name of its pages. */
  readonly name: string;
  /** The file of details that its members give. */
  readonly details?: string;
}

/** The examples whose pages are in docs/reviews. */
export const EXAMPLES: readonly ReviewedExample[] = [{ name: 'campaign-measurement', details: 'review-details.yaml' }, { name: 'health-research' }];

/** Where the pages are. */
export const REVIEWS = join(ROOT, 'docs/reviews');

/** A context with which the first example is another version of itself, whose difference is committed, too. */
export const OTHER_VERSION = { example: 'campaign-measurement', context: { leastPeople: '20', lakeFormation: 'true' } } as const;
