import { Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct, IDependable } from 'constructs';
import { KnownResource, TABLE_TYPES } from './known-resources';
import type { ProgramModel } from './model';
import { comparableName, isText, namesOfTables } from './named-tables';
import { Program } from './program';
import { ProgramResource } from './resource';
import { Circles, circlesLookedFor, dependsOn, deployedWith, isStackAfter, lookForCircles, needs, stacksBefore } from '../foundation/dependencies';
import { areInSameEnvironment } from '../foundation/environment';
import { groupBy } from '../foundation/group-by';
import { dependableOn } from '../foundation/late-dependable';
import type { ResourceKey } from '../foundation/references';

/*
 * What a stack must have made before the service can be asked about a collaboration. It is looked for when everything is
 * defined, so that it makes no difference what the user defines first, and how.
 */

/** The memberships by which the stack takes part: only a member sees what is in a collaboration. */
export function membershipsBefore(scope: IConstruct, collaboration: refs.ICollaborationRef): IDependable {
  return dependableOn(() => membershipsIn(scope, collaboration).map(({ cfn }) => cfn));
}

/** The memberships of a collaboration in the stack of a construct. */
export function membershipsIn(scope: IConstruct, collaboration: refs.ICollaborationRef): ProgramResource[] {
  const { model } = Program.of(scope);
  return model.membershipsOf(model.collaboration(collaboration)).filter(({ stack }) => stack === Stack.of(scope));
}

/**
 * Makes a resource be created after the tables that it names in SQL, in a list or by a template, and after what populates them: those of its
 * stack, and of other stacks of its account and Region, which are then deployed before its own. It does not wait for those that depend on the
 * resource, or whose stacks depend on its stack: that a text names a table is a guess, and must not make a circle.
 */
export function createAfterTables(resource: CfnResource | undefined): void {
  resource?.node.addDependency(dependableOn(() => {
    const { model } = Program.of(resource);
    const tables = tablesNamedBy(model, new ProgramResource(resource));
    const beside = tables.filter(({ stack }) => stack === resource.stack);
    const elsewhere = tables.filter(({ stack }) => deployedWith(stack) !== deployedWith(resource.stack));
    switch (circlesLookedFor()) {
      case Circles.OF_STACKS: return [...beside, ...elsewhere];
      case Circles.OF_RESOURCES: return beside;
      default: return [...withoutDependents(model, resource, beside), ...inOtherOrder(model, resource, elsewhere)];
    }
  }));
}

function withoutDependents(model: ProgramModel, resource: CfnResource, tables: readonly CfnResource[]): CfnResource[] {
  const known = model.answer('needs of resources', () => new Map<CfnResource, readonly CfnResource[]>());
  const needsOf = (each: CfnResource) => {
    const found = known.get(each) ?? needs(each);
    known.set(each, found);
    return found;
  };
  return lookForCircles(() => tables.filter((table) => !dependsOn(table, resource, needsOf)));
}

/** The tables whose stacks are not deployed after that of the resource anyway. */
function inOtherOrder(model: ProgramModel, resource: CfnResource, tables: readonly CfnResource[]): CfnResource[] {
  const known = model.answer('stacks before stacks', () => new Map<Stack, readonly Stack[]>());
  const before = (stack: Stack) => {
    const found = known.get(stack) ?? stacksBefore(stack);
    known.set(stack, found);
    return found;
  };
  const own = deployedWith(resource.stack);
  return lookForCircles(() => tables.filter((table) => !isStackAfter(deployedWith(table.stack), own, before)), Circles.OF_STACKS);
}

function tablesNamedBy(model: ProgramModel, resource: ProgramResource): CfnResource[] {
  const place = resource.type === KnownResource.SCHEMA_READINESS ? model.collaborationNamedBy(resource)?.key : model.placeOf(resource);
  if (place === undefined) return [];
  const tables = model.answer('tables by place and name', () => groupBy(
    TABLE_TYPES.flatMap((type) => model.resources(type)),
    (table) => {
      const placeOfTable = model.placeOf(table);
      return placeOfTable === undefined ? undefined : inPlace(model, placeOfTable, comparableName(table, table.property('Name')));
    },
  ));
  const named = namesOfTables(model, resource).flatMap((name) => (tables.get(inPlace(model, place, name)) ?? [])
    .filter(({ stack }) => stack === resource.stack || isText(name) && areInSameEnvironment(stack, resource.stack)));
  return [...new Set(named)].flatMap((table) => [table.cfn, ...populationsOf(model, table)]);
}

function inPlace(model: ProgramModel, place: ResourceKey, name: string): string {
  return `${model.idOf(place)} ${name}`;
}

/** Where what populates a table has the id of the table. */
const POPULATED_BY: Readonly<Record<string, string>> = {
  [KnownResource.ID_MAPPING_TABLE_POPULATION]: 'IdMappingTableIdentifier',
  [KnownResource.INTERMEDIATE_TABLE_POPULATION]: 'IntermediateTableIdentifier',
};

function populationsOf(model: ProgramModel, { cfn, stack }: ProgramResource): CfnResource[] {
  const populations = model.answer('populations by table', () => groupBy(
    [...model.resources(KnownResource.ID_MAPPING_TABLE_POPULATION), ...model.resources(KnownResource.INTERMEDIATE_TABLE_POPULATION)],
    (population) => population.key(POPULATED_BY[population.type]),
  ));
  return (populations.get(cfn) ?? []).filter((population) => areInSameEnvironment(population.stack, stack)).map((population) => population.cfn);
}
