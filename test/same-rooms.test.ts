import { readFileSync } from 'fs';
import { join } from 'path';
import { synthesize } from './support/program';
import { ROOT } from './support/sources';

/*
 * What bench/rooms.ts compares describes the same clean rooms: the examples, the same with the constructs for single resources, with L1s.
 */

/** What is generated from the path of a construct or the ids of others, and therefore no part of what a program says. */
const GENERATED: Record<string, string> = {
  'AWS::CleanRooms::AnalysisTemplate': 'Name',
  'AWS::CleanRooms::ConfiguredTable': 'Name',
  'AWS::CleanRooms::IdNamespaceAssociation': 'Name',
  'AWS::IAM::Policy': 'PolicyName',
  'AWS::KMS::Key': 'Description',
  'Custom::CleanRoomsAnalysisTemplateLookup': 'Name',
};

/** What an L1 leaves to its user: where a script lies. And the mark of the clean-up, for which CloudFormation has no resource. */
const NOT_IN_L1S = ['Location', 'Tags'];

/** The CDK asks every program about the references between its stacks; CleanRoom answers, others do in their cdk.json. */
const STRENGTH_OF_REFERENCES = '@aws-cdk/core:crossStackReferencesDefaultStrong';

interface Resource {
  readonly Type: string;
  readonly Properties?: object;
  readonly DeletionPolicy?: string;
}

interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>;
}

interface StackOfProgram {
  readonly name: string;
  readonly environment: string;
  readonly after: string[];
  readonly template: Template;
}

describe.each([
  ['campaign-measurement', 'campaign', ['campaign-measurement', 'Newspaper', 'CAN_QUERY', 'city', 'QUERY_RUNNER', 'LIST', 'customers', 'queries/']],
  ['health-research', 'health', ['health-research', 'University', 'CAN_RUN_JOB', 'diagnosis', 'DIRECT_JOB', 'NOT_ALLOWED', 'CALENDAR_MONTH', 'people', 'jobs/']],
])('the example %s', (example, name, texts) => {
  const ofExample = stacksOf(join('examples', example, 'app.ts'));
  const withL2s = stacksOf(join('bench', 'rooms', `${name}-with-l2s.ts`));
  const withL1s = stacksOf(join('bench', 'rooms', `${name}-with-l1s.ts`));

  test('has the stacks, their order and all resources of the program with L2s', () => {
    expect(wholeOf(withL2s)).toEqual(wholeOf(ofExample));
  });

  test('has in each account the Clean Rooms resources of the program with L1s', () => {
    expect(inAccounts(withL1s)).toEqual(inAccounts(ofExample));
  });

  test.each(texts)('would differ if %s were another', (text) => {
    const changed = ofExample.map(({ template, ...stack }) => ({ ...stack, template: JSON.parse(JSON.stringify(template).replaceAll(`"${text}"`, '"other"')) }));
    expect(inAccounts(changed)).not.toEqual(inAccounts(ofExample));
    expect(wholeOf(changed)).not.toEqual(wholeOf(ofExample));
  });
});

function stacksOf(program: string): StackOfProgram[] {
  const { templates, folder, complaints } = synthesize(join(ROOT, program));
  expect(complaints.filter((complaint) => !complaint.includes(STRENGTH_OF_REFERENCES))).toEqual([]);
  const { artifacts } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const nameOf = (id: string): string => artifacts[id].properties.stackName ?? id;
  return Object.entries(templates).map(([id, template]) => ({
    name: nameOf(id),
    environment: artifacts[id].environment,
    after: artifacts[id].dependencies.filter((other: string) => other in templates).map(nameOf).sort(),
    template: template as Template,
  }));
}

/** All stacks by their names, with what a resource refers to in the place of each reference. */
function wholeOf(stacks: StackOfProgram[]): object {
  return Object.fromEntries(stacks.map(({ name, template, ...stack }) => [name, {
    environment: stack.environment,
    after: stack.after,
    resources: sorted(Object.values(template.Resources).map(({ Type, Properties, DeletionPolicy }) => [
      Type, DeletionPolicy, comparable(without([GENERATED[Type]], Properties), (reference) => targetOf(reference, template, stacks)),
    ])),
  }]));
}

/** The Clean Rooms resources of all accounts. What they refer to is a parameter in one program and a resource in another. */
function inAccounts(stacks: StackOfProgram[]): unknown[] {
  return sorted(stacks.flatMap(({ environment, template }) => Object.values(template.Resources)
    .filter(({ Type }) => Type.startsWith('AWS::CleanRooms::'))
    .map(({ Type, Properties }) => [
      environment, Type, comparable(without([GENERATED[Type]], Properties), () => '(reference)', NOT_IN_L1S),
    ])));
}

/** A value with its keys in order, without some of them, and with something else in the place of its references. */
function comparable(value: unknown, describeReference: (reference: Record<string, unknown>) => unknown, ignored: string[] = []): unknown {
  if (Array.isArray(value)) return value.map((each) => comparable(each, describeReference, ignored));
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Record<string, unknown>;
  if (['Ref', 'Fn::GetAtt', 'Fn::ImportValue'].some((name) => name in object)) return describeReference(object);
  return Object.fromEntries(Object.entries(without(ignored, object)).sort(([one], [other]) => one < other ? -1 : 1)
    .map(([key, each]) => [key, comparable(each, describeReference, ignored)]));
}

/** The type of what a reference leads to, through the exports of other stacks, and the attribute. */
function targetOf(reference: Record<string, unknown>, template: Template, stacks: StackOfProgram[]): unknown {
  const { Ref: id, 'Fn::GetAtt': attribute, 'Fn::ImportValue': name } = reference as {
    'Ref'?: string; 'Fn::GetAtt'?: [string, string]; 'Fn::ImportValue'?: string;
  };
  if (name !== undefined) {
    const [exporter] = stacks.flatMap((stack) => Object.values(stack.template.Outputs ?? {}).filter(({ Export }) => Export?.Name === name)
      .map(({ Value }) => targetOf(Value as Record<string, unknown>, stack.template, stacks)));
    return exporter;
  }
  if (attribute) return `${template.Resources[attribute[0]].Type}.${attribute[1]}`;
  return template.Resources[id ?? '']?.Type ?? id;
}

function without(keys: string[], object: object = {}): object {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function sorted(values: unknown[]): unknown[] {
  return values.map((value) => [JSON.stringify(value), value] as const).sort(([one], [other]) => one < other ? -1 : 1).map(([, value]) => value);
}
