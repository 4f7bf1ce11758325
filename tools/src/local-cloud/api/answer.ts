import { malformed, ServiceException } from './exceptions';
import type { OperationModel, ServiceModel, Shape } from './model';
import type { Values } from './resource';
import type { ShapeValidator } from './shape-schema';

interface Paging {
  readonly nextToken?: unknown;
  readonly maxResults?: unknown;
}

const LARGEST_PAGE = 100;

/** Makes answers of what operations give: the members that the output's shape has, and of a list the page that was asked for. */
export class Answers {
  constructor(private readonly model: ServiceModel, private readonly validator: ShapeValidator, private readonly pageSize = LARGEST_PAGE) {}

  public answer(operation: OperationModel, given: Values | Values[] | void, paging: Paging): Values {
    const shape = this.model.shapes[operation.output.shape];
    const answer = this.picked(shape, Array.isArray(given) ? this.page(shape, given, paging) : given ?? {}) as Values;
    const faults = this.validator.faultsOfAnswer(operation.output.shape, answer);
    if (faults.length) {
      const list = faults.map(({ name, message }) => `${name}: ${message}`).join('; ');
      throw new ServiceException('InternalServerException', `Our own answer to ${operation.name} does not fit the model: ${list}`);
    }
    return answer;
  }

  /** A resource by the shape that has its kind's name; all that is known of it, where the API has no such shape. */
  public described(kind: string, resource: Values): Values {
    const shape = this.model.shapes[kind] ?? this.model.shapes[`Collaboration${kind}`];
    return shape ? this.picked(shape, resource) as Values : resource;
  }

  private page(shape: Shape, entries: readonly Values[], { nextToken, maxResults }: Paging): Values {
    const [list] = Object.entries(shape.members ?? {}).find(([, member]) => this.model.shapes[member.shape].type === 'list') ?? [];
    if (!list) throw new Error('the output has no list');

    const start = nextToken === undefined ? 0 : positionIn(String(nextToken));
    const end = start + Math.min(typeof maxResults === 'number' ? maxResults : LARGEST_PAGE, this.pageSize);
    return { [list]: entries.slice(start, end), ...(end < entries.length && { nextToken: tokenFor(end) }) };
  }

  private picked(shape: Shape, value: unknown): unknown {
    if (value === undefined || value === null) return undefined;
    if (shape.type === 'list') return (value as unknown[]).map((entry) => this.picked(this.shapeNamed(shape.member?.shape), entry));
    if (shape.type !== 'structure' || shape.document) return value;

    const members = Object.entries(shape.members ?? {}).flatMap(([name, member]) => {
      const picked = this.picked(this.shapeNamed(member.shape), (value as Values)[name]);
      return picked === undefined ? [] : [[name, picked]];
    });
    return Object.fromEntries(members);
  }

  private shapeNamed(name = ''): Shape {
    return this.model.shapes[name];
  }
}

const TOKEN_PREFIX = 'page:';

function tokenFor(position: number): string {
  return Buffer.from(`${TOKEN_PREFIX}${position}`).toString('base64url');
}

function positionIn(token: string): number {
  const position = Number(Buffer.from(token, 'base64url').toString().slice(TOKEN_PREFIX.length) || Number.NaN);
  if (!Number.isInteger(position)) throw malformed([{ name: 'nextToken', message: 'Member is not a token of an earlier page' }]);
  return position;
}
