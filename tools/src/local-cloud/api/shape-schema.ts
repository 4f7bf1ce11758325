import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import type { Fault } from './exceptions';
import type { ServiceModel, Shape } from './model';

type JsonSchema = Readonly<Record<string, unknown>>;

/** ARNs that the service made itself are longer than the 100 characters that the model gives this shape. */
const LONGER_THAN_MODELLED = new Set(['CleanroomsArn']);

/** Checks requests, and our own answers, against the shapes of the service model. */
export class ShapeValidator {
  private readonly requests: Ajv;
  private readonly answers: Ajv;

  constructor(model: ServiceModel) {
    this.requests = compilerOf(model, requestSchema);
    this.answers = compilerOf(model, answerSchema);
  }

  public faultsOfRequest(shape: string, value: unknown): Fault[] {
    return faults(compiled(this.requests, shape), value);
  }

  public faultsOfAnswer(shape: string, value: unknown): Fault[] {
    return faults(compiled(this.answers, shape), value);
  }
}

function compilerOf(model: ServiceModel, toSchema: (name: string, shape: Shape) => JsonSchema): Ajv {
  const ajv = new Ajv({ allErrors: true, strict: false, code: { regExp: patternOf } });
  for (const [name, shape] of Object.entries(model.shapes)) ajv.addSchema(toSchema(name, shape), name);
  return ajv;
}

/** Some patterns need Unicode, and some escape more than is allowed with it. */
const patternOf = Object.assign((pattern: string, flags: string) => {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return new RegExp(pattern);
  }
}, { code: 'new RegExp' });

function compiled(ajv: Ajv, shape: string): ValidateFunction {
  const validate = ajv.getSchema(shape);
  if (!validate) throw new Error(`the model has no shape ${shape}`);
  return validate;
}

function faults(validate: ValidateFunction, value: unknown): Fault[] {
  return validate(value) ? [] : (validate.errors ?? []).map(faultOf);
}

function faultOf(error: ErrorObject): Fault {
  const place = error.instancePath.slice(1).replace(/\//g, '.');
  const within = (member: unknown) => (place ? `${place}.${member}` : String(member));
  switch (error.keyword) {
    case 'required': return { name: within(error.params.missingProperty), message: 'Member must not be null' };
    case 'additionalProperties': return { name: within(error.params.additionalProperty), message: 'Member is not known to the operation' };
    case 'enum': return { name: place, message: `Member must satisfy enum value set: [${error.params.allowedValues}]` };
    case 'pattern': return { name: place, message: `Member must satisfy regular expression pattern: ${error.params.pattern}` };
    default: return { name: place, message: `Member ${error.message}` };
  }
}

/**
 * The service ignores a member that it does not know. Here it is refused, since a misspelt member would otherwise be lost
 * without a sign.
 */
function requestSchema(name: string, shape: Shape): JsonSchema {
  const structure = schemaOf(shape);
  switch (shape.type) {
    case 'structure': return shape.document ? structure : { ...structure, additionalProperties: false };
    case 'list': return { ...structure, minItems: shape.min, maxItems: shape.max };
    case 'map': return { ...structure, minProperties: shape.min, maxProperties: shape.max };
    case 'string': return {
      ...structure,
      ...(shape.pattern && { pattern: `^(?:${shape.pattern})$` }),
      minLength: shape.min,
      ...(!LONGER_THAN_MODELLED.has(name) && { maxLength: shape.max }),
    };
    default: return { ...structure, minimum: shape.min, maximum: shape.max };
  }
}

/** Patterns and lengths are left out: some of those that the model gives for ARNs do not fit the ARNs that the service makes. */
function answerSchema(_name: string, shape: Shape): JsonSchema {
  const structure = schemaOf(shape);
  return shape.type === 'structure' && !shape.document ? { ...structure, additionalProperties: false } : structure;
}

function schemaOf(shape: Shape): JsonSchema {
  switch (shape.type) {
    case 'structure': return {
      ...(!shape.document && { type: 'object' }),
      properties: Object.fromEntries(Object.entries(shape.members ?? {}).map(([member, { shape: of }]) => [member, { $ref: of }])),
      required: shape.required ?? [],
      ...(shape.union && { minProperties: 1, maxProperties: 1 }),
    };
    case 'list': return { type: 'array', items: { $ref: shape.member?.shape } };
    case 'map': return { type: 'object', propertyNames: { $ref: shape.key?.shape }, additionalProperties: { $ref: shape.value?.shape } };
    case 'string': return { type: 'string', ...(shape.enum && { enum: shape.enum }) };
    case 'boolean': return { type: 'boolean' };
    case 'integer':
    case 'long': return { type: 'integer' };
    default: return { type: 'number' };
  }
}
