import { Stage } from 'aws-cdk-lib';
import { CfnIdMappingTable } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { beforeTemplates } from './whole-program';
import { warnAboutPopulation } from '../constructs/identity/id-mapping-table-rules';
import { ownerOf, resolveReference } from '../foundation/references';
import { warn } from '../foundation/warnings';

const told = new WeakMap<IConstruct, refs.IIdMappingTableRef>();

/** Remembers which ID mapping table a population fills. */
export function tellPopulation(population: IConstruct, table: refs.IIdMappingTableRef): void {
  told.set(population, table);
}

/** Sees to it that the ID mapping tables that nothing in a program fills are told of before its templates are written. */
export function warnAboutPopulatedTables(scope: IConstruct): void {
  beforeTemplates(scope, warnAboutAll);
}

/** The table is named by its id or its ARN: an import of a table of this program can keep either. */
function warnAboutAll(stage: Stage, all: IConstruct[]): void {
  const populated = all.flatMap((construct) => told.get(construct) ?? [])
    .flatMap(({ idMappingTableRef }) => [resolveReference(idMappingTableRef.idMappingTableIdentifier), resolveReference(idMappingTableRef.idMappingTableArn)]);
  for (const table of all.filter(CfnIdMappingTable.isCfnIdMappingTable)) {
    if (Stage.of(table) !== stage) continue;
    warn(ownerOf(table), warnAboutPopulation(table, populated));
  }
}
