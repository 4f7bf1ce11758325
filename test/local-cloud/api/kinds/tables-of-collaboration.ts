import type { KindName } from '../resource';

/** What queries know by name, which must be unique in a collaboration. */
export const TABLES_OF_COLLABORATION: readonly KindName[] = ['ConfiguredTableAssociation', 'IdMappingTable', 'IntermediateTable'];
