import { Token } from 'aws-cdk-lib';
import { CfnIdNamespace } from 'aws-cdk-lib/aws-entityresolution';
import type { aws_cleanrooms as refs, aws_entityresolution as entityResolutionRefs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';

const told = new WeakMap<IConstruct, entityResolutionRefs.IIdNamespaceRef>();

/** Remembers which ID namespace an association brings into a collaboration. */
export function tellIdNamespace(association: IConstruct, idNamespace: entityResolutionRefs.IIdNamespaceRef): void {
  told.set(association, idNamespace);
}

/** The type of the ID namespace of an association, SOURCE or TARGET; `undefined` where this program does not define it. */
export function idNamespaceTypeOf(association: refs.IIdNamespaceAssociationRef): string | undefined {
  const idNamespace = told.get(association);
  const candidate: unknown = CfnIdNamespace.isCfnIdNamespace(idNamespace) ? idNamespace : idNamespace?.node.defaultChild;
  return CfnIdNamespace.isCfnIdNamespace(candidate) && !Token.isUnresolved(candidate.type) ? candidate.type : undefined;
}
