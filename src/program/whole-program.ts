import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Looks at all that a program defines for what concerns one of its stages. */
export type Look = (stage: Stage, all: IConstruct[]) => void;

const asked = new WeakMap<Stage, Set<Look>>();

/**
 * Has the whole program looked at before the templates of the stage are written, when everything is defined: once, however many
 * constructs ask for it. A stage is written by itself, but what it has can meet what other stages have in one collaboration.
 */
export function beforeTemplates(scope: IConstruct, look: Look): void {
  const stage = Stage.of(scope);
  if (!stage) return;
  const looks = asked.get(stage) ?? new Set();
  asked.set(stage, looks);
  if (looks.has(look)) return;
  looks.add(look);
  stage.node.addValidation({
    validate: () => {
      look(stage, stage.node.root.node.findAll());
      return [];
    },
  });
}
