import { StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import { KnownResource } from './known-resources';
import type { ProgramModel } from './model';
import { keyOf } from './resource';
import type { ProgramResource } from './resource';
import { tablesNamedIn } from './sql-tables';
import { resolveWithOwnReferences } from '../foundation/own-references';

/*
 * The tables that a resource names: in a list, in SQL, or by an analysis template of this program. A name can be a token, and is compared as
 * the template will have it, in any case of letters.
 */

/** The name of a table, for comparisons within a stack. */
export function comparableName({ cfn }: ProgramResource, name: unknown): string {
  return JSON.stringify(resolveWithOwnReferences(cfn, name) ?? '').toLowerCase();
}

/** Whether such a name is known at synthesis, and so means the same in all stacks. */
export function isText(comparable: string): boolean {
  return comparable.startsWith('"');
}

/** The names of the tables that a resource is about, for comparisons within its stack. */
export function namesOfTables(model: ProgramModel, resource: ProgramResource): string[] {
  switch (resource.type) {
    case KnownResource.SCHEMA_READINESS:
      return namesInList(resource, resource.property('Tables'));
    case KnownResource.INTERMEDIATE_TABLE:
      return namesInQuery(model, resource, resource.value('PopulationAnalysisConfiguration', 'SqlParameters'));
    case KnownResource.PROTECTED_QUERY:
      return namesInQuery(model, resource, resource.value('Statement'));
    default:
      return namesInQuery(model, resource, { AnalysisTemplateArn: resource.property('AnalysisTemplateArn') });
  }
}

/** What a query runs. */
interface Query {
  readonly QueryString?: unknown;
  readonly AnalysisTemplateArn?: unknown;
}

function namesInQuery(model: ProgramModel, resource: ProgramResource, query: Query | undefined): string[] {
  const { QueryString: text, AnalysisTemplateArn: arn } = query ?? {};
  const template = arn === undefined ? undefined : model.find(keyOf(resource.cfn, arn));
  if (template?.type !== KnownResource.ANALYSIS_TEMPLATE) return namesInText(resource, text);
  return [
    ...namesInText(resource, template.value<{ readonly Text?: unknown }>('Source')?.Text),
    ...namesInList(resource, template.value<{ readonly ReferencedTables?: unknown }>('Schema')?.ReferencedTables),
  ];
}

function namesInList(resource: ProgramResource, names: unknown): string[] {
  return !Array.isArray(names) || Token.isUnresolved(names) ? [] : names.map((name) => comparableName(resource, name));
}

/** In place of each token of a text, a word is looked for that stands for it. */
function namesInText(resource: ProgramResource, text: unknown): string[] {
  if (typeof text !== 'string') return [];
  const tokens = new Map<string, string>();
  const withWords = Tokenization.reverseString(text).mapTokens({
    mapToken: (token) => {
      const word = `token_${tokens.size}`;
      tokens.set(word, comparableName(resource, token));
      return word;
    },
  }).join(new StringConcat()) as string | undefined;
  return tablesNamedIn(withWords ?? '').map((name) => tokens.get(name) ?? comparableName(resource, name));
}
