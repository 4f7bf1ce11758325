import { existsSync, readFileSync, writeFileSync } from 'fs';
import { PAGES, about } from './refusal';
import type { Refusal } from './refusal';
import type { SharedTable } from './room';
import { UsageError } from '../usage-error';

/** What queries have spent so far, in a file of the developer's. Without a file, each query is the first one. */
export class Spent {
  private readonly amounts: Record<string, number>;

  constructor(private readonly file?: string) {
    this.amounts = file !== undefined && existsSync(file) ? read(file) : {};
  }

  public of(what: string): number {
    return this.amounts[what] ?? 0;
  }

  public add(what: string, amount: number): void {
    this.amounts[what] = this.of(what) + amount;
  }

  public save(): void {
    if (this.file !== undefined) writeFileSync(this.file, `${JSON.stringify(this.amounts, undefined, 2)}\n`);
  }
}

function read(file: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  } catch (error) {
    throw new UsageError(`'${file}', which has what queries have spent, cannot be read: ${(error as Error).message}`);
  }
}

/** What comes of spending. */
interface Spending {
  readonly refusals: Refusal[];
  readonly notes: string[];
}

/**
 * Spends an access to each table of a query and to those that intermediate tables were filled from, and what its differential privacy costs. Returns what
 * is left, or refuses what is beyond a budget.
 */
export function spend(tables: readonly SharedTable[], aggregates: number, spent: Spent, now: Date): Spending {
  const accessed = new Map(tables.flatMap((table) => [...table.bases ?? [], table]).map((table) => [table.name, table]));
  const charges = [...[...accessed.values()].flatMap((table) => accessesOf(table, now)), ...tables.flatMap((table) => privacyOf(table, aggregates))];
  const beyond = charges.filter(({ what, amount, budget }) => spent.of(what) + amount > budget + 1e-9);
  const refusals = beyond.map(({ table, name, what, budget, page, sure }): Refusal => ({
    rule: `budget: ${name}`, page, sure, ...about(table), message: `the ${name} of '${table.name}' is spent: ${round(spent.of(what))} of ${budget}`,
  }));
  if (refusals.length) return { refusals, notes: [] };
  charges.forEach(({ what, amount }) => spent.add(what, amount));
  return { refusals, notes: charges.map(({ table, name, what, budget }) => `${name} of '${table.name}': ${round(spent.of(what))} of ${budget} spent`) };
}

interface Charge {
  readonly table: SharedTable;
  readonly name: string;
  readonly what: string;
  readonly amount: number;
  readonly budget: number;
  readonly page: Refusal['page'];
  readonly sure: Refusal['sure'];
}

function accessesOf(table: SharedTable, now: Date): Charge[] {
  return table.accessBudgets.map(({ period, budget }) => ({
    table,
    budget,
    amount: 1,
    name: `access budget (${period})`,
    what: `${table.owner.accountId}/${table.name}/${period}${sinceOf(period, now)}`,
    page: PAGES.BUDGETS,
    sure: 'exact',
  }));
}

/** The day on which a period began, after a slash; nothing for one that never ends. */
function sinceOf(period: string, now: Date): string {
  const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  if (period === 'CALENDAR_WEEK') day.setUTCDate(day.getUTCDate() - (day.getUTCDay() + 6) % 7);
  else if (period === 'CALENDAR_MONTH') day.setUTCDate(1);
  else if (period !== 'CALENDAR_DAY') return '';
  return `/${day.toISOString().slice(0, 10)}`;
}

/** What differential privacy costs is not published: here, what noise of a Laplace distribution of that size costs for each aggregate. */
function privacyOf(table: SharedTable, aggregates: number): Charge[] {
  const { rule, differentialPrivacy } = table;
  if (rule?.type !== 'CUSTOM' || rule.differentialPrivacyColumn === undefined || !differentialPrivacy) return [];
  return [{
    table,
    budget: differentialPrivacy.epsilon,
    amount: aggregates * Math.SQRT2 / differentialPrivacy.usersNoisePerQuery,
    name: 'privacy budget (an illustration)',
    what: `${table.owner.accountId}/privacy`,
    page: PAGES.DIFFERENTIAL_PRIVACY,
    sure: 'approximate',
  }];
}

function round(amount: number): number {
  return Math.round(amount * 1000) / 1000;
}
