/** CloudFormation accepts answers of up to 4,096 bytes. This leaves room for their identifiers. */
const MAXIMUM_REASON_BYTES = 2_000;

const SHORTENED_MARK = ' ...';
const SEPARATOR = '; ';

/** An error with a message for the person who deploys. */
export class DeploymentError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(shortened(message, MAXIMUM_REASON_BYTES), options);
    this.name = 'DeploymentError';
  }
}

/** What the SDK throws: a network error, or an exception of the service with its fields. */
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

/** A failed call of the API, with the service's own message. */
export class ApiError extends DeploymentError {
  /** The name of the service's exception, such as `ConflictException`. */
  public readonly exception: string;
  /** The service's reason code, if there is one. */
  public readonly reason?: string;
  /** Whether the service refused the call, so that it had no effect. If not, the effect is unknown. */
  public readonly isRefusal: boolean;

  constructor(operation: string, thrown: unknown, circumstance?: string) {
    const failure = thrown as Failure;
    const details = [
      failure.reason ? `${failure.name} ${failure.reason}` : failure.name,
      ...failure.resourceId ? [`resource ${failure.resourceId}`] : [],
      ...failure.quotaName ? [`quota ${failure.quotaName}: ${failure.quotaValue}`] : [],
      ...(failure.fieldList ?? []).map((field) => `${field.name}: ${field.message}`),
      ...failure.$metadata?.requestId ? [`request id ${failure.$metadata.requestId}`] : [],
      ...circumstance ? [circumstance] : [],
    ];
    super(`${operation}: ${failure.message} (${details.join('; ')})`, { cause: failure });
    this.exception = failure.name;
    this.reason = failure.reason;
    this.isRefusal = failure.$metadata?.httpStatusCode !== undefined && circumstance === undefined;
  }
}

/** Whether the error is the service's exception of that name. */
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

/** Whether IAM refused the call. The service uses the same exception for its own reasons; only the message differs. */
export function isRefusedByIam(thrown: unknown): boolean {
  const { name, message } = thrown as Failure;
  return name.startsWith('AccessDenied') && message.includes('is not authorized to perform'); // `AccessDenied` in the query protocol
}

/**
 * Joins the parts of a list between a beginning and an end. Where that is too long for CloudFormation, every part is shortened alike, so that
 * the end is read whole.
 */
export function withWholeEnd(beginning: string, parts: readonly string[], end: string): string {
  const whole = `${beginning}${parts.join(SEPARATOR)}${end}`;
  if (Buffer.byteLength(whole) <= MAXIMUM_REASON_BYTES) return whole;
  const left = MAXIMUM_REASON_BYTES - Buffer.byteLength(beginning) - Buffer.byteLength(end) - SEPARATOR.length * parts.length;
  return `${beginning}${evenlyShortened(parts, left).join(SEPARATOR)}${end}`;
}

/** Shortens the longest texts, so that all together have at most so many bytes. */
function evenlyShortened(texts: readonly string[], maximumBytes: number): string[] {
  let left = maximumBytes;
  const shares = new Map<string, number>();
  // What the shorter ones do not need is for the longer ones.
  [...texts].sort((one, other) => Buffer.byteLength(one) - Buffer.byteLength(other)).forEach((text, index) => {
    const share = Math.min(Buffer.byteLength(text), Math.floor(left / (texts.length - index)));
    shares.set(text, share);
    left -= share;
  });
  return texts.map((text) => shortened(text, shares.get(text)!));
}

/** Returns the text, or as much of its beginning as has at most so many bytes with the mark behind it. */
function shortened(text: string, maximumBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maximumBytes) return text;
  // Decoded as a stream, a character that is cut in two is left out.
  const beginning = new TextDecoder().decode(bytes.subarray(0, Math.max(0, maximumBytes - SHORTENED_MARK.length)), { stream: true });
  return `${beginning}${SHORTENED_MARK}`;
}
