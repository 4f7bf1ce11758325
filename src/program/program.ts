import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { AppInventory } from './app-inventory';
import { checkBetweenConstructs } from './checks/all-checks';
import { Findings } from './findings';
import { ProgramModel } from './model';
import { dependableOn } from '../foundation/late-dependable';
import { recordDefinitionTrace } from '../foundation/validation-faults';
import type { ValidationMessage } from '../foundation/validation-faults';

/** What only a construct knows of itself, looked at when everything is defined. */
export type Check = (model: ProgramModel, findings: Findings) => void;

/** On a stage, what this copy of the library knows of its program. */
const PROGRAM = Symbol('cdk-cleanrooms.program');

/** On a stage, what its constructs registered to be checked, by whichever copy of the library. */
const REGISTERED = Symbol.for('cdk-cleanrooms.registered-checks');

type StageOfProgram = IConstruct & { [PROGRAM]?: StageProgram; [REGISTERED]?: ((findings: Findings) => void)[] };

/**
 * The program of a stage, as a construct in it sees it: an app, or one of its stages, for each of these is aspected, checked and rendered
 * by itself. What constructs derive from each other they ask its `model`; what is wrong between them is reported together, before the
 * templates are written.
 */
export class Program {
  /** The program that a construct is part of, or that of a stage. */
  public static of(scope: IConstruct): Program {
    const stage = stageOf(scope);
    return new Program(scope, stage[PROGRAM] ?? new StageProgram(stage));
  }

  /** The program that a construct is part of, which from now on knows where the construct is defined. */
  public static add(construct: IConstruct): Program {
    recordDefinitionTrace(construct, Program.add);
    return Program.of(construct);
  }

  /** Whether constructs of this library, of whichever copy, have all of a stage checked when it is synthesized. */
  public static isChecked(stage: IConstruct): boolean {
    return stageOf(stage)[REGISTERED] !== undefined;
  }

  private constructor(private readonly construct: IConstruct, private readonly program: StageProgram) {}

  /** What the constructs of the stage say together. */
  public get model(): ProgramModel {
    return this.program.model;
  }

  /** Registers a check of what only the construct that asks for it knows of itself. It is skipped once the construct is removed from the tree. */
  public addCheck(check: Check): void {
    const { model, checks } = this.program;
    checks.push((findings) => this.whileInTree(() => check(model, findings)));
  }

  /**
   * Registers what a construct derives when everything is defined, and cannot leave to a lazy value. It is called once for each
   * synthesis, after aspects and before any value is resolved, and must come to the same however often it is called.
   */
  public whenDefined(derive: () => void): void {
    this.program.derivations.push(() => this.whileInTree(derive));
  }

  private whileInTree(action: () => void): void {
    if (this.construct.node.scopes.every(({ node }) => !node.scope || node.scope.node.tryFindChild(node.id)?.node === node)) action();
  }
}

/** The stage itself, or that of a construct. */
function stageOf(scope: IConstruct): StageOfProgram {
  return Stage.isStage(scope) ? scope : Stage.of(scope) ?? scope.node.root;
}

/** What this copy of the library knows of the program of a stage. */
class StageProgram {
  public readonly model: ProgramModel;
  public readonly derivations: (() => void)[] = [];
  public readonly checks: ((findings: Findings) => void)[];
  private isReporting = false;

  constructor(private readonly stage: StageOfProgram) {
    this.model = new ProgramModel(stage);
    const isFirstCopy = stage[REGISTERED] === undefined;
    this.checks = stage[REGISTERED] ?? [];
    Object.defineProperty(stage, PROGRAM, { value: this });
    Object.defineProperty(stage, REGISTERED, { value: this.checks });
    // The app asks for the dependencies of the stage once for each synthesis: after aspects, and before it resolves a single value.
    stage.node.addDependency(dependableOn(() => {
      this.model.index();
      this.derivations.forEach((derive) => derive());
      return [];
    }));
    AppInventory.of(stage).publish(() => this.model.collaborationsByInvitation());
    if (isFirstCopy) stage.node.addValidation({ validate: () => this.isReporting ? [] : this.check() });
  }

  /** Checks everything, also for other copies of the library, and changes nothing. */
  private check(): string[] {
    const findings = new Findings();
    checkBetweenConstructs(this.model, findings);
    this.checks.forEach((check) => check(findings));
    this.isReporting = true;
    try {
      findings.report(() => validationErrorsIn(this.stage));
    } finally {
      this.isReporting = false;
    }
    return [];
  }
}

/** The errors of the validations of a stage, which the CDK would not ask for any more once one of them has thrown an error. */
function validationErrorsIn(construct: IConstruct): ValidationMessage[] {
  const children = construct.node.children.filter((child) => !Stage.isStage(child));
  return [...construct.node.validate().map((message) => ({ scope: construct, message })), ...children.flatMap(validationErrorsIn)];
}
