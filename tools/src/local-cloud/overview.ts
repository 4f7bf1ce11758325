import { formatted } from '../query/output';
import type { Resource, Values } from './api/resource';
import type { CleanRoomsService } from './api/service';

/** A stack that exists. */
export interface DeployedStack {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly status: string;
}

/** What of Clean Rooms is shown, and what is said of each. */
const KINDS: Readonly<Record<string, (resource: Values) => string>> = {
  Collaboration: ({ members }) => `members: ${(members as Values[]).map(({ displayName, accountId, status }) => `${String(displayName)} (${String(accountId)}, ${String(status)})`).join(', ')}`,
  ChangeRequest: ({ status }) => String(status),
  Membership: ({ status, memberAbilities }) => [status, ...memberAbilities as string[]].join(', '),
  ConfiguredTable: ruleOf,
  ConfiguredTableAssociation: ruleOf,
  IdMappingTable: () => '',
  IdNamespaceAssociation: () => '',
  IntermediateTable: ({ status }) => String(status),
  AnalysisTemplate: ({ format }) => String(format),
  PrivacyBudgetTemplate: ({ privacyBudgetType }) => String(privacyBudgetType),
  ConfiguredAudienceModelAssociation: () => '',
  ProtectedQuery: endOf,
  ProtectedJob: (job) => `${endOf(job)}; not run: PySpark is not run here`,
};

/** What each account has, in words: its stacks, and what is of Clean Rooms. */
export function overviewOf(stacks: readonly DeployedStack[], service: CleanRoomsService): string {
  const places = [...stacks, ...service.places()].map(({ account, region }) => `${account} ${region}`);
  const told = [...new Set(places)].sort().map((place) => {
    const [account, region] = place.split(' ');
    const own = stacks.filter((stack) => stack.account === account && stack.region === region);
    const lines = [
      ...own.map(({ name, status }) => ['Stack', name, status]),
      ...service.stateOf(account, region).flatMap((resource) => lineOf(resource)),
    ];
    const answers = service.store.list('ProtectedQuery', region).filter((query) => query.account === account).flatMap(answerOf);
    return [`account ${account}, ${region}`, ...aligned(lines), ...answers].join('\n');
  });
  return told.join('\n\n') || 'no account has anything';
}

function lineOf(resource: Values): string[][] {
  const { kind, name, collaborationName, id } = resource;
  const describe = KINDS[kind as string] as ((of: Values) => string) | undefined;
  return describe ? [[kind as string, String(name ?? (collaborationName ? `of ${String(collaborationName)}` : id)), describe(resource)]] : [];
}

const MOST_ROWS = 20;

/** What a query has answered: rows, or why there are none. */
export function answerOf({ id, values: { status, outcome } }: Resource<'ProtectedQuery'>): string[] {
  const { rows, notes = [], message = '' } = outcome ?? {};
  if (status === 'FAILED') return [`  ${id}:`, ...indented(message)];
  if (status !== 'SUCCESS' || !rows) return [];
  const shown = formatted({ ...rows, rows: rows.rows.slice(0, MOST_ROWS) }, 'table');
  const more = rows.rows.length > MOST_ROWS ? [`... ${rows.rows.length - MOST_ROWS} rows more`] : [];
  return [`  ${id}:`, ...[shown, ...more, ...notes.map((note) => `note: ${note}`)].flatMap(indented)];
}

function indented(text: string): string[] {
  return text.split('\n').map((line) => `    ${line}`);
}

function ruleOf({ analysisRule }: Values): string {
  return analysisRule ? `rule: ${(analysisRule as { readonly type: string }).type}` : 'no rule';
}

function endOf({ status, error, result }: Values): string {
  const { code } = (error ?? {}) as { readonly code?: string };
  const [, location] = /"location":"([^"]+)"/.exec(JSON.stringify(result) ?? '') ?? [];
  return [status, ...code ? [code] : [], ...location ? [location] : []].join(', ');
}

/** Lines with columns as wide as their widest entry. */
function aligned(lines: readonly (readonly string[])[]): string[] {
  const width = (column: number) => Math.max(...lines.map((line) => line[column].length));
  return lines.map((line) => `  ${line.map((text, column) => text.padEnd(width(column))).join('  ')}`.trimEnd());
}
