import type { AdditionalAnalyses, QueriedRule } from './rules';
import type { TemplateParameter } from '../../../src/program/analysis-template';
import type { Member } from '../../../src/program/member';

/*
 * A clean room as a query meets it: who asks, who is in it, which tables are shared under which rules, which templates can be run.
 */

/** A collaboration. */
export interface Room {
  readonly name: string;
  readonly members: readonly Member[];
  readonly tables: readonly SharedTable[];
  readonly templates: readonly Template[];
}

/** Whose something is. */
export interface Owner {
  readonly accountId: string;
  readonly displayName?: string;
}

/** A table of the collaboration, under the name of its association. */
export interface SharedTable {
  readonly name: string;
  readonly owner: Owner;
  /** The columns that can be queried, with their types where the program says them. */
  readonly columns: readonly { readonly name: string; readonly type?: string }[];
  /** The other columns of its source, as far as the program says them. */
  readonly otherColumns: readonly string[];
  readonly rule?: QueriedRule;
  /** Whether the results of queries may go to additional analyses; by default, they may not. */
  readonly additionalAnalyses?: AdditionalAnalyses;
  /** The analysis that fills it, if it is an intermediate table that is yet to be filled: then its columns are not known. */
  readonly population?: Population;
  /** The tables that it was filled from, by whichever way, if it is an intermediate table. */
  readonly bases?: readonly SharedTable[];
  /** Why it cannot be queried. */
  readonly notReady?: string;
  readonly allowedResultReceivers: readonly string[];
  /** The budget of accesses for each period, such as `CALENDAR_DAY`. */
  readonly accessBudgets: readonly { readonly period: string; readonly budget: number }[];
  /** The noise of differential privacy, in users, where its owner has a budget for it. */
  readonly differentialPrivacy?: { readonly epsilon: number; readonly usersNoisePerQuery: number };
  /** Whether a template of a member is allowed by its rule. */
  allowsTemplate(template: Template): boolean;
}

/** An analysis template. */
export interface Template {
  readonly name: string;
  /** The path of its construct in the program. */
  readonly path?: string;
  readonly owner: Owner;
  /** Its SQL; `undefined` for one that is no SQL, or whose text is known at deployment only. */
  readonly text?: string;
  readonly parameters: readonly TemplateParameter[];
}

/** The analysis that fills an intermediate table: SQL, or a template with the values of its parameters. */
export interface Population {
  readonly sql?: string;
  readonly template?: { readonly name: string; readonly parameters: ReadonlyMap<string, string> };
  /** The accounts that its rule names; `undefined` if it names none, so that those of the tables underneath hold. */
  readonly allowedResultReceivers?: readonly string[];
  readonly additionalAnalyses: AdditionalAnalyses;
}
