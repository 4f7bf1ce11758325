import { Fn, Lazy, Token } from 'aws-cdk-lib';
import { differencesOf, inTemplateForm } from '../../src/live/comparison';

const LATER = Lazy.string({ produce: () => 'x' });
const rule = (more: object) => [{ Type: 'LIST', Policy: { V1: { List: { JoinColumns: ['id'], ListColumns: ['city'], ...more } } } }];

/** The differences, as messages have them. */
const compare = (program: unknown, live: unknown, inFull = true) => differencesOf('P', program, live, { inFull }).map(({ place, text }) => `${place} ${text}`);

describe('no difference is', () => {
  test.each<[string, unknown, unknown]>([
    ['the same value', { A: ['x', 1, true] }, { A: ['x', 1, true] }],
    ['a list in another order', ['a', 'b', 'b'], ['b', 'a', 'b']],
    ['a number or a boolean as text', { A: '10', B: 'true' }, { A: 10, B: true }],
    ['what is left out and stands for nothing', { A: [], B: false, C: 'NOT_ALLOWED', D: {} }, {}],
    ['what the service has by itself and stands for nothing', {}, { A: [], B: false, C: 'DISABLED' }],
    ['the case of a column', { ListColumns: ['City'] }, { ListColumns: ['city'] }],
    ['what is known at deployment', LATER, 'anything'],
    ['a text with a part that is known at deployment', `arn:${LATER}`, 'anything'],
    ['a list that is known at deployment', Token.asList(Fn.ref('Columns')), ['a', 'b']],
    ['a member of a list that is known at deployment', ['a', LATER], ['b', 'a']],
    ['a member that is there only under a condition', ['a', LATER], ['a']],
    ['a part of a member of a list', [{ A: 1, B: LATER }, { A: 1, B: 2 }], [{ A: 1, B: 2 }, { A: 1, B: 3 }]],
  ])('%s', (_, program, live) => {
    expect(compare(program, live)).toEqual([]);
  });

  test('what the program leaves out, where the service may have a default', () => {
    expect(compare({ A: 1 }, { A: 1, B: 2 }, false)).toEqual([]);
  });
});

describe('a difference is', () => {
  test.each<[string, unknown, unknown, string[]]>([
    ['another value', 'ENABLED', 'DISABLED', ["P is 'DISABLED' in AWS, and 'ENABLED' in the program"]],
    ['a value that is gone', 'ENABLED', undefined, ["P is not there in AWS, and 'ENABLED' in the program"]],
    ['a column more, and one less', rule({}), rule({ ListColumns: ['email'] }), ["P.Policy.V1.List.ListColumns has 'email' in AWS only, and has 'city' in the program only"]],
    ['a control that was added', rule({}), rule({ AdditionalAnalyses: 'ALLOWED' }), ["P.Policy.V1.List.AdditionalAnalyses is 'ALLOWED' in AWS, and not there in the program"]],
    ['a rule where the program has none', [], rule({}), [expect.stringContaining('in AWS only')]],
    ['a member more than the program can know', ['a', LATER], ['a', 'b', 'c'], ["P has 'b', 'c' in AWS, of which the program knows at most 1 at deployment"]],
    ['a known member that is missing beside one that is not known', ['a', LATER], ['b', 'c'], ["P has 'b', 'c' in AWS, of which the program knows at most 1 at deployment, and has 'a' in the program only"]],
  ])('%s', (_, program, live, differences) => {
    expect(compare(program, live)).toEqual(differences);
  });

  test('in the only member of a list that is another one, told by what is different in it', () => {
    expect(compare([{ Type: 'DAY', Budget: 5 }, { Type: 'LIFETIME', Budget: 9 }], [{ Type: 'LIFETIME', Budget: 9 }, { Type: 'DAY', Budget: 50 }]))
      .toEqual(['P.Budget is 50 in AWS, and 5 in the program']);
  });

  test('of a long value cut short', () => {
    const [line] = compare('a'.repeat(500), 'b');
    expect(line.length).toBeLessThan(300);
  });
});

test('what the API has is compared in the form of a template', () => {
  expect(inTemplateForm({ type: 'LIST', policy: { v1: { list: { joinColumns: ['id'] } } } })).toEqual({ Type: 'LIST', Policy: { V1: { List: { JoinColumns: ['id'] } } } });
});
