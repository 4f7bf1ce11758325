import { Lazy, Token } from 'aws-cdk-lib';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { RoomRegister } from './room-register';
import { resourceBehind } from '../../foundation/references';
import { renderedProperty, textAt, textsAt } from '../../program/rendered-properties';
import { tablesNamedIn } from '../../program/sql-tables';
import type { QueryStatement } from '../analysis/query-statement';
import { MOST_AWAITED_TABLES } from '../collaboration/lookup-rules';
import type { SchemaReadinessProps } from '../table/schema-readiness';

/** The tables of a room among the named ones, with their owners, for a wait: read when everything is defined. */
export function awaitedTables(register: RoomRegister, names: () => string[]): Pick<SchemaReadinessProps, 'tables' | 'ownerAccountIds'> {
  const tables = () => register.tablesNamed(names()).slice(0, MOST_AWAITED_TABLES);
  return {
    tables: Lazy.uncachedList({ produce: () => tables().map(({ name }) => name) }),
    ownerAccountIds: Token.asAny(Lazy.uncachedAny({
      produce: () => Object.fromEntries(tables().map(({ name, owner }) => [name, owner.account])),
    })) as unknown as Record<string, string>,
  };
}

/** The names of the tables that a query reads, as far as its SQL or its template is in this app. */
export function tablesOfQuery(statement: QueryStatement): string[] {
  const { QueryString: text } = statement._render();
  return text === undefined ? tablesOfTemplate(statement._templateRef) : tablesNamedIn(text);
}

/** The names of the tables that a template reads, if it is in this app. */
export function tablesOfTemplate(template: refs.IAnalysisTemplateRef | undefined): string[] {
  const resource = resourceBehind(template, CfnAnalysisTemplate.CFN_RESOURCE_TYPE_NAME);
  if (!resource) return [];
  const text = textAt(renderedProperty(resource, 'Source'), 'Text');
  return [...text === undefined ? [] : tablesNamedIn(text), ...textsAt(renderedProperty(resource, 'Schema'), 'ReferencedTables') ?? []];
}
