import { CfnResource, CustomResource } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { PropertiesOf, ResourceType } from './contract';
import { CleanRoomsProvider, isLongWait } from './provider';
import type { ProviderStatement, TypeStatement } from './provider-role';
import { checkPartition } from '../foundation/environment';
import { importedValue, isImporting } from '../foundation/importing';

/** Properties of a custom resource: its type, the properties of that type, and the permissions of the function. */
export interface CleanRoomsCustomResourceProps<T extends ResourceType> {
  readonly type: T;
  readonly properties: PropertiesOf[T];
  readonly statements: TypeStatement[];

  /**
   * Permissions of the function on a resource of this stack, such as a membership, which the policies of the role itself cannot refer to.
   *
   * @default - no permissions
   */
  readonly statementsOn?: { readonly resource: IConstruct; readonly statements: ProviderStatement[] };
}

/** A custom resource of the given type. One function in each stack handles all custom resources. */
export class CleanRoomsCustomResource<T extends ResourceType> extends CustomResource {
  /** The resource in the template; `undefined` in a template for an import, which has no custom resources. */
  public readonly definition?: CfnResource;

  constructor(scope: Construct, id: string, props: CleanRoomsCustomResourceProps<T>) {
    checkPartition(scope);
    const { WaitSeconds: waitSeconds } = props.properties as { readonly WaitSeconds?: number };
    const provider = isImporting(scope) ? undefined : CleanRoomsProvider.of(scope);
    super(scope, id, {
      resourceType: props.type,
      serviceToken: provider?.serviceToken ?? '', // of a resource that is taken out again
      serviceTimeout: CleanRoomsProvider.serviceTimeout(waitSeconds),
      properties: { ...props.properties },
    });
    if (!provider) {
      this.node.tryRemoveChild('Default');
      return;
    }
    this.definition = this.node.defaultChild as CfnResource;
    props.statements.forEach((statement) => this.node.addDependency(provider.allowFor(props.type, statement)));
    if (isLongWait(waitSeconds)) this.node.addDependency(provider.allowLongWaits());
    props.statementsOn?.statements.forEach((statement) => this.node.addDependency(provider.allowOn(props.statementsOn!.resource, statement)));
  }

  public override getAttString(attributeName: string): string {
    return this.definition ? super.getAttString(attributeName) : importedValue(this, attributeName);
  }
}
