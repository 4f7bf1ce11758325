import { Duration } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkName } from './lookup-rules';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { checkPartition, checkSameRegion } from '../../foundation/environment';
import { checkAccountId } from '../../foundation/identifiers';
import { throwIfAny } from '../../foundation/validation-faults';
import { membershipsBefore } from '../../program/prerequisites';

/** Where to look for what a member has brought into a collaboration. */
export interface CollaborationLookupOptions {
  /** The collaboration. The account of the stack must be a member: a membership of this stack is made before. */
  readonly collaboration: refs.ICollaborationRef;

  /**
   * The account of the member who brought it in.
   *
   * @default - any member, as long as only one has something of that name
   */
  readonly ownerAccountId?: string;

  /**
   * How long to wait until it is there, whole seconds and at most 14 minutes.
   *
   * @default - not at all: the deployment fails and says what is there
   */
  readonly timeout?: Duration;
}

/** What can be looked up by its name: the action that lists it, and how the user calls the name. */
const LOOKUPS = {
  [ResourceType.ANALYSIS_TEMPLATE_LOOKUP]: {
    action: 'cleanrooms:ListCollaborationAnalysisTemplates', property: 'analysisTemplateName', mostCharacters: 128,
  },
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION_LOOKUP]: {
    action: 'cleanrooms:ListCollaborationConfiguredAudienceModelAssociations', property: 'configuredAudienceModelAssociationName', mostCharacters: 100,
  },
  [ResourceType.ID_NAMESPACE_ASSOCIATION_LOOKUP]: {
    action: 'cleanrooms:ListCollaborationIdNamespaceAssociations', property: 'idNamespaceAssociationName', mostCharacters: 100,
  },
};

/**
 * Finds at deployment, by its name, what a member has brought into a collaboration.
 *
 * What was found is found again by later updates, whatever has come to be of the same name since then.
 */
export class NamedLookup extends Construct {
  /** The ARN of what was found. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, type: keyof typeof LOOKUPS, name: string, options: CollaborationLookupOptions) {
    super(scope, id);
    const { action, property, mostCharacters } = LOOKUPS[type];
    const { collaboration, ownerAccountId } = options;

    checkPartition(this);
    checkSameRegion(this, { collaboration });
    throwIfAny(this, [...checkName(property, name, mostCharacters), ...checkAccountId('ownerAccountId', ownerAccountId)]);

    const { collaborationArn, collaborationIdentifier } = collaboration.collaborationRef;
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type,
      properties: {
        CollaborationIdentifier: collaborationIdentifier,
        Name: name,
        OwnerAccountId: ownerAccountId,
        WaitSeconds: waitTimeoutSeconds(this, options.timeout ?? Duration.seconds(0)),
      },
      statements: [],
      statementsOn: { resource: collaboration, statements: [{ Action: [action], Resource: collaborationArn }] },
    });
    resource.node.addDependency(membershipsBefore(this, collaboration));

    this.arn = resource.getAttString('Arn');
  }
}
