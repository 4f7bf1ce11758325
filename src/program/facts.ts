import type { IConstruct } from 'constructs';
import { resolveKeepingReferences } from './rendered-properties';
import { noteGrowth } from '../foundation/tree-growth';

/*
 * What the user said of a construct that no resource of the template has: the members of an imported collaboration, the columns of
 * a table, the Region of an imported bucket. It lies on the construct, under a symbol that every copy of this library shares, and in
 * the metadata of the cloud assembly, as JSON, for tools.
 */

/** What is known of a collaboration that the program imports. */
export interface CollaborationFacts {
  readonly kind: 'collaboration';
  readonly collaborationIdentifier: string;
  readonly creatorAccountId: string;
  readonly memberAccountIds?: string[];
}

/** What is known of where the rows of a table come from, on a configured table or on an association that was given it. */
export interface TableFacts {
  readonly kind: 'table';
  readonly source: string;
  readonly bucketArn?: string;
  readonly prefix?: string;
  readonly columns?: { readonly name: string; readonly type?: string }[];
}

/** What is known of the imported buckets that the results of a membership are written to. */
export interface MembershipFacts {
  readonly kind: 'membership';
  readonly resultBuckets: { readonly bucketName: string; readonly region: string }[];
}

/** The changes of a collaboration that are in effect, so that the program does not request them any more. */
export interface CommittedChangesFacts {
  readonly kind: 'committedChanges';
  readonly changes: readonly unknown[];
}

/** What a member of a clean room brings who deploys for itself, as the room expects it. */
export interface PartnerFacts {
  readonly kind: 'partner';
  /** The name of the member in the app. */
  readonly name: string;
  readonly accountId: string;
  readonly tables: readonly DeclaredTable[];
  readonly templates: readonly DeclaredTemplate[];
}

/** A table that a partner brings. */
export interface DeclaredTable {
  readonly tableName: string;
  /** The columns that the room needs, with their types. */
  readonly columns?: Readonly<Record<string, string>>;
  readonly rule?: DeclaredRule;
}

/** The rule of such a table: what makes it in the library, and the templates that it allows. */
export interface DeclaredRule {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly templates: readonly (DeclaredTemplate & { readonly ownerAccountId: string })[];
}

/** An analysis template that a member brings. */
export interface DeclaredTemplate {
  readonly analysisTemplateName: string;
  readonly sourceSha256?: string;
}

/** What an L2 is told that its template does not have. */
export type Facts = CollaborationFacts | CommittedChangesFacts | PartnerFacts | TableFacts | MembershipFacts;

const FACTS = Symbol.for('cdk-cleanrooms.facts');
const METADATA_TYPE = 'cdk-cleanrooms:facts';
const VERSION = 1;

/** Records facts about a construct, once. */
export function recordFacts(construct: IConstruct, facts: Facts): void {
  Object.defineProperty(construct, FACTS, { value: facts });
  noteGrowth(construct);
  construct.node.addMetadata(METADATA_TYPE, { version: VERSION, ...facts });
}

/** The facts in an entry of the metadata of a construct, as they were recorded; `undefined` where it is about something else, or of another version. */
export function factsInMetadata(entry: { readonly type: string; readonly data?: unknown }): Facts | undefined {
  if (entry.type !== METADATA_TYPE) return undefined;
  const { version, ...facts } = entry.data as Facts & { readonly version: number };
  return version === VERSION ? facts : undefined;
}

/** Whether facts were recorded about a construct, by whichever copy of this library. */
export function hasFacts(construct: IConstruct): boolean {
  return recorded(construct) !== undefined;
}

/** The facts of a kind that were recorded about a construct, with lazy values produced; `undefined` if there are none. */
export function factsOf<Kind extends Facts['kind']>(construct: IConstruct, kind: Kind): Extract<Facts, { kind: Kind }> | undefined {
  const facts = recorded(construct);
  return facts?.kind === kind ? resolveKeepingReferences(construct, facts) as Extract<Facts, { kind: Kind }> : undefined;
}

function recorded(construct: IConstruct): Facts | undefined {
  return (construct as { readonly [FACTS]?: Facts })[FACTS];
}
