import type { Behaviour, Call } from '../engine';
import { invalid } from '../exceptions';
import { collaborationOf, type NamedValues } from '../resource';
import { TABLES_OF_COLLABORATION } from './tables-of-collaboration';

export interface IdMappingTableValues extends NamedValues {
  /** What the service reads from the workflow in Entity Resolution. */
  inputReferenceProperties: { readonly idMappingTableInputSource: readonly InputSource[] };
}

interface InputSource {
  readonly idNamespaceAssociationId: string;
  readonly type: 'SOURCE' | 'TARGET';
}

export const idMappingTable: Behaviour<'IdMappingTable'> = {
  uniqueName: TABLES_OF_COLLABORATION,
  quota: 'idMappingTables',

  create(said: NamedValues, call: Call) {
    return { ...said, inputReferenceProperties: { idMappingTableInputSource: [sourceOf('SOURCE', call), sourceOf('TARGET', call)] } };
  },
};

/** The workflow would say which namespaces it joins. Here they are the newest of each type that the collaboration has. */
function sourceOf(type: InputSource['type'], { found, service, caller }: Call): InputSource {
  const collaboration = collaborationOf(found('Membership'));
  const association = service.store.list('IdNamespaceAssociation', caller.region)
    .filter((each) => collaborationOf(each) === collaboration && each.values.inputReferenceProperties.idNamespaceType === type)
    .at(-1);
  if (!association) throw invalid(`The collaboration has no ID namespace association of type ${type}`);
  return { idNamespaceAssociationId: association.id, type };
}
