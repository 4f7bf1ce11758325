import { Reference, Tokenization } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { displayed } from './displayed';
import type { ReviewedRoom } from './room';
import { textOrToken } from '../../../../src/program/rendered-properties';
import { ProgramResource } from '../../../../src/program/resource';

/** A state machine that starts analyses of a membership. */
export interface AnalysisMachine {
  readonly machine: ProgramResource;
  readonly membership: ProgramResource;
  /** The SQL of the queries that it starts, apart from those of templates; `undefined` where it is not known. */
  readonly queries?: readonly string[];
}

const STARTS_ANALYSIS = /startProtected(Query|Job)/;

/** The state machines that start queries or jobs of the memberships of a room. */
export function machinesOf(room: ReviewedRoom): AnalysisMachine[] {
  return room.stage.resources('AWS::StepFunctions::StateMachine').flatMap((machine: CfnResource) => {
    const resource = new ProgramResource(machine);
    const definition = textOrToken(resource.property('DefinitionString')) ?? '';
    if (!STARTS_ANALYSIS.test(displayed(machine, definition))) return [];
    const targets = Tokenization.reverseString(definition).tokens.flatMap((token) => Reference.isReference(token) ? [token.target] : []);
    const membership = room.memberships.find(({ cfn }) => targets.includes(cfn));
    return membership ? [{ machine: resource, membership, queries: queriesIn(displayed(machine, definition)) }] : [];
  });
}

function queriesIn(definition: string): string[] | undefined {
  try {
    return textsAt(JSON.parse(definition));
  } catch {
    return undefined;
  }
}

/** The values of `QueryString`, wherever they are. One that ends with `.$` is taken from the input of the state machine. */
function textsAt(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => /^QueryString(\.\$)?$/.test(key) && typeof member === 'string' ? [member] : textsAt(member));
}
