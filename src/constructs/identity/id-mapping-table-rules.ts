import type { Warning } from '../../foundation/warnings';

/** One of the two ID namespaces of a mapping, as the rules see it. */
export interface IdNamespaceInput {
  /** SOURCE or TARGET; `undefined` if it is not known at synthesis. */
  readonly type?: string;
}

/** An ID mapping table, as the rules see it. */
export interface IdMappingTableInput {
  /** The association that is given as the source. */
  readonly source?: IdNamespaceInput;
  /** The association that is given as the target. */
  readonly target?: IdNamespaceInput;
}

/** Warns about probable mistakes in an ID mapping table. */
export function warnAboutIdMappingTable({ source, target }: IdMappingTableInput): Warning[] {
  return [
    ...warnAboutUnnamed({ source, target }),
    ...warnAboutIdNamespace('source', 'SOURCE', source),
    ...warnAboutIdNamespace('target', 'TARGET', target),
  ];
}

/** Warns about the namespaces that are not given, in one warning. */
function warnAboutUnnamed({ source, target }: IdMappingTableInput): Warning[] {
  const unnamed = [...source ? [] : ['source'], ...target ? [] : ['target']];
  const [are, s] = unnamed.length > 1 ? ['are', 's'] : ['is', ''];
  return unnamed.length ? [{
    id: 'cdk-cleanrooms:idNamespaceNotNamed',
    message: `${unnamed.map((property) => `'${property}'`).join(' and ')} ${are} not set: the table can be created only after `
      + `the ID namespace${s} that its workflow reads as the ${unnamed.join(' and the ')} ${are} associated with the collaboration`,
  }] : [];
}

function warnAboutIdNamespace(property: string, type: string, idNamespace?: IdNamespaceInput): Warning[] {
  return idNamespace?.type === undefined || idNamespace.type === type ? [] : [{
    id: 'cdk-cleanrooms:idNamespaceOfOtherType',
    message: `'${property}' must be the association of an ID namespace of type ${type}, got one of type ${idNamespace.type}`,
  }];
}
