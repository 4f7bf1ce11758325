/*
 * Operations that the API has and this version of its SDK does not know: the same client sends them, by a schema written by hand. What they
 * return is read with `sendForRawResponse`. When the SDK knows one of them, its own command takes the place of the one here.
 */
import { $Command, type CleanRoomsClientResolvedConfig, type ServiceInputTypes, type ServiceOutputTypes } from '@aws-sdk/client-cleanrooms';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { MetadataBearer } from '@smithy/types';
import type { Command } from './client';

const NAMESPACE = 'com.amazonaws.cleanrooms';

/** Where the endpoint of a call comes from, as for every command of the SDK. */
const ENDPOINT_PARAMETERS = {
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
} as const;

/** Numbers by which schemas of the SDK say what they are: a structure, an operation, a text. */
const [STRUCTURE, OPERATION, TEXT] = [3, 9, 0];

type NewerCommand<Input> = new (input: Input) => Command<Input & ServiceInputTypes, MetadataBearer & ServiceOutputTypes>;

/** Makes the command of an operation that reads: its input is in the path, and in the query. */
function reading<Input extends object>(name: string, path: string, query: readonly string[] = []): NewerCommand<Input> {
  const labels = [...path.matchAll(/\{(\w+)\}/g)].map(([, label]) => label);
  const traits = [...labels.map(() => ({ httpLabel: 1 })), ...query.map((parameter) => ({ httpQuery: parameter }))];
  const input = [STRUCTURE, NAMESPACE, `${name}Input`, 0, [...labels, ...query], traits.map((trait) => [TEXT, trait]), labels.length];
  const output = [STRUCTURE, NAMESPACE, `${name}Output`, 0, [], []];
  return $Command.classBuilder<Input & ServiceInputTypes, MetadataBearer, CleanRoomsClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>()
    .ep(ENDPOINT_PARAMETERS)
    .m((command, _stack, configuration) => [getEndpointPlugin(configuration, command.getEndpointParameterInstructions())])
    .s('AWSBastionControlPlaneServiceLambda', name, {})
    .n('CleanRoomsClient', `${name}Command`)
    .sc([OPERATION, NAMESPACE, name, { http: ['GET', path, 200] }, () => input, () => output] as never)
    .build() as never;
}

/** Reads an intermediate table. */
export const GetIntermediateTableCommand = reading<{ readonly membershipIdentifier: string; readonly intermediateTableIdentifier: string }>(
  'GetIntermediateTable', '/memberships/{membershipIdentifier}/intermediateTables/{intermediateTableIdentifier}');

/** Lists the intermediate tables of a membership. */
export const ListIntermediateTablesCommand = reading<{ readonly membershipIdentifier: string; readonly nextToken?: string }>(
  'ListIntermediateTables', '/memberships/{membershipIdentifier}/intermediateTables', ['nextToken']);
