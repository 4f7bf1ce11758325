import { READS } from './aws';
import type { LiveFindings } from './findings';
import { checkJoined, compareMembers, readMembers } from './members';
import { Prerequisites } from './prerequisites';
import type { LiveRoom, RoomPlace } from './prerequisites';
import type { LiveProperties } from './readings';
import { KnownResource } from '../../../src/program/known-resources';
import type { ProgramModel } from '../../../src/program/model';
import { textAt } from '../../../src/program/rendered-properties';
import type { ProgramResource } from '../../../src/program/resource';

/** Something of a membership that is compared. */
interface Owned {
  readonly resource: ProgramResource;
  readonly id: string;
  readonly live: LiveProperties;
}

/**
 * The rooms that the stacks of a stage take part in, as AWS has them, in one account and Region: who their members are, what is in the memberships
 * that the program does not say, and what stands in the way of analyses.
 */
export class LiveRooms {
  private readonly owned: Owned[] = [];
  private readonly deployedIds = new Set<string>();
  private readonly prerequisites: Prerequisites;

  constructor(private readonly model: ProgramModel, private readonly findings: LiveFindings, private readonly place: RoomPlace) {
    this.prerequisites = new Prerequisites(model, findings, place);
  }

  /** Adds the id of a resource of the program that is deployed, whether or not it can be read. */
  public addId(id: string): void {
    this.deployedIds.add(id);
  }

  /** Adds a resource that was read. */
  public add(resource: ProgramResource, id: string, live: LiveProperties): void {
    this.owned.push({ resource, id, live });
  }

  /** Checks the rooms of everything that was added. */
  public async check(): Promise<void> {
    const collaborations = new Map<string, ProgramResource>();
    for (const { resource, id, live } of this.owned) {
      if (resource.type === KnownResource.COLLABORATION) collaborations.set(id, resource);
      const ofMembership = resource.type === KnownResource.MEMBERSHIP ? textAt(live, 'CollaborationId') : undefined;
      if (ofMembership !== undefined && !collaborations.has(ofMembership)) collaborations.set(ofMembership, resource);
    }
    for (const [id, resource] of collaborations) await this.findings.reading(resource, async () => this.checkRoom(id, resource));
  }

  private async checkRoom(collaborationIdentifier: string, on: ProgramResource): Promise<void> {
    const aws = this.place.aws({});
    const collaboration = (await aws.read(READS.collaboration, { collaborationIdentifier }))?.collaboration;
    const members = collaboration && await readMembers(aws, collaborationIdentifier);
    if (!members) return;
    const ofProgram = on.type === KnownResource.COLLABORATION
      ? this.model.collaborations().find(({ key }) => key === on.cfn) : this.model.collaborationOfMembership(on.cfn);
    if (ofProgram) compareMembers(this.findings, ofProgram, ofProgram.definition ?? on, members, collaboration.creatorAccountId!);
    checkJoined(this.findings, ofProgram?.definition ?? on, members);

    const room = { members, region: collaboration.arn!.split(':')[3], allowedResultRegions: collaboration.allowedResultRegions ?? [] };
    const memberships = this.owned.filter(({ resource, live }) =>
      resource.type === KnownResource.MEMBERSHIP && textAt(live, 'CollaborationId') === collaborationIdentifier);
    await Promise.all(memberships.map(async (membership) => this.checkMembership(membership, room)));
  }

  private async checkMembership({ resource, id, live }: Owned, room: LiveRoom): Promise<void> {
    await this.findings.reading(resource, async () => this.reportOthers(resource, id));
    await this.prerequisites.checkResults(resource, id, live, room);
    const inIt = this.owned.filter((each) => textAt(each.live, 'MembershipId') === id);
    await Promise.all(inIt.map(async (each) => {
      switch (each.resource.type) {
        case KnownResource.CONFIGURED_TABLE_ASSOCIATION:
          return this.prerequisites.checkTable(each.resource, id, each.live, this.configuredTable(textAt(each.live, 'ConfiguredTableId')), room);
        case KnownResource.ANALYSIS_TEMPLATE:
          return this.prerequisites.checkArtifacts(each.resource, id, each.live, room);
        case KnownResource.ID_MAPPING_TABLE:
          return this.prerequisites.checkMappingKey(each.resource, each.live);
        default:
          return undefined;
      }
    }));
  }

  private configuredTable(tableId: string | undefined): LiveProperties | undefined {
    return this.owned.find(({ resource, id }) => resource.type === KnownResource.CONFIGURED_TABLE && id === tableId)?.live;
  }

  /** What is in a membership, and not in the program. */
  private async reportOthers(resource: ProgramResource, membershipIdentifier: string): Promise<void> {
    const aws = this.place.aws({});
    const [associations = [], templates = [], budgets = []] = await Promise.all([
      aws.list(READS.associations, { membershipIdentifier }),
      aws.list(READS.analysisTemplates, { membershipIdentifier }),
      aws.list(READS.budgetTemplates, { membershipIdentifier }),
    ]);
    const all = [
      ...associations.flatMap(({ configuredTableAssociationSummaries = [] }) => configuredTableAssociationSummaries)
        .map(({ id, name }) => ({ id, what: `the table association '${name}'` })),
      ...templates.flatMap(({ analysisTemplateSummaries = [] }) => analysisTemplateSummaries).map(({ id, name }) => ({ id, what: `the analysis template '${name}'` })),
      ...budgets.flatMap(({ privacyBudgetTemplateSummaries = [] }) => privacyBudgetTemplateSummaries)
        .map(({ id, privacyBudgetType }) => ({ id, what: `the privacy budget template ${id} of the type ${privacyBudgetType}` })),
    ];
    for (const { id, what } of all) {
      if (!this.deployedIds.has(id!)) this.findings.difference(resource, 'NotInProgram', `${what} is in the membership in AWS, and not in the program`);
    }
  }
}
