import { randomUUID } from 'node:crypto';
import type { Behaviour, Call, Context, OperationHandler } from '../engine';
import { conflict, invalid } from '../exceptions';
import { collaborationOf, type NamedValues } from '../resource';
import { TABLE_KINDS } from '../tables';
import { childResources, loseBaseTable } from './intermediate-table';

export interface IdMappingTableValues extends NamedValues {
  /** What the service reads from the workflow in Entity Resolution. */
  inputReferenceProperties: { readonly idMappingTableInputSource: readonly InputSource[] };
  /** How often its schema is looked at before the population is done; nothing before it is begun. */
  looksUntilPopulated?: number;
}

interface InputSource {
  readonly idNamespaceAssociationId: string;
  readonly type: 'SOURCE' | 'TARGET';
}

export const idMappingTable: Behaviour<'IdMappingTable'> = {
  uniqueName: TABLE_KINDS,
  quota: 'idMappingTables',

  create(said: NamedValues, call: Call) {
    return { ...said, inputReferenceProperties: { idMappingTableInputSource: [sourceOf('SOURCE', call), sourceOf('TARGET', call)] } };
  },

  view: (table, { service }) => ({ childResources: childResources(table, service.store.list('IntermediateTable', table.region)) }),

  afterRemoval: (table, { service }) => loseBaseTable(table, service.store.list('IntermediateTable', table.region)),
};

const LOOKS_UNTIL_POPULATED = 2;

export const idMappingTableOperations: Record<string, OperationHandler> = {
  PopulateIdMappingTable(call: Call) {
    const table = call.found('IdMappingTable');
    if (table.values.looksUntilPopulated) throw conflict('The ID mapping table is being populated', 'INVALID_STATE', table);
    table.values.looksUntilPopulated = LOOKS_UNTIL_POPULATED;
    return { idMappingJobId: randomUUID() };
  },
};

/** The workflow would say which namespaces it joins. Here they are the newest of each type that the collaboration has. */
function sourceOf(type: InputSource['type'], { found, service, caller }: Context): InputSource {
  const collaboration = collaborationOf(found('Membership'));
  const association = service.store.list('IdNamespaceAssociation', caller.region)
    .filter((each) => collaborationOf(each) === collaboration && each.values.inputReferenceProperties.idNamespaceType === type)
    .at(-1);
  if (!association) throw invalid(`The collaboration has no ID namespace association of type ${type}`);
  return { idNamespaceAssociationId: association.id, type };
}
