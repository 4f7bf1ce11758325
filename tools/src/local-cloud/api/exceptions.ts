/** The exceptions that the API models, and what each of them carries beside its message. */
export type ExceptionName =
  | 'AccessDeniedException'
  | 'ConflictException'
  | 'InternalServerException'
  | 'ResourceNotFoundException'
  | 'ServiceQuotaExceededException'
  | 'ThrottlingException'
  | 'ValidationException';

/** One member of a request that the service does not take. */
export interface Fault {
  readonly name: string;
  readonly message: string;
}

/** A refusal, in the form in which the service sends it. */
export class ServiceException extends Error {
  constructor(
    public readonly exception: ExceptionName,
    message: string,
    public readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = exception;
  }
}

export type ConflictReason = 'ALREADY_EXISTS' | 'SUBRESOURCES_EXIST' | 'INVALID_STATE';

interface Identified {
  readonly id: string;
  readonly kind: string;
}

export function conflict(message: string, reason: ConflictReason, resource?: Identified): ServiceException {
  return new ServiceException('ConflictException', message, {
    reason,
    ...(resource && { resourceId: resource.id, resourceType: resourceType(resource.kind) }),
  });
}

export function accessDenied(message: string): ServiceException {
  return new ServiceException('AccessDeniedException', message, { reason: 'INSUFFICIENT_PERMISSIONS' });
}

export function notFound(kind: string, id: string): ServiceException {
  const details = { resourceId: id, resourceType: resourceType(kind) };
  return new ServiceException('ResourceNotFoundException', `Resource not found: ${kind} ${id}`, details);
}

/** Members of the request that are malformed. */
export function malformed(faults: readonly Fault[]): ServiceException {
  const count = `${faults.length} validation error${faults.length === 1 ? '' : 's'} detected`;
  const list = faults.map(({ name, message }) => `Value at '${name}' failed to satisfy constraint: ${message}`).join('; ');
  return new ServiceException('ValidationException', `${count}: ${list}`, { reason: 'FIELD_VALIDATION_FAILED', fieldList: faults });
}

/** A request that is well formed, and asks for what cannot be. */
export function invalid(message: string): ServiceException {
  return new ServiceException('ValidationException', message, { reason: 'INVALID_CONFIGURATION' });
}

export function quotaExceeded(quotaName: string, quotaValue: number): ServiceException {
  const message = `The quota "${quotaName}" of ${quotaValue} is reached`;
  return new ServiceException('ServiceQuotaExceededException', message, { quotaName, quotaValue });
}

/** `ConfiguredTable` → `CONFIGURED_TABLE` */
function resourceType(kind: string): string {
  return kind.replace(/(?<!^)([A-Z])/g, '_$1').toUpperCase();
}
