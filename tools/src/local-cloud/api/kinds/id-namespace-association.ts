import type { Behaviour, Call } from '../engine';
import type { NamedValues } from '../resource';

export interface IdNamespaceAssociationValues extends NamedValues {
  /** What the service reads from the namespace in Entity Resolution. */
  inputReferenceProperties: { readonly idNamespaceType: 'SOURCE' | 'TARGET'; readonly idMappingWorkflowsSupported: readonly unknown[] };
}

interface CreateInput {
  readonly name: string;
  readonly inputReferenceConfig: { readonly inputReferenceArn: string };
}

export const idNamespaceAssociation: Behaviour<'IdNamespaceAssociation'> = {
  quota: 'idNamespaceAssociations',

  create: (said: CreateInput, { service }: Call) => ({
    ...said,
    inputReferenceProperties: {
      idNamespaceType: service.idNamespaceType(said.inputReferenceConfig.inputReferenceArn),
      idMappingWorkflowsSupported: [],
    },
  }),
};
