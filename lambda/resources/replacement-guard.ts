import { GUARD_SUFFIX, type ReplacementGuardProperties, SHORT_GUARD_SUFFIX } from '../../src/custom-resources/contract';
import { areEqual, hashOf } from '../canonical';
import type { CleanRooms } from '../client';
import { anything, decode, decodeKnown, type Fields, flag, mapOf, optional, text } from '../decode';
import { DeployedStack } from '../deployed-stack';
import { describeDifference } from '../differences';
import { DeploymentError, withWholeEnd } from '../errors';
import { accountOf, type ResourceEvent, type ResourceHandler, type UpdateEvent } from '../event';
import { collaboration } from '../guarded/collaboration';
import { type CreateOnlyValues, type Existing, type GuardedType, idsIn } from '../guarded/guarded-type';
import { idMappingTable } from '../guarded/id-mapping-table';
import { intermediateTable } from '../guarded/intermediate-table';
import { membership } from '../guarded/membership';
import { privacyBudgetTemplate } from '../guarded/privacy-budget-template';
import { isRollingBack } from '../stack-status';

const TYPES: Readonly<Record<string, GuardedType>> = {
  'AWS::CleanRooms::Collaboration': collaboration,
  'AWS::CleanRooms::IdMappingTable': idMappingTable,
  'AWS::CleanRooms::IntermediateTable': intermediateTable,
  'AWS::CleanRooms::Membership': membership,
  'AWS::CleanRooms::PrivacyBudgetTemplate': privacyBudgetTemplate,
};

const fields: Fields<ReplacementGuardProperties> = {
  GuardedType: text,
  Name: optional(text),
  NameIsGenerated: optional(flag),
  FailsIfChanged: mapOf(anything),
  ReplacementAllowed: flag,
  DuplicateAllowed: optional(flag),
};

/**
 * Fails a deployment that would replace the guarded resource, or make a second one beside one that is lost from sight.
 *
 * Its physical id has the hash of the values that it accepted last: `<logical id>/<hash>`. Where they are the wanted ones, nothing changes.
 * Where the guard itself is new, it compares with what CloudFormation has under the logical id of the guarded resource. A rollback always
 * passes: it returns to what was there.
 */
export const replacementGuard: ResourceHandler = async (event, cleanRooms) => {
  if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };
  const wanted = decode(fields, event.ResourceProperties);
  const hash = hashOf(wanted.FailsIfChanged, 32);
  if (event.RequestType === 'Update' && event.PhysicalResourceId.split('/')[1] === hash) {
    return { PhysicalResourceId: event.PhysicalResourceId };
  }

  if (!await isRollingBack(cleanRooms, event)) {
    const guard = new Guard(cleanRooms, new DeployedStack(cleanRooms, event), wanted, event);
    await (event.RequestType === 'Create' ? guard.checkNew() : guard.checkChanged(event));
  }
  return { PhysicalResourceId: `${event.LogicalResourceId}/${hash}` };
};

class Guard {
  private readonly type: GuardedType;
  private readonly wanted: CreateOnlyValues;
  private readonly logicalId: string;
  private readonly account: string;

  constructor(
    private readonly cleanRooms: CleanRooms,
    private readonly stack: DeployedStack,
    private readonly properties: ReplacementGuardProperties,
    event: ResourceEvent,
  ) {
    const type = TYPES[properties.GuardedType];
    if (!type) throw new DeploymentError(`'GuardedType' must be one of ${Object.keys(TYPES).join(', ')}, got '${properties.GuardedType}'`);
    this.type = type;
    this.wanted = properties.FailsIfChanged;
    const suffix = event.LogicalResourceId.endsWith(GUARD_SUFFIX) ? GUARD_SUFFIX : SHORT_GUARD_SUFFIX;
    this.logicalId = event.LogicalResourceId.slice(0, -suffix.length);
    this.account = accountOf(event);
  }

  /** Whether there can be two with the same values, so that the new one is created while the old one is there. */
  private get mayHaveTwo(): boolean {
    return this.properties.DuplicateAllowed !== undefined;
  }

  /** The template has other values than before: CloudFormation replaces the resource. */
  public async checkChanged(event: UpdateEvent): Promise<void> {
    if (this.properties.ReplacementAllowed) return this.checkPlaceIsFree();
    this.refuseReplacement(decodeKnown(fields, event.OldResourceProperties).FailsIfChanged, this.wanted);
  }

  /** The guard is new, but what it guards need not be. */
  public async checkNew(): Promise<void> {
    const physicalId = await this.stack.physicalIdOf(this.logicalId);
    if (physicalId === undefined) return this.checkDuplicate();

    const live = await this.type.createdWith(this.cleanRooms, physicalId, this.wanted);
    if (!live) return; // there is nothing to keep alive
    const wanted = this.type.comparable(this.wanted);
    if (this.properties.ReplacementAllowed) return areEqual(live, wanted) ? undefined : this.checkPlaceIsFree();
    if (!areEqual(live, wanted)) this.refuseReplacement(live, wanted);
    await this.checkPlan();
  }

