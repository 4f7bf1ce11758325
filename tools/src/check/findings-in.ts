import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ACKNOWLEDGED_METADATA_TYPE } from '../../../src/foundation/warnings';
import { acknowledgementIdsOf } from '../../../src/program/acknowledgeable';
import { checkBetweenConstructs } from '../../../src/program/checks/all-checks';
import { Findings } from '../../../src/program/findings';
import type { Finding } from '../../../src/program/findings';
import type { MetadataEntry } from '../assembly/cloud-assembly';
import type { LoadedStage } from '../assembly/program-tree';

/*
 * What is wrong in the program of a cloud assembly: what the checks between constructs find in its model, and the warnings that constructs of the
 * library have left in its metadata, each once. What the program acknowledges is left out.
 */

/** A finding, with what the user needs to find its place. */
export interface Reported {
  readonly severity: Finding['severity'];
  /** The code of an error, or the id of a warning. */
  readonly code: string;
  /** The path of the construct. It ends with the logical id of the resource where the cloud assembly does not say the path. */
  readonly path: string;
  readonly logicalId?: string;
  readonly message: string;
}

/** Everything that is wrong in the stages of a program, errors first. */
export function findingsIn(stages: readonly LoadedStage[]): Reported[] {
  const depth = ({ path }: LoadedStage) => path === '' ? 0 : path.split('/').length;
  // Stages are checked as they are synthesized, the inner ones first: some of what is counted is counted over all of them.
  const found = [...stages].sort((one, other) => depth(other) - depth(one)).map(findingsOf);
  const inOrder = stages.flatMap((stage) => found.find(({ of }) => of === stage)!.findings);
  return [...inOrder.filter(({ severity }) => severity === 'error'), ...inOrder.filter(({ severity }) => severity === 'warning')];
}

function findingsOf(stage: LoadedStage): { readonly of: LoadedStage; readonly findings: Reported[] } {
  const findings = new Findings();
  checkBetweenConstructs(stage.model, findings);
  const ofModel = findings.list().map(reported);
  const recorded = [...stage.metadata].flatMap(([path, entries]) => entries.flatMap((entry) => recordedWarning(path, entry) ?? []));
  const idOf = ({ code, path, message }: Reported) => JSON.stringify([code, path, message]);
  const unique = new Map([...ofModel, ...recorded].reverse().map((finding) => [idOf(finding), finding]));
  return { of: stage, findings: [...unique.values()].reverse().filter(({ path, code }) => !isAcknowledged(stage, path, code)) };
}

function reported({ scope, severity, code, message }: Finding): Reported {
  const resource = resourceOf(scope);
  return { severity, code, path: scope.node.path, logicalId: resource && String(Stack.of(resource).resolve(resource.logicalId)), message };
}

/** The resource of a construct. */
function resourceOf(construct: IConstruct | undefined): CfnResource | undefined {
  return construct === undefined || CfnResource.isCfnResource(construct) ? construct : resourceOf(construct.node.defaultChild);
}

/** A warning that a construct of the library has when its app is synthesized. */
function recordedWarning(path: string, { type, data }: MetadataEntry): Reported | undefined {
  const [, message, code] = type === 'aws:cdk:warning' ? /^(.*) \[ack: (cdk-cleanrooms:\w+)\]$/s.exec(String(data)) ?? [] : [];
  return message === undefined ? undefined : { severity: 'warning', code, path, message };
}

/** The type of the entry in the metadata of a construct that has what was acknowledged with `Validations`. */
const ACKNOWLEDGED_RULES = 'aws:cdk:acknowledged-rules';

/** Whether a finding is acknowledged on its construct, or on a scope around it that the cloud assembly has metadata of. */
function isAcknowledged({ metadata }: LoadedStage, path: string, code: string): boolean {
  const parts = path.split('/');
  const ids = acknowledgementIdsOf(code);
  return parts.some((_, index) => metadata.get(parts.slice(0, index + 1).join('/'))?.some(({ type, data }) =>
    (type === ACKNOWLEDGED_METADATA_TYPE && data === code)
    || (type === ACKNOWLEDGED_RULES && ids.some((id) => typeof data === 'object' && data !== null && id in data))));
}
