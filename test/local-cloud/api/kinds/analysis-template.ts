import type { Behaviour, Call } from '../engine';
import { invalid } from '../exceptions';
import type { NamedValues } from '../resource';
import { memberOf } from './collaboration';

interface CreateInput extends NamedValues {
  format: 'SQL' | 'PYSPARK_1_0';
  source: { readonly text?: string; readonly artifacts?: { readonly additionalArtifacts?: readonly unknown[] } };
  schema?: TemplateSchema;
  analysisParameters?: readonly AnalysisParameter[];
  errorMessageConfiguration?: { readonly type: string };
  syntheticDataParameters?: unknown;
}

export interface AnalysisTemplateValues extends CreateInput {
  schema: TemplateSchema;
}

interface TemplateSchema {
  readonly referencedTables: readonly string[];
}

export interface AnalysisParameter {
  readonly name: string;
  readonly type: string;
  readonly defaultValue?: string;
}

export const analysisTemplate: Behaviour<'AnalysisTemplate'> = {
  quota: 'analysisTemplates',

  create(said: CreateInput, { found }: Call) {
    const { parent, account } = found('Membership');
    const receives = memberOf(parent, account)?.memberAbilities.includes('CAN_RECEIVE_RESULTS');
    if (said.format !== 'SQL' && !receives) throw invalid('A PySpark template is made by a member who can receive results');
    return { ...said, schema: said.schema ?? { referencedTables: tablesIn(said.source.text ?? '') } };
  },

  check({ format, source, analysisParameters = [], errorMessageConfiguration, syntheticDataParameters }) {
    const isSql = format === 'SQL';
    if (isSql ? !source.text : !source.artifacts) throw invalid(`The source does not fit the format ${format}`);
    if (isSql && errorMessageConfiguration) throw invalid('errorMessageConfiguration is for PySpark templates only');
    if (!isSql && syntheticDataParameters) throw invalid('syntheticDataParameters are for SQL templates only');
    if (!isSql && analysisParameters.some(({ type }) => type !== 'STRING')) throw invalid('Parameters of PySpark templates are of type STRING');
  },

  view: ({ values: { source: { artifacts }, syntheticDataParameters } }) => ({
    isSyntheticData: syntheticDataParameters !== undefined,
    ...(artifacts && {
      sourceMetadata: {
        artifacts: {
          entryPointHash: { sha256: NO_HASH },
          additionalArtifactHashes: (artifacts.additionalArtifacts ?? []).map(() => ({ sha256: NO_HASH })),
        },
      },
    }),
  }),
};

/** The artifacts lie in S3, where nobody here looks. */
const NO_HASH = '0'.repeat(64);

/** The tables that a query names, in lower case as SQL takes them. */
export function tablesIn(sql: string): string[] {
  const names = [...sql.matchAll(/\b(?:from|join)\s+"?(\w[\w-]*)"?/gi)].map(([, name]) => name.toLowerCase());
  return [...new Set(names)];
}
