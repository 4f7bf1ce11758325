import { seen, type Behaviour, type Call, type Context, type OperationHandler, type Viewer } from '../engine';
import { invalid } from '../exceptions';
import { collaborationOf, type NamedValues, type Resource, type Values } from '../resource';
import { hasDifferentialPrivacy, tableNamed, tableNamesIn, tablesOf } from '../tables';
import { memberOf } from './collaboration';

interface CreateInput extends NamedValues {
  format: 'SQL' | 'PYSPARK_1_0';
  source: { readonly text?: string; readonly artifacts?: { readonly entryPoint: Artifact; readonly additionalArtifacts?: readonly Artifact[] } };
  schema?: TemplateSchema;
  analysisParameters?: readonly AnalysisParameter[];
  errorMessageConfiguration?: { readonly type: string };
  syntheticDataParameters?: unknown;
}

interface Artifact {
  readonly location: { readonly key: string };
}

export interface AnalysisTemplateValues extends CreateInput {
  schema: TemplateSchema;
  /** Of its artifacts as they were when it was made, by their keys. */
  hashes: ReadonlyMap<string, string>;
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

  create(said: CreateInput, { found, hashes }: Call) {
    const { parent, account } = found('Membership');
    const receives = memberOf(parent, account)?.memberAbilities.includes('CAN_RECEIVE_RESULTS');
    if (said.format !== 'SQL' && !receives) throw invalid('A PySpark template is made by a member who can receive results');
    return { ...said, hashes, schema: said.schema ?? { referencedTables: tableNamesIn(said.source.text ?? '') } };
  },

  check({ format, source, analysisParameters = [], errorMessageConfiguration, syntheticDataParameters }) {
    const isSql = format === 'SQL';
    if (isSql ? !source.text : !source.artifacts) throw invalid(`The source does not fit the format ${format}`);
    if (isSql && errorMessageConfiguration) throw invalid('errorMessageConfiguration is for PySpark templates only');
    if (!isSql && syntheticDataParameters) throw invalid('syntheticDataParameters are for SQL templates only');
    if (!isSql && analysisParameters.some(({ type }) => type !== 'STRING')) throw invalid('PySpark parameters are of type STRING');
  },

  view(template, viewer) {
    const { source: { artifacts }, syntheticDataParameters, hashes } = template.values;
    const hashOf = ({ location: { key } }: Artifact) => ({ sha256: hashes.get(key) ?? NO_HASH });
    return {
      isSyntheticData: syntheticDataParameters !== undefined,
      validations: validationsOf(template, viewer),
      ...(artifacts && {
        sourceMetadata: {
          artifacts: {
            entryPointHash: hashOf(artifacts.entryPoint),
            additionalArtifactHashes: (artifacts.additionalArtifacts ?? []).map(hashOf),
          },
        },
      }),
    };
  },
};

export const analysisTemplateOperations: Record<string, OperationHandler> = {
  GetCollaborationAnalysisTemplate(call: Call<{ readonly analysisTemplateArn: string }>) {
    const template = templateIn(call.input.analysisTemplateArn, call);
    if (!template) throw call.missing('AnalysisTemplate', call.input.analysisTemplateArn);
    return { collaborationAnalysisTemplate: seen(template, call) };
  },

  BatchGetCollaborationAnalysisTemplate(call: Call<{ readonly analysisTemplateArns: readonly string[] }>) {
    const found = call.input.analysisTemplateArns.map((arn) => ({ arn, template: templateIn(arn, call) }));
    return {
      collaborationAnalysisTemplates: found.flatMap(({ template }) => (template ? [seen(template, call)] : [])),
      errors: found.filter(({ template }) => !template)
        .map(({ arn }) => ({ arn, code: 'ResourceNotFoundException', message: 'The collaboration has no such analysis template' })),
    };
  },
};

function templateIn(arn: string, call: Context): Resource<'AnalysisTemplate'> | undefined {
  const template = call.service.store.findByArn(arn);
  const isOurs = template?.kind === 'AnalysisTemplate' && collaborationOf(template) === call.found('Collaboration');
  return isOurs ? template as Resource<'AnalysisTemplate'> : undefined;
}

/** Where tables have differential privacy, the service validates a template when it is made, and again whenever it is fetched. */
function validationsOf(template: Resource<'AnalysisTemplate'>, { service }: Viewer): Values[] | undefined {
  const all = tablesOf(template.parent.parent, service.store);
  const tables = template.values.schema.referencedTables.map((name) => tableNamed(name, all));
  if (tables.includes(undefined)) {
    const reasons = [{ message: 'A table of the template is not associated' }];
    return [{ type: 'DIFFERENTIAL_PRIVACY', status: 'UNABLE_TO_VALIDATE', reasons }];
  }
  const isPrivate = tables.some((table) => table && hasDifferentialPrivacy(table));
  return isPrivate ? [{ type: 'DIFFERENTIAL_PRIVACY', status: 'VALID' }] : undefined;
}

/** What stands for the hash of an artifact that is not in S3. */
const NO_HASH = '0'.repeat(64);
