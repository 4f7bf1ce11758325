/*
 * What is used here of `@aws-sdk/client-lambda`: one operation, for which the bundle need not have another client.
 */
import { CleanRoomsClient, type CleanRoomsClientConfig } from '@aws-sdk/client-cleanrooms';
import { json, operation, text } from './operation';
import { ofService } from './other-service';

/** A client of AWS Lambda. */
export class LambdaClient extends CleanRoomsClient {
  constructor(configuration: CleanRoomsClientConfig = {}) {
    super({ ...configuration, ...ofService('Lambda', 'lambda') });
  }
}

/** Invokes a function. */
export const InvokeCommand = operation('Invoke', 'POST /2015-03-31/functions/{FunctionName}/invocations',
  { FunctionName: text, InvocationType: text, Payload: json<object>() }, {},
  { headers: { InvocationType: 'X-Amz-Invocation-Type' }, payload: 'Payload' });
