import type { ResourceKey } from '../../foundation/references';
import type { Warning } from '../../foundation/warnings';

/** One of the two ID namespaces that a mapping joins. */
export interface IdNamespacePart {
  /** SOURCE or TARGET; `undefined` where it is not known at synthesis. */
  readonly type?: string;
}

/** What the rules need to know of an ID mapping table. */
export interface IdMappingTableParts {
  /** The association that was named as the source; `undefined` where none was. */
  readonly source?: IdNamespacePart;
  /** The association that was named as the target; `undefined` where none was. */
  readonly target?: IdNamespacePart;
}

/** What probably is a mistake in an ID mapping table. */
export function warnAboutIdMappingTable({ source, target }: IdMappingTableParts): Warning[] {
  return [
    ...warnAboutIdNamespace('source', 'SOURCE', source),
    ...warnAboutIdNamespace('target', 'TARGET', target),
  ];
}

/** A table needs rows. `populated` has each table that this program fills, as far as it is known. */
export function warnAboutPopulation(table: ResourceKey, populated: ResourceKey[]): Warning[] {
  return populated.includes(table) ? [] : [{
    id: 'cdk-cleanrooms:idMappingTableNotPopulated',
    message: 'the table has no rows until it is populated, and no query can use it before: add an IdMappingTablePopulation, '
      + 'or acknowledge this where something outside of this app populates it',
  }];
}

function warnAboutIdNamespace(property: string, type: string, idNamespace?: IdNamespacePart): Warning[] {
  if (!idNamespace) {
    return [{
      id: 'cdk-cleanrooms:idNamespaceNotNamed',
      message: `'${property}' is not given: the table can be made only after the ID namespace that its workflow reads as the ${property} `
        + 'was associated with the collaboration',
    }];
  }
  return idNamespace.type === undefined || idNamespace.type === type ? [] : [{
    id: 'cdk-cleanrooms:idNamespaceOfOtherType',
    message: `'${property}' must be the association of an ID namespace of type ${type}, got one of type ${idNamespace.type}`,
  }];
}
