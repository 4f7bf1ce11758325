/*
 * Where the library has each operation of both services: docs/coverage.md is made from the code, and compared with the newest model of the services.
 * `UPDATE_COVERAGE=1` writes the page anew.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { handlerModuleOf } from './support/handler-modules';
import { importedFrom, namesFrom, ROOT, sourcesIn, textOf } from './support/sources';
import { ResourceType } from '../src/custom-resources/contract';
import { findModel, loadModel, machineLearningModelBeside } from '../tools/src/local-cloud/api/model';

const PAGE = 'docs/coverage.md';

/** The services, with the packages that the handler imports their commands from. */
const SERVICES = [
  { prefix: 'cleanrooms', title: 'AWS Clean Rooms', packages: ['@aws-sdk/client-cleanrooms', './missing-sdk/client-cleanrooms', '../missing-sdk/client-cleanrooms'] },
  { prefix: 'cleanrooms-ml', title: 'AWS Clean Rooms ML', packages: ['./missing-sdk/client-cleanroomsml', '../missing-sdk/client-cleanroomsml'] },
];

/** Why the library has nothing for an operation. */
const REASONS: Readonly<Record<string, string>> = {
  ...reasons('a list of what an account has made, which is in its programs', 'ListConfiguredModelAlgorithmAssociations', 'ListConfiguredModelAlgorithms',
    'ListTrainingDatasets', 'ListConfiguredTableAssociations', 'ListConfiguredTables', 'ListAnalysisTemplates',
    'ListIdNamespaceAssociations'),
  ...reasons('at run time, without a resource that a grant could name: `cleanrooms-ml:...` on `*`', 'ListMLInputChannels', 'ListTrainedModels',
    'ListTrainedModelVersions', 'ListTrainedModelInferenceJobs', 'ListCollaborationTrainedModelInferenceJobs'),
  ...reasons('another operation answers the same, of several at once', 'BatchGetCollaborationAnalysisTemplate',
    'GetCollaborationIdNamespaceAssociation', 'GetSchemaAnalysisRule'),
  ...reasons('CloudFormation makes budgets, and the list of what is left of them is granted', 'GetCollaborationPrivacyBudgetTemplate',
    'ListCollaborationPrivacyBudgetTemplates'),
  ...reasons('the lookup reads the list, which has what is asked', 'GetCollaborationConfiguredModelAlgorithmAssociation'),
};

const constants = new Map(sourcesIn('src/constructs').flatMap((path) => [...textOf(path).matchAll(/export const ([A-Z_]+) = (\[[^\]]*\])/g)]
  .map(([, name, list]) => [name, [...list.matchAll(/'([\w-]+:\w+)'/g)].map(([, action]) => action)] as const)));

