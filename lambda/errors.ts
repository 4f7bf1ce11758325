/** CloudFormation takes answers of up to 4,096 bytes; this leaves room for the identifiers in them. */
const MAXIMUM_REASON_BYTES = 2_000;

/**
 * An error for the person who deploys. Its stack is its message, because the entry point answers with the stack, and
 * lines of a bundled file would push the reason out of sight.
 */
export class DeploymentError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(shortened(message), options);
    this.name = 'DeploymentError';
    this.stack = this.message;
  }
}

/** What the SDK throws: an error of the network, or one of the service's exceptions with what it carries. */
interface Failure {
  readonly name: string;
  readonly message: string;
  readonly reason?: string;
  readonly resourceId?: string;
  readonly quotaName?: string;
  readonly quotaValue?: number;
  readonly fieldList?: readonly { readonly name?: string; readonly message?: string }[];
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** A call of the API that failed, in the service's own words. */
export class ApiError extends DeploymentError {
  /** The name of the service's exception, such as `ConflictException`. */
  public readonly exception: string;
  /** The service's reason code, where it gives one. */
  public readonly reason?: string;
  /** Whether the service refused the call, so that it had no effect; if not, nobody knows. */
  public readonly isRefusal: boolean;

  constructor(operation: string, thrown: unknown, circumstance?: string) {
    const failure = thrown as Failure;
    const facts = [
      failure.reason ? `${failure.name} ${failure.reason}` : failure.name,
      ...failure.resourceId ? [`resource ${failure.resourceId}`] : [],
      ...failure.quotaName ? [`quota ${failure.quotaName}: ${failure.quotaValue}`] : [],
      ...(failure.fieldList ?? []).map((field) => `${field.name}: ${field.message}`),
      ...failure.$metadata?.requestId ? [`request id ${failure.$metadata.requestId}`] : [],
      ...circumstance ? [circumstance] : [],
    ];
    super(`${operation}: ${failure.message} (${facts.join('; ')})`, { cause: failure });
    this.exception = failure.name;
    this.reason = failure.reason;
    this.isRefusal = failure.$metadata?.httpStatusCode !== undefined && circumstance === undefined;
  }
}

/** Whether it is the service's exception of that name. */
export function isException(error: unknown, exception: string): error is ApiError {
  return error instanceof ApiError && error.exception === exception;
}

/** Returns what the call returns, or undefined if it fails with this exception of the service. */
export async function unlessException<T>(exception: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (failure) {
    if (isException(failure, exception)) return undefined;
    throw failure;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Whether IAM refused the call, by its own words, and not the service for reasons of its own under the same name. */
export function isRefusedByIam(thrown: unknown): boolean {
  const { name, message } = thrown as Failure;
  return name === 'AccessDeniedException' && message.includes('is not authorized to perform');
}

function shortened(message: string): string {
  const bytes = Buffer.from(message);
  return bytes.length <= MAXIMUM_REASON_BYTES ? message : `${bytes.subarray(0, MAXIMUM_REASON_BYTES).toString()} ...`;
}
