import { Stack, Token } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import type { IEnvironmentAware, aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { readAnalysisRule } from './analysis-rule';
import type { RenderedAnalysisRule } from './analysis-rule';
import type { CollaborationsOfStage } from './app-inventory';
import { CollaborationModel } from './collaboration-model';
import type { ImportedMembers } from './collaboration-model';
import type { TableFacts } from './facts';
import { factsOf } from './facts';
import { KnownResource } from './known-resources';
import type { Member } from './member';
import { keyOf } from './resource';
import type { ProgramResource } from './resource';
import { Structure } from './structure';
import { notingCircles, ofCircles } from '../foundation/dependencies';
import { areInSameEnvironment } from '../foundation/environment';
import { groupBy } from '../foundation/group-by';
import type { ResourceKey } from '../foundation/references';
import { isKnown } from '../foundation/tokens';
import { growthOf } from '../foundation/tree-growth';

/** What is asked of the model for a membership: an L1, an L2 or an import. */
type MembershipRef = refs.IMembershipRef;

/** An identifier that is known at synthesis: a key of a token has the token's environment and its JSON. */
const IDENTIFIER = /^[\w-]+$/;

/**
 * What the constructs of a stage say together of its clean rooms: which collaboration a membership is part of, who its members are,
 * what the rule of a table is.
 *
 * Where things are is found in one walk for each synthesis, after aspects have run. Questions that are asked before or after a synthesis,
 * while the program is being defined, are answered from an earlier walk as long as nothing has been added since.
 */
export class ProgramModel {
  private ofSynthesis?: { readonly before: readonly unknown[]; readonly structure: Structure };
  private earlier?: { readonly growth: number; readonly structure: Structure };
  private readonly answers = new Map<string, unknown>();
  private isAnswering = false;

  constructor(private readonly stage: IConstruct) {}

  /** Walks through the stage, now that all of it is there: what is found holds until the synthesis is done. */
  public index(): void {
    this.answers.clear();
    this.earlier = undefined;
    this.ofSynthesis = { before: this.assemblies(), structure: new Structure(this.stage) };
  }

  /** The resources of a type, in the order of their paths. */
  public resources(type: string): readonly ProgramResource[] {
    return this.current().of(type);
  }

  /** The resource of the program that a key stands for. */
  public find(key: unknown): ProgramResource | undefined {
    return this.current().find(key);
  }

  /** All collaborations that the program knows of, defined or imported. */
  public collaborations(): CollaborationModel[] {
    return [...this.collaborationsByKey().values()];
  }

  /** The other resources of a type that certainly get the same name in the same account and Region. */
  public namesakesOf(cfn: CfnResource): ProgramResource[] {
    const resource = this.find(cfn);
    if (!resource?.isUnconditional || resource.knownName === undefined) return [];
    return this.resourcesNamed(cfn.cfnResourceType, resource.knownName).filter((other) =>
      other.cfn !== cfn && other.isUnconditional && areInSameEnvironment(other.stack, resource.stack));
  }

  /** The resources of a type that have a name, which is known at synthesis. */
  public resourcesNamed(type: string, name: string): readonly ProgramResource[] {
    return this.answer(`names of ${type}`, () => groupBy(this.resources(type), ({ knownName }) => knownName)).get(name) ?? [];
  }

  /** The collaboration that a reference names, as it is known where it is asked for. */
  public collaboration(collaboration: refs.ICollaborationRef, scope: IConstruct = collaboration): CollaborationModel {
    return this.collaborationBy(keyOf(collaboration, collaboration.collaborationRef.collaborationIdentifier), scope);
  }

  /** The collaboration that a membership is part of; `undefined` where this program does not know it. */
  public collaborationOf(membership: MembershipRef): CollaborationModel | undefined {
    return this.collaborationOfMembership(keyOf(membership, membership.membershipRef.membershipIdentifier));
  }

  /** The same by what stands for the membership in comparisons. */
  public collaborationOfMembership(membership: ResourceKey | undefined): CollaborationModel | undefined {
    if (membership === undefined) return undefined;
    const known = this.answer('collaborations of memberships', () => new Map<ResourceKey, CollaborationModel | undefined>());
    if (!known.has(membership)) {
      const resource = this.find(membership);
      known.set(membership, resource && this.collaborationNamedBy(resource));
    }
    return known.get(membership);
  }

  /** The lookups of a collaboration by an invitation. */
  public invitationsTo({ key }: CollaborationModel): readonly ProgramResource[] {
    return this.resources(KnownResource.COLLABORATION_LOOKUP).filter(({ cfn }) => this.identityOf(cfn) === key);
  }

  /** The collaboration of something that belongs to a membership. */
  public collaborationOfResource(resource: ProgramResource): CollaborationModel | undefined {
    return this.collaborationOfMembership(resource.key('MembershipIdentifier'));
  }

  /** The collaboration that a resource names as its `CollaborationIdentifier`, or that it finds by an invitation. */
  public collaborationNamedBy(resource: ProgramResource): CollaborationModel | undefined {
    const key = resource.type === KnownResource.COLLABORATION_LOOKUP ? resource.cfn : resource.key('CollaborationIdentifier');
    return key === undefined ? undefined : this.collaborationBy(key, resource.cfn);
  }

  /** What stands for the place of something that belongs to a membership: the collaboration, or the membership where that is not known. */
  public placeOf(resource: ProgramResource): ResourceKey | undefined {
    return this.collaborationOfResource(resource)?.key ?? resource.key('MembershipIdentifier');
  }

  /** The member whose membership it is; `undefined` where that is not certain. */
  public memberOf(membership: MembershipRef): Member | undefined {
    return this.memberOfAccount(this.collaborationOf(membership), membership);
  }

  /** The member of a collaboration in whose account something is; `undefined` where that is not certain. */
  public memberOfAccount(collaboration: CollaborationModel | undefined, owned: IConstruct & IEnvironmentAware): Member | undefined {
    const { account } = owned.env;
    return collaboration && this.isCertain(account, collaboration, owned) ? collaboration.member(account) : undefined;
  }

  /** Stacks that can go to any account have the same token for accounts that can differ. */
  public isCertain(account: string, { definition }: CollaborationModel, scope: IConstruct): boolean {
    return !Token.isUnresolved(account) || definition?.stack === Stack.of(scope);
  }

  /** The memberships of a collaboration in the program. */
  public membershipsOf(collaboration: CollaborationModel): ProgramResource[] {
    const all = this.answer('memberships', () => groupBy(this.resources(KnownResource.MEMBERSHIP), ({ cfn }) => this.collaborationOfMembership(cfn)?.key));
    return all.get(collaboration.key) ?? [];
  }

  /** Whether two memberships are certainly not the same: one of this program can also be imported by its id. */
  public areDifferentMemberships(one: ResourceKey, other: ResourceKey): boolean {
    const isIdentifier = (key: ResourceKey) => typeof key === 'string' && IDENTIFIER.test(key);
    const isDefined = (key: ResourceKey) => this.find(key)?.type === KnownResource.MEMBERSHIP;
    return one !== other && ((isIdentifier(one) && isIdentifier(other)) || (isDefined(one) && isDefined(other)));
  }

  /**
   * Whether this program has all resources of a type that it can have of a collaboration: every member is known and has its membership here,
   * and no such resource is in a membership of which it is not known that its collaboration is another one. A member can still have made
   * something in another app.
   */
  public isComplete(collaboration: CollaborationModel, type: string): boolean {
    return this.everybodyJoins(collaboration) && this.answer(`all ${type} are in known places`,
      () => this.resources(type).every((resource) => this.collaborationOfResource(resource)?.definition !== undefined));
  }

  /** Whether every member of a collaboration is known and has its membership in this program, whatever conditions there are. */
  private everybodyJoins(collaboration: CollaborationModel): boolean {
    return this.answer(`everybody joins ${this.idOf(collaboration.key)}`, () => {
      const accounts = this.wholeCollaboration(collaboration.key).accountIds();
      const joined = new Set(this.membershipsOf(collaboration).filter(({ isUnconditional }) => isUnconditional).map(({ account }) => account));
      return collaboration.definition !== undefined && accounts !== undefined && accounts.every((account) => joined.has(account));
    });
  }

  /** The analysis rule of a configured table as its template will have it; `undefined` where the table is imported or the rule is a token. */
  public ruleOf(table: ProgramResource | undefined): RenderedAnalysisRule | undefined {
    return table && this.answer(`rule of ${table.cfn.node.path}`, () => readAnalysisRule(table.property('AnalysisRules')));
  }

  /** The configured table that a reference names, where this program defines it. */
  public tableOf(table: refs.IConfiguredTableRef): ProgramResource | undefined {
    return this.find(keyOf(table, table.configuredTableRef.configuredTableIdentifier));
  }

  /** What is known of where the rows of a configured table come from. */
  public sourceOf(table: ProgramResource | undefined): TableFacts | undefined {
    return table && factsOf(table.owner, 'table');
  }

  /** The same of an association, which can be told the source of a table that is imported or an L1. */
  public sourceOfAssociation(association: ProgramResource): TableFacts | undefined {
    return this.sourceOf(association) ?? this.sourceOf(this.find(association.key('ConfiguredTableIdentifier')));
  }

  /** An answer that is found once for each synthesis. Before that, once for each question that it is a part of. */
  public answer<T>(question: string, find: () => T): T {
    const isWhole = !this.indexed && !this.isAnswering;
    if (isWhole) this.isAnswering = true;
    try {
      if (!this.answers.has(question)) this.answers.set(question, find());
      return this.answers.get(question) as T;
    } finally {
      if (isWhole) {
        this.isAnswering = false;
        this.answers.clear();
      }
    }
  }

  /** The same of an answer that can be another one while circles of dependencies are looked for. */
  public answerOfCircles<T>(question: string, find: () => T): T {
    return ofCircles((circles) => this.answer(`${question} ${circles}`, () => notingCircles(find)));
  }

  /** A key as a message has it: the path of the construct that the user knows, or the identifier. */
  public pathOf(key: ResourceKey): string {
    return this.find(key)?.path ?? this.idOf(key);
  }

  /** A text for a key, for the names of questions. */
  public idOf(key: ResourceKey): string {
    return typeof key === 'string' ? key : key.node.path;
  }

  /** The resources of a type that belong to a collaboration. */
  public resourcesOf({ key }: CollaborationModel, type: string): readonly ProgramResource[] {
    return this.answer(`${type} by collaboration`, () => groupBy(this.resources(type), (resource) => this.collaborationOfResource(resource)?.key)).get(key) ?? [];
  }

  /**
   * The collaboration that a key stands for, as it is known in the stack of a construct: with what that stack says of it, and another one of
   * its environment which it refers to anyway.
   */
  private collaborationBy(named: ResourceKey, scope: IConstruct): CollaborationModel {
    const [stack, other] = [scope, typeof named === 'string' ? scope : named].map((each) => Stack.of(each));
    const isCoupled = other.account === stack.account && other.region === stack.region;
    return this.wholeCollaboration(this.identityOf(named)).knownIn(stack, ...isCoupled ? [other] : []);
  }

  /** The collaboration as the whole program describes it. */
  private wholeCollaboration(key: ResourceKey): CollaborationModel {
    return this.collaborationsByKey().get(key)
      ?? new CollaborationModel({ key, definition: this.definitionOf(key), changeRequests: [], removals: [] });
  }

  /** The resource that makes a collaboration; `undefined` where it is looked up or imported. */
  private definitionOf(key: ResourceKey): ProgramResource | undefined {
    const resource = this.find(key);
    return resource?.type === KnownResource.COLLABORATION ? resource : undefined;
  }

  /** What the walk of the synthesis has found; `undefined` before and after. */
  private get indexed(): Structure | undefined {
    const assemblies = this.assemblies();
    if (this.ofSynthesis?.before.some((assembly, index) => assembly !== assemblies[index])) {
      this.ofSynthesis = undefined;
      this.answers.clear();
    }
    return this.ofSynthesis?.structure;
  }

  /** What the stage and those around it were synthesized to: others once a synthesis is done. */
  private assemblies(): unknown[] {
    return this.stage.node.scopes.map((scope) => (scope as { readonly assembly?: unknown }).assembly);
  }

  private current(): Structure {
    const { indexed } = this;
    if (indexed) return indexed;
    const growth = growthOf(this.stage);
    if (this.earlier?.growth !== growth) this.earlier = { growth, structure: new Structure(this.stage) };
    return this.earlier.structure;
  }

  /** What stands for a collaboration: its definition, also where it is found at deployment; otherwise what it is found by. */
  private identityOf(key: ResourceKey): ResourceKey {
    const lookup = this.find(key);
    const invitation = lookup?.type === KnownResource.COLLABORATION_LOOKUP ? invitationOf(lookup) : undefined;
    if (invitation === undefined) return key;
    const [definition, ...others] = this.definitionsFor(invitation);
    return definition && !others.length ? definition.cfn : invitation;
  }

  /** The collaborations of this program that an invitation can be one to. */
  public definitionsFor(invitation: string): readonly ProgramResource[] {
    return this.definitionsByInvitation().get(invitation) ?? [];
  }

  /** The collaborations of this program by the invitations to them, as other stages see them. */
  public collaborationsByInvitation(): CollaborationsOfStage {
    return new Map([...this.definitionsByInvitation()].map(([invitation, [{ cfn, path }]]) => {
      const payers = this.wholeCollaboration(cfn).members()?.filter(({ paysFor }) => !paysFor || paysFor.length) ?? [];
      return [invitation, { path, payers: payers.flatMap(({ accountId }) => accountId ?? []) }];
    }));
  }

  private definitionsByInvitation(): ReadonlyMap<string, readonly ProgramResource[]> {
    return this.answer('definitions by invitation', () => groupBy(this.resources(KnownResource.COLLABORATION), invitationTo));
  }

  private collaborationsByKey(): Map<ResourceKey, CollaborationModel> {
    return this.answer('collaborations', () => {
      const parts = new Map<ResourceKey, { imports: ImportedMembers[]; changeRequests: ProgramResource[]; removals: ProgramResource[] }>();
      const of = (key: ResourceKey) => {
        const identity = this.identityOf(key);
        const found = parts.get(identity) ?? { imports: [], changeRequests: [], removals: [] };
        parts.set(identity, found);
        return found;
      };
      this.resources(KnownResource.COLLABORATION).forEach(({ cfn }) => of(cfn));
      for (const { construct, facts } of this.current().facts('collaboration')) {
        const { imports } = of(keyOf(construct, facts.collaborationIdentifier));
        const { memberAccountIds } = facts;
        if (!memberAccountIds || Token.isUnresolved(memberAccountIds)) continue;
        imports.push({ stack: Stack.of(construct), accountIds: [facts.creatorAccountId, ...memberAccountIds] });
      }
      for (const [type, list] of [[KnownResource.CHANGE_REQUEST, 'changeRequests'], [KnownResource.MEMBER_REMOVAL, 'removals']] as const) {
        for (const resource of this.resources(type).filter(({ isUnconditional }) => isUnconditional)) {
          const key = resource.key('CollaborationIdentifier');
          if (key !== undefined) of(key)[list].push(resource);
        }
      }
      return new Map([...parts].map(([key, found]) => [key, new CollaborationModel({ key, definition: this.definitionOf(key), ...found })]));
    });
  }
}

/** The creator, Region and name by which an invitation is found, as a text; `undefined` where one of them is not known. */
export function invitationOf(lookup: ProgramResource): string | undefined {
  return invitationText(lookup.text('CreatorAccountId'), lookup.stack.region, lookup.text('CollaborationName'));
}

/** The same of the invitations to a collaboration. */
function invitationTo(definition: ProgramResource): string | undefined {
  return invitationText(definition.account, definition.stack.region, definition.text('Name'));
}

function invitationText(...parts: (string | undefined)[]): string | undefined {
  return parts.every((part) => part !== undefined && isKnown(part)) ? parts.join(' ') : undefined;
}