/** The commands of each file of the handler, by the package that it imports them from. */
const commands = new Map(sourcesIn('lambda').map((path) => [path, SERVICES.map(({ packages }) => packages.flatMap((name) => namesFrom(path, name)))]));
const handlers = Object.entries(ResourceType).map(([key, type]) => ({
  construct: `\`${type.replace('Custom::CleanRooms', '')}\``,
  commands: SERVICES.map((_, index) => new Set(importedFrom(handlerModuleOf(key)).flatMap((path) => commands.get(path)?.[index] ?? []))),
}));
const grants = sourcesIn('src/constructs').filter((path) => /-grants\.ts$/.test(path) || / class \w+Grants /.test(textOf(path))).flatMap(methodsIn);
const fragments = sourcesIn('src/constructs').map(textOf).filter((text) => text.includes('extends StateMachineFragment'));
const stateful = sourcesIn('src/constructs').flatMap((path) => [...textOf(path).matchAll(/new Cfn(\w+)\(/g)].map(([, kind]) => kind));
const classes = sourcesIn('src/constructs').map(textOf).join('\n');
const kinds = [...new Set([...stateful, 'IntermediateTable'])].filter((kind) => classes.includes(`export class ${kind} `));

test('every operation of the services has its place, and no reason is left over', async () => {
  const page = await rendered();
  expect(page.gaps).toEqual([]);
  expect(Object.keys(REASONS).filter((operation) => !page.reasoned.includes(operation))).toEqual([]);
});

test(`${PAGE} says where`, async () => {
  const { text } = await rendered();
  if (process.env.UPDATE_COVERAGE) writeFileSync(join(ROOT, PAGE), text);
  expect(textOf(PAGE)).toBe(text);
});

async function rendered() {
  const file = await findModel();
  const gaps: string[] = [];
  const reasoned: string[] = [];
  const tables = SERVICES.map((service) => {
    const { operations } = loadModel(service.prefix === 'cleanrooms' ? file : machineLearningModelBeside(file));
    const rows = Object.keys(operations).sort().map((operation) => {
      const places = placesOf(operation, service);
      if (!places.length && REASONS[operation]) reasoned.push(operation);
      if (!places.length && !REASONS[operation]) gaps.push(`${service.prefix}:${operation}`);
      return `| ${operation} | ${places.join('; ') || `not called: ${REASONS[operation]}`} |`;
    });
    return [`## ${service.title}`, '', `${rows.length} operations.`, '', '| operation | place |', '| --- | --- |', ...rows, ''].join('\n');
  });
  const text = [
    '# Every operation, and where the library has it', '',
    'Made from the code and the newest model of both services by `test/coverage.test.ts`, which fails when the services have an operation that is not here.',
    'CloudFormation makes what an L2 stands for; a custom resource calls the API at deployment; a grant allows others to call it.', '',
    ...tables,
  ].join('\n');
  return { text, gaps, reasoned };
}

function placesOf(operation: string, { prefix }: typeof SERVICES[number]): string[] {
  const [, kind] = /^(?:Create|Get|Update|Delete)(\w+?)(?:AnalysisRule)?$/.exec(operation) ?? [];
  const l2 = kinds.includes(kind) ? [`L2 \`${kind}\``] : [];
  const tags = /^(Tag|Untag|ListTagsFor)Resource$/.test(operation) ? ['`Tags.of(...)` on every L2'] : [];
  const service = SERVICES.findIndex((each) => each.prefix === prefix);
  const names = handlers.filter((each) => each.commands[service].has(`${operation}Command`)).map(({ construct }) => construct);
  const custom = names.length ? [`custom resource ${names.slice(0, 4).join(', ')}${names.length > 4 ? ` and ${names.length - 4} more` : ''}`] : [];
  const granted = grants.filter(({ actions }) => actions.includes(`${prefix}:${operation}`)).map(({ method }) => `\`${method}\``);
  const grant = granted.length ? [`grant ${[...new Set(granted)].join(', ')}`] : [];
  const states = ['Start', 'Get', 'Create', 'List'].some((verb) => operation.startsWith(verb)) ? statesFor(operation) : [];
  return [...l2, ...tags, ...custom, ...grant, ...states];
}

/** The states of Step Functions that call an operation. */
function statesFor(operation: string): string[] {
  const action = `'${operation[0].toLowerCase()}${operation.slice(1)}'`; // as Step Functions names it
  return fragments.filter((text) => text.includes(`action: ${action}`))
    .map((text) => `states \`${/export class (\w+) extends StateMachineFragment/.exec(text)![1]}\``);
}

/** The public methods of the grants in a file, with the actions that they grant. */
function methodsIn(path: string): { readonly method: string; readonly actions: readonly string[] }[] {
  const [, ...grantClasses] = textOf(path).split(/^export class (?=\w+Grants )/m);
  return grantClasses.flatMap((text) => {
    const [name] = text.split(' ');
    const [, ...methods] = text.split(/^ {2}public (?=\w+\()/m);
    return methods.map((method) => ({
      method: `${name}.${method.split('(')[0]}`,
      actions: [...method.matchAll(/\b[A-Z][A-Z_]{2,}\b/g), ...method.matchAll(/\b(toStart\w+)\(/g)].flatMap(([constant]) => actionsOf(constant.replace('(', ''))),
    }));
  }).filter(({ actions }) => actions.length > 0);
}

function actionsOf(name: string): readonly string[] {
  const started: Readonly<Record<string, string[]>> = {
    toStartQueries: ['START_QUERY', 'READ_SCHEMA', 'READ_TEMPLATE_OF_COLLABORATION'], toStartJobs: ['START_JOB', 'READ_SCHEMA', 'READ_TEMPLATE_OF_COLLABORATION'],
  };
  return (started[name] ?? [name]).flatMap((constant) => constants.get(constant) ?? []);
}

function reasons(reason: string, ...operations: string[]): Record<string, string> {
  return Object.fromEntries(operations.map((operation) => [operation, reason]));
}
