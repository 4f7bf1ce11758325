import { Lazy } from 'aws-cdk-lib';
import { checkSyntheticData } from '../../../src/constructs/analysis/synthetic-data-rules';
import type { SyntheticDataInput } from '../../../src/constructs/analysis/synthetic-data-rules';
import { codesAndMessages } from '../../support/faults';

test.each<[string, Partial<SyntheticDataInput>, string, string]>([
  ['a budget too small', { epsilon: 0.00009 }, 'SyntheticDataEpsilonOutOfRange',
    "'epsilon' of 'syntheticData' must be 0.0001 to 10, got 0.00009"],
  ['a budget too large', { epsilon: 10.1 }, 'SyntheticDataEpsilonOutOfRange',
    "'epsilon' of 'syntheticData' must be 0.0001 to 10, got 10.1"],
  ['a score too small', { maxMembershipInferenceAttackScore: 0.49 }, 'SyntheticDataScoreOutOfRange',
    "'maxMembershipInferenceAttackScore' of 'syntheticData' must be 0.5 to 1, got 0.49"],
  ['a score too large', { maxMembershipInferenceAttackScore: 1.01 }, 'SyntheticDataScoreOutOfRange',
    "'maxMembershipInferenceAttackScore' of 'syntheticData' must be 0.5 to 1, got 1.01"],
  ['four columns', { columns: columns(4) }, 'SyntheticDataColumnCount', "'columns' of 'syntheticData' must have 5 to 1000 columns, got 4"],
  ['1,001 columns', { columns: columns(1001) }, 'SyntheticDataColumnCount',
    "'columns' of 'syntheticData' must have 5 to 1000 columns, got 1001"],
  ['capital letters in a column', { columns: [...columns(4), column('Age')] }, 'SyntheticDataColumnMalformed',
    "'columns' of 'syntheticData' has 'Age': a name must have at most 128 lower-case letters, digits, underscores and hyphens"],
  ['a column name too long', { columns: [...columns(4), column('a'.repeat(129))] }, 'SyntheticDataColumnMalformed',
    'a name must have at most 128 lower-case letters, digits, underscores and hyphens'],
])('rejects %s', (_, parts, code, message) => {
  expect(codesAndMessages(checkSyntheticData(data(parts)))).toEqual([[code, expect.stringContaining(message)]]);
});

test.each<[string, Partial<SyntheticDataInput>]>([
  ['the least of all', { epsilon: 0.0001, maxMembershipInferenceAttackScore: 0.5, columns: columns(5) }],
  ['the most of all', { epsilon: 10, maxMembershipInferenceAttackScore: 1, columns: columns(1000) }],
  ['names at the limit', { columns: [...columns(4), column('a'.repeat(128))] }],
  ['names with hyphens', { columns: [...columns(4), column('age-group_1')] }],
  ['tokens', {
    epsilon: Lazy.number({ produce: () => 1 }),
    maxMembershipInferenceAttackScore: Lazy.number({ produce: () => 1 }),
    columns: [...columns(4), column(Lazy.string({ produce: () => 'age' }))],
  }],
])('accepts %s', (_, parts) => {
  expect(checkSyntheticData(data(parts))).toEqual([]);
});

function data(parts: Partial<SyntheticDataInput>): SyntheticDataInput {
  return { epsilon: 1, maxMembershipInferenceAttackScore: 0.6, columns: columns(5), ...parts };
}

function columns(count: number): SyntheticDataInput['columns'] {
  return Array.from({ length: count }, (_, index) => column(`c${index}`));
}

function column(name: string): SyntheticDataInput['columns'][number] {
  return { name, type: 'NUMERICAL', predictiveValue: false };
}
