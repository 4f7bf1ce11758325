import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { acknowledgementIdsOf } from './acknowledgeable';
import { AppInventory } from './app-inventory';
import { checkBetweenConstructs } from './checks/all-checks';
import { Findings } from './findings';
import type { Finding } from './findings';
import { ProgramModel } from './model';
import { Program } from './program';
import { isAcknowledged } from '../foundation/warnings';

/**
 * Checks the stages of an app in which no construct of this library has all of the stage checked, such as those of L1s only. The app is
 * synthesized, and stays as it is. What was acknowledged is left out.
 */
export function checkUncheckedStages(app: IConstruct): Finding[] {
  const models = stagesOf(app).filter((stage) => !Program.isChecked(stage)).map((stage) => {
    const model = new ProgramModel(stage);
    model.index();
    AppInventory.of(stage).publish(() => model.collaborationsByInvitation());
    return model;
  });
  const found = models.flatMap((model) => {
    const findings = new Findings();
    checkBetweenConstructs(model, findings);
    return findings.list();
  });
  return found.filter(({ scope, code }) => !isAcknowledged(scope, acknowledgementIdsOf(code)));
}

/** The stages of an app in the order in which they are synthesized, the app last. */
function stagesOf(stage: IConstruct): IConstruct[] {
  const within = ({ node }: IConstruct): IConstruct[] => node.children.flatMap((child) => Stage.isStage(child) ? stagesOf(child) : within(child));
  return [...within(stage), stage];
}
