import type { Warning } from '../../foundation/warnings';

/** One of the two ID namespaces that a mapping joins. */
export interface IdNamespaceInput {
  /** SOURCE or TARGET; `undefined` where it is not known at synthesis. */
  readonly type?: string;
}

/** What the rules need to know of an ID mapping table. */
export interface IdMappingTableInput {
  /** The association that was named as the source; `undefined` where none was. */
  readonly source?: IdNamespaceInput;
  /** The association that was named as the target; `undefined` where none was. */
  readonly target?: IdNamespaceInput;
}

/** What probably is a mistake in an ID mapping table. */
export function warnAboutIdMappingTable({ source, target }: IdMappingTableInput): Warning[] {
  return [
    ...warnAboutUnnamed({ source, target }),
    ...warnAboutIdNamespace('source', 'SOURCE', source),
    ...warnAboutIdNamespace('target', 'TARGET', target),
  ];
}

/** The namespaces that were not given, in one warning. */
function warnAboutUnnamed({ source, target }: IdMappingTableInput): Warning[] {
  const unnamed = [...source ? [] : ['source'], ...target ? [] : ['target']];
  return unnamed.length ? [{
    id: 'cdk-cleanrooms:idNamespaceNotNamed',
    message: `${unnamed.map((property) => `'${property}'`).join(' and ')} ${unnamed.length > 1 ? 'are' : 'is'} not given: the table can be made only after `
      + `the ID namespace that its workflow reads as the ${unnamed.join(' and the ')} was associated with the collaboration`,
  }] : [];
}

function warnAboutIdNamespace(property: string, type: string, idNamespace?: IdNamespaceInput): Warning[] {
  return idNamespace?.type === undefined || idNamespace.type === type ? [] : [{
    id: 'cdk-cleanrooms:idNamespaceOfOtherType',
    message: `'${property}' must be the association of an ID namespace of type ${type}, got one of type ${idNamespace.type}`,
  }];
}
