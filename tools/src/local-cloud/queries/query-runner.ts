import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRole, type Need } from './assumed-role';
import { destinationsOf, writeResult } from './results';
import { storedRoom, type SourceColumns } from './stored-room';
import { glueReferenceOf, rowsOfGlueTable, type GlueTable } from './table-rows';
import type { SampleTable } from '../../engine/engine';
import { ask } from '../../query/ask';
import { Spent } from '../../query/budgets';
import { explained } from '../../query/output';
import type { Answer } from '../../query/question';
import type { SharedTable } from '../../query/room';
import { sampleFileOf } from '../../query/sample-rows';
import { UsageError } from '../../usage-error';
import { activeVersionOf } from '../api/kinds/intermediate-table';
import { templateNamedIn } from '../api/kinds/protected-query';
import { collaborationOf, type Resource } from '../api/resource';
import type { Outcome } from '../api/runs';
import type { CleanRoomsService } from '../api/service';
import { tableNamed, tablesOf, type Table } from '../api/tables';
import { ObjectStorage } from '../object-storage';

/** What the runner needs of a local cloud. */
export interface Cloud {
  readonly endpoint: string;
  /** Asks MiniStack's launcher. */
  ask<T>(route: string, question: object): Promise<T>;
}

/**
 * Runs protected queries over the objects in the S3 of a local cloud, or over the files of a folder, with every analysis rule enforced, and writes
 * their results to S3: both as far as the roles permit that the tables and the memberships name.
 */
export class QueryRunner {
  private readonly spent = new Spent();

  /**
   * @param cloud Found when the first query runs: Clean Rooms starts before MiniStack
   * @param data A folder with a file for each table, called as its association; other tables are read from S3
   */
  constructor(private readonly cloud: () => Cloud, private readonly data?: string) {}

  /** Runs a query, and returns how it ends. */
  public async run(query: Resource<'ProtectedQuery'>, service: CleanRoomsService): Promise<Outcome> {
    const folder = mkdtempSync(join(tmpdir(), 'query-'));
    try {
      const answer = await this.answer(query, service, folder);
      if (!answer.result) return failure(answer);
      for (const destination of destinationsOf(query, (account) => service.membershipIn(query.parent.parent, account))) {
        const permit = this.permitFor(destination.roleArn, query, destination.account);
        await this.inStorage(destination.account, query.region, (storage) => writeResult(answer.result!, query.id, destination, storage, permit));
      }
      return { status: 'SUCCESS', rows: answer.result, notes: answer.notes, disallowedColumns: answer.inherited?.disallowedColumns };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return { status: 'FAILED', code: 'MALFORMED_QUERY', message: error.message };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  private async answer(query: Resource<'ProtectedQuery'>, service: CleanRoomsService, folder: string): Promise<Answer> {
    const { sqlParameters, receivers, resultConfiguration: { outputConfiguration: { intermediateTable } } } = query.values;
    const collaboration = collaborationOf(query)!;
    const template = templateNamedIn(sqlParameters, service);
    const tables = tablesOf(collaboration, service.store);
    const glueTables = new Map(await Promise.all(tables.map(async (table) => [table, await this.glueTable(table)] as const)));
    const columns: SourceColumns = new Map(tables.map((table) => [table, glueTables.get(table)?.columns ?? []]));
    return ask(storedRoom(collaboration, template, columns, service), {
      asker: query.account,
      receivers,
      sql: template ? undefined : sqlParameters.queryString,
      template: template && { name: template.values.name, parameters: new Map(Object.entries(sqlParameters.parameters ?? {})) },
      data: (shared) => Promise.all(shared.map(async (each) => this.rowsOf(each, tableNamed(each.name, tables)!, query, glueTables, folder))),
      seed: 1,
      spent: this.spent,
      now: new Date(),
      filling: intermediateTable && [String(intermediateTable.name)],
    });
  }

  private async rowsOf(
    { name, columns }: SharedTable, table: Table, query: Resource<'ProtectedQuery'>, glueTables: ReadonlyMap<Table, GlueTable | undefined>, folder: string,
  ): Promise<SampleTable> {
    const populated = table.kind === 'IntermediateTable' ? activeVersionOf(table.values)?.answer?.rows : undefined;
    if (populated) return { name, columns, rows: { result: { ...populated, columns: columns.map((column) => column.name) } } };
    const file = this.data === undefined ? undefined : sampleFileOf(name, this.data);
    if (file) return { name, columns, rows: { file } };
    const glue = glueTables.get(table);
    if (!glue) throw new UsageError(`the local cloud has no rows of '${name}', which is no table in its Glue: give it a file in the folder of --data`);
    const { region = table.region, databaseName, tableName } = glueReferenceOf(table)!;
    const permit = this.permitFor((table.values as { readonly roleArn?: string }).roleArn, query, table.account);
    const glueArn = `arn:aws:glue:${region}:${table.account}:table/${databaseName}/${tableName}`;
    const rows = this.inStorage(table.account, region, (storage) => rowsOfGlueTable(name, glue, storage, folder, async (needs) =>
      permit([{ action: 'glue:GetTable', resource: glueArn }, ...needs])));
    return { name, columns, rows: await rows };
  }

  /** Checks that a role lets the service do something for a query; without a role, who asks does it. */
  private permitFor(roleArn: string | undefined, query: Resource<'ProtectedQuery'>, owner: string): (needs: readonly Need[]) => Promise<void> {
    return async (needs) => roleArn === undefined ? undefined : checkRole(roleArn, query, owner, needs, this.cloud());
  }

  private async glueTable(table: Table): Promise<GlueTable | undefined> {
    const reference = glueReferenceOf(table);
    if (!reference) return undefined;
    const { databaseName: database, tableName, region = table.region } = reference;
    const found = await this.cloud().ask<Partial<GlueTable>>('glue-table', { account: table.account, region, database, table: tableName });
    return found.location === undefined ? undefined : found as GlueTable;
  }

  private async inStorage<T>(account: string, region: string, use: (storage: ObjectStorage) => Promise<T>): Promise<T> {
    const storage = new ObjectStorage(this.cloud().endpoint, account, region);
    try {
      return await use(storage);
    } finally {
      storage.close();
    }
  }
}

/** Why a query is not run, in the service's shape of an error. The service's own words differ. */
function failure({ refusals, sql }: Answer): Outcome {
  const isOfResource = refusals.every(({ rule }) => /^(budget: |table: readiness|association: |collaboration: |custom: allowedAnalyses$)/.test(rule));
  return { status: 'FAILED', code: isOfResource ? 'INVALID_RESOURCE' : 'MALFORMED_QUERY', message: explained(refusals, sql) };
}

/** Checks that a folder with sample rows is there. */
export function checkFolder(data: string | undefined): void {
  if (data !== undefined && !existsSync(data)) throw new UsageError(`there is no folder '${data}': --data is a folder with a file for each table`);
}
