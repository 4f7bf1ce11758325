import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const INVENTORY = Symbol.for('cdk-cleanrooms.inventory');

/** What all stages share. */
interface Inventory {
  readonly counts: Map<string, Map<string, number>>;
  readonly claims: Map<string, { readonly stage: string; readonly path: string }>;
  /** Left out by the first version of the library. */
  collaborations?: Map<string, () => CollaborationsOfStage>;
}

/** The collaborations that a stage defines, by the texts of the invitations to them. */
export type CollaborationsOfStage = ReadonlyMap<string, CollaborationOfStage>;

/** A collaboration, as other stages see it. */
export interface CollaborationOfStage {
  readonly path: string;
  /** The accounts of the members who pay for something, or may do so. */
  readonly payers: readonly string[];
}

/**
 * What the stages of an app have together of what an account has only so many of. The stages are synthesized one after another, and
 * each adds what it has.
 */
export class AppInventory {
  /** The inventory of the app, as a stage or the stage of a construct sees it. */
  public static of(scope: IConstruct): AppInventory {
    const root = scope.node.root as IConstruct & { [INVENTORY]?: Inventory };
    if (!root[INVENTORY]) Object.defineProperty(root, INVENTORY, { value: { counts: new Map(), claims: new Map() } });
    return new AppInventory(root[INVENTORY]!, (Stage.isStage(scope) ? scope : Stage.of(scope))?.node.path ?? '');
  }

  private readonly counts: Inventory['counts'];
  private readonly claims: Inventory['claims'];
  private readonly collaborations: NonNullable<Inventory['collaborations']>;

  private constructor(inventory: Inventory, private readonly stage: string) {
    this.counts = inventory.counts;
    this.claims = inventory.claims;
    this.collaborations = inventory.collaborations ??= new Map();
  }

  /** Lets other stages ask for the collaborations of this one. */
  public publish(collaborations: () => CollaborationsOfStage): void {
    this.collaborations.set(this.stage, collaborations);
  }

  /** The collaborations of all other stages, as they are defined now: a stage that is not synthesized yet can still be changed by its aspects. */
  public collaborationsElsewhere(): CollaborationsOfStage {
    const others = [...this.collaborations].filter(([stage]) => stage !== this.stage);
    return new Map(others.flatMap(([, collaborations]) => [...collaborations()]));
  }

  /** Records where the stage has something that the app can have once, and returns where another stage has it, if one does. */
  public claim(what: string, path: string): string | undefined {
    const other = this.claims.get(what);
    if (other && other.stage !== this.stage) return other.path;
    this.claims.set(what, { stage: this.stage, path });
    return undefined;
  }

  /** Records how many of something the stage has, and returns how many the app has so far. */
  public count(what: string, ofStage: number): number {
    const byStage = this.counts.get(what) ?? new Map<string, number>();
    this.counts.set(what, byStage);
    byStage.set(this.stage, ofStage);
    return [...byStage.values()].reduce((sum, each) => sum + each, 0);
  }
}
