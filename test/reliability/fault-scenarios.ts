import { setTimeout as pause } from 'node:timers/promises';
import { CrashingFunction } from './crashing-function';
import type { Row } from './rows';
import { Step, STEP_NAMES } from './steps';
import { ResourceType } from '../../src/custom-resources/contract';
import type { Misbehaviour } from '../../tools/src/local-cloud/api/misbehaviour';
import type { World } from '../lambda/world';

/** A fault that is injected, and the checks that must hold in spite of it. */
export interface FaultScenario {
  /** Whether it applies to a type of resource. @default - to all types */
  readonly appliesTo?: (row: Row) => boolean;
  readonly run: (world: World, row: Row) => Promise<void>;
}

export const FAULT_SCENARIOS: Readonly<Record<string, FaultScenario>> = {
  'no fault': inEachStep(async (step) => {
    await step.succeeded(await step.deliver());
  }),

  'event delivered twice, in turn': inEachStep(async (step) => {
    const answer = await step.deliver();
    expect(await step.deliver()).toEqual(answer);
    await step.succeeded(answer);
  }),

  'event delivered twice, at the same time': inEachStep(async (step) => {
    const [answer, other] = await Promise.all([step.deliver(), step.deliver()]);
    expect(other).toEqual(answer);
    await step.succeeded(answer);
  }),

  'crash after each call, event delivered again': afterEachCrash(async (step) => {
    await step.succeeded(await step.deliver());
  }),

  'crash after each call, abandoned by CloudFormation': afterEachCrash(async (step) => {
    await step.abandoned();
  }),

  'answer to CloudFormation lost': inEachStep(async (step) => {
    await step.deliver();
    await step.abandoned();
  }),

  'throttled three times': {
    async run(world, row) {
      const step = await Step.prepare(world, row, 'create');
      world.api.misbehave({ operation: '*', call: [1, 2, 3], how: 'throttle' });
      await step!.succeeded(await step!.deliver());
    },
  },

  'server error at each call': atEachCall('error500'),
  'connection reset at each call': atEachCall('reset'),
  'response of the API lost at each call': atEachCall('loseAnswer'),

  'permission missing at each call': inEachCall(async (step, world, call) => {
    world.refuses = () => world.operations.length === call;
    const outcome = await step.deliver().catch((error: Error) => error);
    world.refuses = undefined;
    if (outcome instanceof Error) expect(outcome.message).toContain('AccessDeniedException INSUFFICIENT_PERMISSIONS');
    await (outcome instanceof Error ? step.failed() : step.succeeded(outcome));
  }),

  'out of time at each call': inEachCall(async (step, world, call) => {
    world.api.misbehave({ operation: '*', call, how: 'delay', delayMs: 600 });
    const answer = await step.deliver({ workMilliseconds: 300 }).catch(() => undefined);
    await pause(100); // the request arrives
    await world.api.settled(); // the service completes it, even if nobody waits for the response
    await (answer ? step.succeeded(answer) : step.failed());
  }),

  'out of time at each call of a long wait, which goes on': {
    appliesTo: ({ type }) => type !== ResourceType.AUDIENCE_MODEL, // follows a training, for 14 minutes at most
    async run(world, row) {
      const first = await Step.prepare(world, row, 'create');
      if (!('WaitSeconds' in first!.event.ResourceProperties)) return;
      await first!.deliver();
      const calls = world.operations.length;
      for (let call = 1; call <= calls; call++) {
        const step = await first!.again();
        world.api.misbehave({ operation: '*', call, how: 'delay', delayMs: 400 });
        const outcome = await world.deliverInParts(step.event, { workMilliseconds: 200 }).catch(() => undefined);
        await pause(250); // the service completes what nobody waited for
        await world.api.settled();
        await (outcome ? step.succeeded(outcome.answer) : step.failed());
      }
    },
  },

  'update, then rollback': {
    async run(world, row) {
      const step = await Step.prepare(world, row, 'update in place');
      await step!.rollBack(await step!.deliver(), 'the old one');
    },
  },

  'replacement, then rollback by Update of the new one': rollbackOfReplacement('the new one'),
  'replacement, then rollback by Update of the old one': rollbackOfReplacement('the old one'),
  'replacement, then rollback by Delete only': rollbackOfReplacement('neither'),

  'Delete of what is gone': {
    async run(world, row) {
      const step = await Step.prepare(world, row, 'deletion');
      await step!.deliver();
      await step!.failed();
    },
  },

  'Delete of what was never created': {
    async run(world, row) {
      const step = await Step.prepare(world, row, 'create');
      await step!.abandoned();
    },
  },

  'parent gone, reported as ResourceNotFound': deletionWithoutParent('ResourceNotFound'),
  'parent gone, reported as AccessDenied': deletionWithoutParent('AccessDenied'),

  'another object of the same name': {
    appliesTo: (row) => row.takeName !== undefined,
    async run(world, row) {
      const step = await Step.prepare(world, row, 'create');
      await row.takeName!(world);
      const before = row.actual(world);

      await expect(step!.deliver()).rejects.toThrow(row.refusal ?? /arn:aws:cleanrooms:.*Choose another name/);
      expect(row.actual(world)).toEqual(before);
    },
  },
};

/** Runs once for each step that the type has, each in a new world. */
function inEachStep(run: (step: Step, world: World) => Promise<void>): FaultScenario {
  return {
    async run(world, row) {
      for (const name of STEP_NAMES) {
        const step = await Step.prepare(world, row, name);
        if (step) await run(step, world);
      }
    },
  };
}

/** Runs for each step and each of its calls, with a crash of the function right after that call. */
function afterEachCrash(run: (step: Step) => Promise<void>): FaultScenario {
  return {
    async run(world, row) {
      for (const name of STEP_NAMES) {
        for (let call = 1; ; call++) {
          const step = await Step.prepare(world, row, name);
          const crashing = new CrashingFunction(call);
          if (!step || await Promise.race([crashing.crash, step.deliver({ through: crashing.through })]) !== 'crashed') break;
          await run(step);
        }
      }
    },
  };
}

/** Runs for each step and each call that it makes without a fault, counted from 1. */
function inEachCall(run: (step: Step, world: World, call: number) => Promise<void>): FaultScenario {
  return inEachStep(async (first, world) => {
    await first.deliver();
    const calls = world.operations.length;
    for (let call = 1; call <= calls; call++) {
      await run(await first.again(), world, call);
    }
  });
}

/** Injects the fault into one call after another; the event succeeds in spite of it. */
function atEachCall(how: Misbehaviour['how']): FaultScenario {
  return inEachCall(async (step, world, call) => {
    world.api.misbehave({ operation: '*', call, how });
    await step.succeeded(await step.deliver());
  });
}

function rollbackOfReplacement(updated: 'the new one' | 'the old one' | 'neither'): FaultScenario {
  return {
    appliesTo: (row) => row.isReplaced,
    async run(world, row) {
      const step = await Step.prepare(world, row, 'replacement');
      await step!.rollBack(await step!.deliver(), updated);
    },
  };
}

function deletionWithoutParent(missingAs: 'ResourceNotFound' | 'AccessDenied'): FaultScenario {
  return {
    appliesTo: (row) => row.livesInMembership,
    async run(world, row) {
      const step = await Step.prepare(world, row, 'deletion');
      world.api.service.store.clear();
      world.api.service.missingAs = missingAs;
      await step!.deliver();
    },
  };
}
