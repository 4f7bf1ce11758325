import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { ProgramModel } from '../../program/model';
import { keyOf } from '../../program/resource';

/** Returns the type of the ID namespace of an association, SOURCE or TARGET; `undefined` if this program does not define it. */
export function idNamespaceTypeOf(model: ProgramModel, association: refs.IIdNamespaceAssociationRef): string | undefined {
  const resource = model.find(keyOf(association, association.idNamespaceAssociationRef.idNamespaceAssociationArn));
  const arn = resource?.value<Record<string, unknown>>('InputReferenceConfig')?.InputReferenceArn;
  return resource && arn !== undefined ? model.find(keyOf(resource.cfn, arn))?.value('Type') : undefined;
}
