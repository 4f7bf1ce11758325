import type { Stack } from 'aws-cdk-lib';
import { Aws, READS } from './aws';
import { known } from './comparison';
import { DeployedStack, deployedWith, idsIn } from './deployed';
import { LiveFindings } from './findings';
import type { LiveFinding } from './findings';
import { COLLABORATION, READINGS } from './readings';
import { compareProperties, reportGone } from './resources';
import { LiveRooms } from './rooms';
import { groupBy } from '../../../src/foundation/group-by';
import { KnownResource } from '../../../src/program/known-resources';
import type { ProgramResource } from '../../../src/program/resource';
import type { LoadedStage } from '../assembly/program-tree';

/*
 * Compares a program with what is in AWS, in the one account whose credentials the caller has. Everything is read, nothing is changed. What is
 * deployed as which resource is known to CloudFormation, what a resource is like now to the service itself.
 */

/** What was found in an account. */
export interface LiveReport {
  readonly account: string;
  /** The paths of the stacks that were compared. */
  readonly compared: readonly string[];
  /** What was not, and why. */
  readonly notCompared: readonly { readonly path: string; readonly reason: string }[];
  readonly findings: readonly LiveFinding[];
}

/** Compares the stages of a program with the account of the caller. */
export async function checkLive(stages: readonly LoadedStage[], profile?: string): Promise<LiveReport> {
  const region = stages.flatMap(resourcesOf).map(({ stack }) => known(stack.region)).find((each) => each !== undefined);
  const { Account: account = '' } = (await new Aws({ region, profile }).read(READS.callerIdentity, {})) ?? {};
  const comparison = new LiveComparison(account, profile);
  for (const stage of stages) await comparison.compare(stage);
  return comparison.report();
}

/** What Clean Rooms has of a stage. */
function resourcesOf({ model }: LoadedStage): ProgramResource[] {
  return [KnownResource.COLLABORATION, ...Object.keys(READINGS)].flatMap((type) => model.resources(type));
}

/** What a stage has in a Region. */
interface RegionOfStage {
  readonly aws: Aws;
  readonly deployed: DeployedStack;
  readonly rooms: LiveRooms;
}

class LiveComparison {
  private readonly findings = new LiveFindings();
  private readonly compared = new Set<string>();
  private readonly notCompared = new Map<string, string>();
  private readonly regions = new Map<string | undefined, Aws>();

  constructor(private readonly account: string, private readonly profile?: string) {}

  public async compare(stage: LoadedStage): Promise<void> {
    const byRegion = new Map<string | undefined, RegionOfStage>();
    const byStack = groupBy(resourcesOf(stage), ({ stack }) => deployedWith(stack));
    for (const [stack, resources] of byStack) {
      const [account, region] = [known(stack.account), known(stack.region)];
      if (account !== undefined && account !== this.account) {
        this.notCompared.set(stack.node.path, `it is of account ${account}, and the credentials are of account ${this.account}`);
        continue;
      }
      const inRegion = byRegion.get(region) ?? this.regionOf(stage, region);
      byRegion.set(region, inRegion);
      await this.compareStack(inRegion, stack, resources);
    }
    for (const { rooms } of byRegion.values()) await rooms.check();
  }

  public report(): LiveReport {
    return {
      account: this.account,
      compared: [...this.compared].sort(),
      notCompared: [...this.notCompared].map(([path, reason]) => ({ path, reason })).sort((one, other) => one.path < other.path ? -1 : 1),
      findings: this.findings.list(),
    };
  }

  private regionOf({ model }: LoadedStage, region: string | undefined): RegionOfStage {
    const aws = this.in(region);
    const deployed = new DeployedStack(aws);
    const place = { account: this.account, aws: (other: { readonly region?: string }) => this.in(other.region ?? region), deployed };
    return { aws, deployed, rooms: new LiveRooms(model, this.findings, place) };
  }

  private async compareStack(inRegion: RegionOfStage, stack: Stack, resources: readonly ProgramResource[]): Promise<void> {
    if (!await inRegion.deployed.idsIn(stack)) {
      this.notCompared.set(stack.node.path, 'it is not deployed');
      return;
    }
    this.compared.add(stack.node.path);
    await Promise.all(resources.map(async (resource) => this.findings.reading(resource, async () => this.compareResource(inRegion, resource))));
  }

  private async compareResource({ aws, deployed, rooms }: RegionOfStage, resource: ProgramResource): Promise<void> {
    const physicalId = await deployed.idOf(resource.cfn);
    if (physicalId === undefined) {
      // What is made under a condition may not be meant to be there.
      if (resource.isUnconditional) this.notCompared.set(resource.path, 'it is not deployed');
      return;
    }
    const { id, membershipId = '' } = idsIn(physicalId);
    rooms.addId(id);
    const reading = READINGS[resource.type] ?? COLLABORATION;
    const live = await reading.read(aws, id, membershipId);
    if (!live) {
      reportGone(this.findings, resource, id);
      return;
    }
    compareProperties(this.findings, resource, live, reading);
    rooms.add(resource, id, live);
  }

  private in(region: string | undefined): Aws {
    const aws = this.regions.get(region) ?? new Aws({ region, profile: this.profile });
    this.regions.set(region, aws);
    return aws;
  }
}
