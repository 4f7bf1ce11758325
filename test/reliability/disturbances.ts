import { setTimeout as pause } from 'node:timers/promises';
import { DyingFunction } from './dying';
import type { Row } from './rows';
import { Step, STEP_NAMES } from './steps';
import type { World } from '../lambda/world';
import type { Misbehaviour } from '../local-cloud/api/misbehaviour';

/** Something that goes wrong, with what must hold in spite of it. */
export interface Disturbance {
  /** The types of resource that it can happen to. @default - all of them */
  readonly concerns?: (row: Row) => boolean;
  readonly run: (world: World, row: Row) => Promise<void>;
}

export const DISTURBANCES: Readonly<Record<string, Disturbance>> = {
  'nothing goes wrong': inEachStep(async (step) => {
    await step.goesOn(await step.deliver());
  }),

  'event twice in turn': inEachStep(async (step) => {
    const answer = await step.deliver();
    expect(await step.deliver()).toEqual(answer);
    await step.goesOn(answer);
  }),

  'event twice at once': inEachStep(async (step) => {
    const [answer, other] = await Promise.all([step.deliver(), step.deliver()]);
    expect(other).toEqual(answer);
    await step.goesOn(answer);
  }),

  'death after each call, event again': afterEachDeath(async (step) => {
    await step.goesOn(await step.deliver());
  }),

  'death after each call, given up': afterEachDeath(async (step) => {
    await step.givenUp();
  }),

  'answer to CloudFormation lost': inEachStep(async (step) => {
    await step.deliver();
    await step.givenUp();
  }),

  'throttled three times': {
    async run(world, row) {
      const step = await Step.prepare(world, row, 'create');
      world.api.misbehave({ operation: '*', call: [1, 2, 3], how: 'throttle' });
      await step!.goesOn(await step!.deliver());
    },
  },

  'server error at each call': atEachCall('error500'),
  'connection reset at each call': atEachCall('reset'),
  'answer of the API lost at each call': atEachCall('loseAnswer'),

  'permission lacking at each call': inEachCall(async (step, world, call) => {
    world.refuses = () => world.operations.length === call;
    const outcome = await step.deliver().catch((error: Error) => error);
    world.refuses = undefined;
    if (outcome instanceof Error) expect(outcome.message).toContain('AccessDeniedException INSUFFICIENT_PERMISSIONS');
    await (outcome instanceof Error ? step.failed() : step.goesOn(outcome));
  }),

  'out of time at each call': inEachCall(async (step, world, call) => {
    world.api.misbehave({ operation: '*', call, how: 'delay', delayMs: 600 });
    const answer = await step.deliver({ workMilliseconds: 300 }).catch(() => undefined);
    await pause(100); // what was sent arrives
    await world.api.settled(); // the service does what it was asked to, even if nobody waits for it
    await (answer ? step.goesOn(answer) : step.failed());
  }),

  'update, then rollback': {
    async run(world, row) {
      const step = await Step.prepare(world, row, 'update in place');
      await step!.rollBack(await step!.deliver(), 'the old one');
    },
  },

  'replacement, then rollback by Update of the new one': rollbackOfReplacement('the new one'),
  'replacement, then rollback by Update of the old one': rollbackOfReplacement('the old one'),
  'replacement, then rollback by Delete alone': rollbackOfReplacement('neither'),

  'Delete of the gone': {
    async run(world, row) {
      const step = await Step.prepare(world, row, 'deletion');
      await step!.deliver();
      await step!.failed();
    },
  },

  'Delete of the never made': {
    async run(world, row) {
      const step = await Step.prepare(world, row, 'create');
      await step!.givenUp();
    },
  },

  'parent gone, as ResourceNotFound': deletionWithoutParent('ResourceNotFound'),
  'pain 8: parent gone, as AccessDenied': deletionWithoutParent('AccessDenied'),

  'another\'s of the same name': {
    concerns: (row) => row.obstruct !== undefined,
    async run(world, row) {
      const step = await Step.prepare(world, row, 'create');
      await row.obstruct!(world);
      const before = row.actual(world);

      await expect(step!.deliver()).rejects.toThrow(row.refusal ?? /arn:aws:cleanrooms:.*Choose another name/);
      expect(row.actual(world)).toEqual(before);
    },
  },
};

/** Runs once for each step that the type has, each in a world of its own. */
function inEachStep(run: (step: Step, world: World) => Promise<void>): Disturbance {
  return {
    async run(world, row) {
      for (const name of STEP_NAMES) {
        const step = await Step.prepare(world, row, name);
        if (step) await run(step, world);
      }
    },
  };
}

/** Runs for each step and each of its calls, with the function dead right after that call. */
function afterEachDeath(run: (step: Step) => Promise<void>): Disturbance {
  return {
    async run(world, row) {
      for (const name of STEP_NAMES) {
        for (let call = 1; ; call++) {
          const step = await Step.prepare(world, row, name);
          const dying = new DyingFunction(call);
          if (!step || await Promise.race([dying.death, step.deliver({ through: dying.through })]) !== 'died') break;
          await run(step);
        }
      }
    },
  };
}

/** Runs for each step and each call that it makes when nothing goes wrong, counted from 1. */
function inEachCall(run: (step: Step, world: World, call: number) => Promise<void>): Disturbance {
  return inEachStep(async (first, world) => {
    await first.deliver();
    const calls = world.operations.length;
    for (let call = 1; call <= calls; call++) {
      await run(await first.again(), world, call);
    }
  });
}

function atEachCall(how: Misbehaviour['how']): Disturbance {
  return inEachCall(async (step, world, call) => {
    world.api.misbehave({ operation: '*', call, how });
    await step.goesOn(await step.deliver());
  });
}

function rollbackOfReplacement(updated: 'the new one' | 'the old one' | 'neither'): Disturbance {
  return {
    concerns: (row) => row.isReplaced,
    async run(world, row) {
      const step = await Step.prepare(world, row, 'replacement');
      await step!.rollBack(await step!.deliver(), updated);
    },
  };
}

function deletionWithoutParent(missingAs: 'ResourceNotFound' | 'AccessDenied'): Disturbance {
  return {
    concerns: (row) => row.livesInMembership,
    async run(world, row) {
      const step = await Step.prepare(world, row, 'deletion');
      world.api.service.store.clear();
      world.api.service.missingAs = missingAs;
      await step!.deliver();
    },
  };
}
