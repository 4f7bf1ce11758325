import { Duration } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkName, checkSourceHash } from './lookup-rules';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import type { ProviderStatement } from '../../custom-resources/provider-role';
import { READ_STACK_STATUS } from '../../custom-resources/statements';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { cleanRoomsArn } from '../../foundation/arns';
import { checkPartition, checkSameRegion } from '../../foundation/environment';
import { checkAccountId, checkIdentifier } from '../../foundation/identifiers';
import { throwIfAny } from '../../foundation/validation-faults';
import { membershipsBefore } from '../../program/prerequisites';

/** Options for finding a resource of a member in a collaboration. */
export interface CollaborationLookupOptions {
  /** The collaboration. The account of the stack must be a member of it. If its membership is in this stack, it is created first. */
  readonly collaboration: refs.ICollaborationRef;

  /** The account of the member who owns the resource. Another member can have one of the same name. */
  readonly ownerAccountId: string;

  /**
   * The id of a resource that may take the place of the one that was found before. Its owner is free to delete a resource and to create another
   * one under its name: an update that meets such a one fails, and names its id, until you have read what it does and set this.
   *
   * @default - what was found first stays
   */
  readonly acceptedIdentifier?: string;

  /**
   * How long to wait for the resource, in whole seconds and at most an hour. Set it for what another app creates: a lookup that does
   * not wait is rejected at synthesis if this app has all members and a resource whose name is almost the same.
   *
   * @default - no wait: if nothing (or more than one resource) matches, the deployment fails and lists the candidates
   */
  readonly timeout?: Duration;
}

/** What only some lookups have. @internal */
export interface NamedLookupExtras {
  /** The SHA-256 of the source, in hexadecimal. */
  readonly sourceSha256?: string;
  /** The action that reads a resource, and its resource type in ARNs. */
  readonly read?: { readonly action: string; readonly resourceType: string };
}

/** The resources that can be looked up by name: the action that lists them, and the property with the name. */
const LOOKUPS = {
  [ResourceType.ANALYSIS_TEMPLATE_LOOKUP]: {
    action: 'cleanrooms:ListCollaborationAnalysisTemplates', property: 'analysisTemplateName', mostCharacters: 128,
  },
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION_LOOKUP]: {
    action: 'cleanrooms:ListCollaborationConfiguredAudienceModelAssociations', property: 'configuredAudienceModelAssociationName', mostCharacters: 100,
  },
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_LOOKUP]: {
    action: 'cleanrooms:ListCollaborationConfiguredAudienceModelAssociations', property: 'configuredAudienceModelAssociationName', mostCharacters: 100,
  },
  [ResourceType.CONFIGURED_MODEL_ALGORITHM_ASSOCIATION_LOOKUP]: {
    action: 'cleanrooms-ml:ListCollaborationConfiguredModelAlgorithmAssociations', property: 'configuredModelAlgorithmAssociationName', mostCharacters: 63,
  },
  [ResourceType.ID_NAMESPACE_ASSOCIATION_LOOKUP]: {
    action: 'cleanrooms:ListCollaborationIdNamespaceAssociations', property: 'idNamespaceAssociationName', mostCharacters: 100,
  },
  [ResourceType.ML_INPUT_CHANNEL_LOOKUP]: {
    action: 'cleanrooms-ml:ListCollaborationMLInputChannels', property: 'mlInputChannelName', mostCharacters: 63,
  },
  [ResourceType.TRAINED_MODEL_LOOKUP]: {
    action: 'cleanrooms-ml:ListCollaborationTrainedModels', property: 'trainedModelName', mostCharacters: 63,
  },
};

/**
 * Finds at deployment, by its name, a resource of a member in a collaboration.
 *
 * Later updates find the same resource, even if its owner has created another one with the same name since then; if it is gone, they fail.
 *
 * @internal
 */
export class NamedLookup extends Construct {
  /** The ARN of the resource. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, type: keyof typeof LOOKUPS, name: string, options: CollaborationLookupOptions,
    extras: NamedLookupExtras = {}) {
    super(scope, id);
    const { action, property, mostCharacters } = LOOKUPS[type];
    const { collaboration, ownerAccountId, acceptedIdentifier } = options;
    const { sourceSha256, read } = extras;

    checkPartition(this);
    checkSameRegion(this, { collaboration });
    throwIfAny(this, [
      ...checkName(property, name, mostCharacters),
      ...checkAccountId('ownerAccountId', ownerAccountId),
      ...checkIdentifier('acceptedIdentifier', acceptedIdentifier),
      ...checkSourceHash(sourceSha256),
    ]);

    const { collaborationArn, collaborationIdentifier } = collaboration.collaborationRef;
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type,
      properties: {
        CollaborationIdentifier: collaborationIdentifier,
        Name: name,
        OwnerAccountId: ownerAccountId,
        AcceptedIdentifier: acceptedIdentifier,
        SourceSha256: sourceSha256,
        WaitSeconds: waitTimeoutSeconds(this, options.timeout ?? Duration.seconds(0)),
      },
      statements: [READ_STACK_STATUS],
      statementsOn: {
        resource: collaboration,
        statements: [
          ...toList(action, collaboration.collaborationRef),
          ...read ? [{
            Action: [read.action],
            Resource: [collaborationArn, cleanRoomsArn(this, `membership/*/${read.resourceType}/*`, { account: ownerAccountId })],
          }] : [],
        ],
      },
    });
    resource.node.addDependency(membershipsBefore(this, collaboration));

    this.arn = resource.getAttString('Arn');
  }
}

/** Returns the permission to list what members share. Actions of Clean Rooms ML support no resource types: a condition binds them to the collaboration. */
function toList(action: string, { collaborationArn, collaborationIdentifier }: refs.CollaborationReference): ProviderStatement[] {
  if (!action.startsWith('cleanrooms-ml:')) return [{ Action: [action], Resource: collaborationArn }];
  return [
    { Action: [action], Resource: '*', Condition: { StringEquals: { 'cleanrooms-ml:CollaborationId': collaborationIdentifier } } },
    { Action: ['cleanrooms:PassCollaboration'], Resource: collaborationArn },
  ];
}
