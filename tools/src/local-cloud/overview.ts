import type { Values } from './api/resource';
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
  ProtectedJob: endOf,
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
    return [`account ${account}, ${region}`, ...aligned(lines)].join('\n');
  });
  return told.join('\n\n') || 'no account has anything';
}

function lineOf(resource: Values): string[][] {
  const { kind, name, collaborationName, id } = resource;
  const describe = KINDS[kind as string] as ((of: Values) => string) | undefined;
  return describe ? [[kind as string, String(name ?? (collaborationName ? `of ${String(collaborationName)}` : id)), describe(resource)]] : [];
}

function ruleOf({ analysisRule }: Values): string {
  return analysisRule ? `rule: ${(analysisRule as { readonly type: string }).type}` : 'no rule';
}

function endOf({ status, error, result }: Values): string {
  const { code, message } = (error ?? {}) as { readonly code?: string; readonly message?: string };
  return [String(status), ...code ? [`${code}: ${message}`] : [], ...result ? [JSON.stringify(result)] : []].join(', ');
}

/** Lines with columns as wide as their widest entry. */
function aligned(lines: readonly (readonly string[])[]): string[] {
  const width = (column: number) => Math.max(...lines.map((line) => line[column].length));
  return lines.map((line) => `  ${line.map((text, column) => text.padEnd(width(column))).join('  ')}`.trimEnd());
}
