import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const INVENTORY = Symbol.for('cdk-cleanrooms.inventory');

/** What all stages share. */
interface Inventory {
  readonly counts: Map<string, Map<string, number>>;
  readonly claims: Map<string, { readonly stage: string; readonly path: string }>;
}

/**
 * What the stages of an app have together of what an account has only so many of. The stages are synthesized one after another, and
 * each adds what it has.
 */
export class AppInventory {
  /** The inventory of the app, as the stage of a construct sees it. */
  public static of(scope: IConstruct): AppInventory {
    const root = scope.node.root as IConstruct & { [INVENTORY]?: Inventory };
    if (!root[INVENTORY]) Object.defineProperty(root, INVENTORY, { value: { counts: new Map(), claims: new Map() } });
    return new AppInventory(root[INVENTORY]!, Stage.of(scope)?.node.path ?? '');
  }

  private readonly counts: Inventory['counts'];
  private readonly claims: Inventory['claims'];

  private constructor(inventory: Inventory, private readonly stage: string) {
    this.counts = inventory.counts;
    this.claims = inventory.claims;
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