  /** CloudFormation compares templates: another order, or a default that is written out, replaces the resource although it is the same. */
  private async checkPlan(): Promise<void> {
    const change = (await this.stack.plannedChanges())?.find(({ LogicalResourceId }) => LogicalResourceId === this.logicalId);
    if (change?.Replacement !== 'True') return;
    const properties = (change.Details ?? []).flatMap(({ Target }) => Target?.RequiresRecreation !== 'Never' && Target?.Name ? [Target.Name] : [])
      .filter((property) => this.type.isFormChanged?.(property));
    if (properties.length === 0) return;
    throw new DeploymentError(`the ${this.type.displayName} ${this.logicalId} would be replaced, although its values are those that it has: the deployed template `
      + `has ${[...new Set(properties)].join(', ')} in another form, such as another order or a default that is left out. Write them as the deployed `
      + "template has them ('cdk diff' shows both)" + (this.mayHaveTwo ? ", or set 'allowReplacement'" : ''));
  }

  /** CloudFormation makes the new resource first: an allowed replacement fails half way where there can be only one. */
  private async checkPlaceIsFree(): Promise<void> {
    if (this.mayHaveTwo) return;
    const existing = await this.findExisting();
    if (!existing) return;
    throw new DeploymentError(`'allowReplacement' cannot replace the ${this.type.displayName} ${this.logicalId}: the new one cannot be made while there is `
      + `${existing.description}. Take the construct out of the stack in one deployment, and then either delete that one and add the construct anew, or bring `
      + `that one under it by 'cdk import --context cdk-cleanrooms:importing=${this.importedId}' (${this.identifiersOf(existing)})`);
  }

  private async findExisting(): Promise<Existing | undefined> {
    return this.type.findExisting(this.cleanRooms, { account: this.account, name: this.properties.Name, values: this.wanted });
  }

  /** The id that an import of this resource is given, because what it names may be looked up. */
  private get importedId(): string {
    return String(this.wanted.collaboration ?? this.wanted.membership ?? true);
  }

  private identifiersOf({ id, membership: membershipIdentifier }: Existing): string {
    return `${this.type.importedBy} ${id}${membershipIdentifier ? ` and MembershipIdentifier ${membershipIdentifier}` : ''}`;
  }

  private async checkDuplicate(): Promise<void> {
    if (this.properties.DuplicateAllowed) return;
    const { displayName } = this.type;
    await this.checkRename();
    const existing = await this.findExisting();
    if (!existing) return;

    const elsewhere = await this.stack.logicalIdOf(this.properties.GuardedType, (physicalId) => idsIn(physicalId).at(-1) === existing.id);
    throw new DeploymentError(elsewhere
      ? `this stack has ${existing.description} under the logical id ${elsewhere}, and would make a second ${displayName} as ${this.logicalId}. `
        + `If its construct was renamed or moved, run 'cdk refactor' first, or keep the logical id (overrideLogicalId('${elsewhere}'))`
      : `the account has ${existing.description}, which this stack does not have, and would make a second ${displayName} as ${this.logicalId}. `
        + `To bring it under this construct, run 'cdk import --context cdk-cleanrooms:importing=${this.importedId}' `
        + `(${this.identifiersOf(existing)}). If it comes from `
        + "another construct or stack of this app, run 'cdk refactor' first"
        + (!this.mayHaveTwo ? '' : ". To have two of the same name on purpose, set 'allowDuplicateName'"));
  }

  /** A construct with a generated name is not found by its name once it has another place. */
  private async checkRename(): Promise<void> {
    if (!this.properties.NameIsGenerated) return;
    const removed = (await this.stack.plannedChanges())?.find(({ Action, ResourceType }) => Action === 'Remove' && ResourceType === this.properties.GuardedType);
    if (!removed) return;
    const { displayName } = this.type;
    throw new DeploymentError(`this deployment takes the ${displayName} ${removed.LogicalResourceId} (${removed.PhysicalResourceId}) out of the stack, and would make another `
      + `one as ${this.logicalId}, whose name is generated. If its construct was renamed or moved, keep the logical id (overrideLogicalId('${removed.LogicalResourceId}')) `
      + 'and give the name that it has explicitly. If these are two, take out the one in a deployment before, or give the other an explicit name');
  }

  private refuseReplacement(before: CreateOnlyValues, after: CreateOnlyValues): void {
    const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !areEqual(before[name], after[name]));
    if (changed.length === 0) return;
    const differences = changed.map((name) => describeDifference(name, before[name], after[name]));
    const remedies = new Set(changed.map((name) => this.type.remedies[name] ?? this.type.remedy));
    throw new DeploymentError(withWholeEnd(
      `the ${this.type.displayName} ${this.logicalId} cannot be updated in place, and would be replaced because of: `,
      differences, `. What to do: ${[...remedies].join('. ')}`));
  }
}
