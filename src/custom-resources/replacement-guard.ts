import { Lazy } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CleanRoomsCustomResource } from './cleanrooms-custom-resource';
import { ResourceType } from './contract';

/** What is guarded, and how. */
export interface ReplacementGuardProps {
  /** The resource that must not be replaced unseen. */
  readonly resource: CfnResource;

  /** Tells the values whose change replaces it, by the name that the user knows them by. Asked at synthesis, when they are final. */
  readonly createOnly: () => { readonly [property: string]: unknown };

  /** What to do instead of replacing it, as the end of the message. */
  readonly remedy: string;

  /** Whether the user allowed the replacement. */
  readonly replacementAllowed: boolean;
}

/**
 * Fails the update of a stack that would replace a live resource, before CloudFormation touches that resource.
 *
 * The guarded resource depends on it, so that CloudFormation updates it first; its update fails where a create-only value
 * differs from the deployed one, which no template can know, and the stack rolls back with everything in place.
 */
export class ReplacementGuard extends Construct {
  constructor(scope: Construct, id: string, props: ReplacementGuardProps) {
    super(scope, id);
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.REPLACEMENT_GUARD,
      properties: {
        Path: scope.node.path,
        CreateOnly: Lazy.any({ produce: props.createOnly }) as never,
        Remedy: props.remedy,
        ReplacementAllowed: props.replacementAllowed,
      },
      statements: [],
    });
    props.resource.node.addDependency(resource);
  }
}
