import { App, Aws, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { PLACES } from '../support/policy-places';
import type { Place } from '../support/policy-places';
import { CREATOR } from '../support/stacks';

/*
 * In a policy, `*` and `?` match the names of others, and `${...}` is a variable. Whatever text a user gives as a name, it is refused, or the
 * policies have no such thing of it: the same wildcards as with a plain name, but for those that are escaped.
 */

/** What wildcards and variables the policies have, in their resources and conditions; the error if the program is refused. */
function wildcardsWith({ define }: Place, text: string): string[] | Error {
  const app = new App({ analyticsReporting: false });
  try {
    define(new Stack(app, 'Stack', { env: { account: CREATOR, region: 'us-east-1' } }), text);
    const { template } = app.synth().stacks[0] as { template: { Resources: Record<string, { Type: string; Properties: unknown }> } };
    return Object.values(template.Resources).filter(({ Type }) => /^AWS::(IAM|KMS|S3)::/.test(Type)).flatMap(({ Properties }) => wildcardsIn(Properties)).sort();
  } catch (error) {
    if (!(error instanceof Error) || !/^[A-Z]\w+$/.test(error.name) || error.name === 'TypeError') throw error;
    return error;
  }
}

/** What is in the first list and not in the second one, as often as it is there. */
function overOf(found: readonly string[], expected: readonly string[]): string[] {
  const rest = [...expected];
  return found.filter((one) => {
    const at = rest.indexOf(one);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

function wildcardsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return key === 'Action' ? [] : value.replace(/\$\{[*?$]\}/g, '').match(/[*?]|\$\{/g) ?? [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member_]) => wildcardsIn(member_, Array.isArray(value) ? key : name));
}

const characters = fc.constantFrom('a', 'b', '1', '-', '_', '*', '?', '$', '{', '}', '/', '.', ':', '=', ' ', 'A', '\n', '+', '@', '#');
const texts = fc.oneof(
  fc.string({ unit: characters, maxLength: 12 }),
  fc.string({ maxLength: 12 }),
  fc.tuple(fc.string({ unit: characters, maxLength: 4 }), fc.constantFrom('*', '?', '${aws:userid}', '${*}', ''), fc.string({ unit: characters, maxLength: 4 })).map((parts) => parts.join('')),
  fc.constantFrom('*', '?', '', ' ', '-', 'dummy-value-for-*', '{{resolve:ssm:*}}', '${aws:PrincipalAccount}', `${Aws.REGION}*`, `*${Aws.REGION}`, `?${Aws.REGION}/*`, 'a*', 'sales-??'),
);

describe('no wildcard reaches a policy', () => {
  test.each(Object.entries(PLACES))('from the text for %s', (_, place) => {
    const expected = wildcardsWith(place, place.fine);
    if (expected instanceof Error) throw expected;
    const given = fc.oneof(texts, fc.tuple(fc.constantFrom(place.fine), fc.nat(place.fine.length), texts)
      .map(([fine, at, text]) => fine.slice(0, at) + text + fine.slice(at)));
    fc.assert(fc.property(given, (text) => {
      const found = wildcardsWith(place, text);
      if (Array.isArray(found)) expect(overOf(found, expected)).toEqual([]);
    }), { numRuns: 15 });
  });
});
