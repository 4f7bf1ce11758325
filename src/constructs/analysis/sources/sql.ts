import { createHash } from 'crypto';
import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AnalysisSourceImplementation } from './analysis-source-implementation';
import type { TemplateParameterInput } from '../analysis-parameter-rules';
import type { SyntheticDataInput } from '../synthetic-data-rules';

/** The options of a SQL source. */
export interface SqlSourceParts {
  readonly read: (scope: Construct) => string;
  readonly parameters: TemplateParameterInput[];
  readonly referencedTables?: string[];
  readonly syntheticData?: SyntheticDataInput;
}

/** Creates the implementation of SQL, which is part of the resource. */
export function sqlSource({ read, parameters, referencedTables, syntheticData }: SqlSourceParts): AnalysisSourceImplementation {
  return {
    bind: (scope) => {
      const text = read(scope);
      return {
        sha256: Token.isUnresolved(text) ? undefined : createHash('sha256').update(text).digest('hex'),
        parts: { language: 'SQL', text, parameters, artifacts: [], referencedTables, syntheticData },
        render: () => ({
          format: 'SQL',
          source: { text },
          schema: referencedTables && { referencedTables },
          analysisParameters: parameters.length ? parameters : undefined,
          syntheticDataParameters: syntheticData && {
            mlSyntheticDataParameters: {
              epsilon: syntheticData.epsilon,
              maxMembershipInferenceAttackScore: syntheticData.maxMembershipInferenceAttackScore,
              columnClassification: {
                columnMapping: syntheticData.columns.map(({ name, type, predictiveValue }) => (
                  { columnName: name, columnType: type, isPredictiveValue: predictiveValue }
                )),
              },
            },
          },
        }),
      };
    },
  };
}
