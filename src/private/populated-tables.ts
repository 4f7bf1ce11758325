import { Stage } from 'aws-cdk-lib';
import { CfnIdMappingTable } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { advise } from './advice';
import { definedBy, named } from './named';
import { advisePopulation } from './rules/id-mapping-table';
import { beforeTemplates } from './whole-program';

const told = new WeakMap<IConstruct, refs.IIdMappingTableRef>();

/** Remembers which ID mapping table a population fills. */
export function tellPopulation(population: IConstruct, table: refs.IIdMappingTableRef): void {
  told.set(population, table);
}

/** Sees to it that the ID mapping tables that nothing in a program fills are told of before its templates are written. */
export function advisePopulatedTables(scope: IConstruct): void {
  beforeTemplates(scope, adviseAll);
}

/** The table is named by its id or its ARN: an import of a table of this program can keep either. */
function adviseAll(stage: Stage, all: IConstruct[]): void {
  const populated = all.flatMap((construct) => told.get(construct) ?? [])
    .flatMap(({ idMappingTableRef }) => [named(idMappingTableRef.idMappingTableIdentifier), named(idMappingTableRef.idMappingTableArn)]);
  for (const table of all.filter(CfnIdMappingTable.isCfnIdMappingTable)) {
    if (Stage.of(table) !== stage) continue;
    advise(definedBy(table), advisePopulation(table, populated));
  }
}
