import type { OperationModel, ServiceModel, Shape } from './model';

/** The operation that a request is for, with the members of its input that the address holds. */
export interface Route {
  readonly operation: OperationModel;
  readonly members: Readonly<Record<string, unknown>>;
}

interface Pattern {
  readonly operation: OperationModel;
  readonly segments: readonly string[];
}

/** Finds the operation by method and path, as the model's `http` traits give them. */
export class Routes {
  private readonly patterns: readonly Pattern[];

  constructor(private readonly model: ServiceModel) {
    this.patterns = Object.values(model.operations).map((operation) => ({ operation, segments: operation.http.requestUri.split('/') }));
  }

  public find(method: string, url: URL): Route | undefined {
    const segments = url.pathname.split('/');
    const pattern = this.patterns.find((each) => each.operation.http.method === method && matches(each.segments, segments));
    if (!pattern) return undefined;

    const labels = pattern.segments.flatMap((segment, position) => {
      const label = labelOf(segment);
      return label ? [[label, decodeURIComponent(segments[position])]] : [];
    });
    return { operation: pattern.operation, members: { ...Object.fromEntries(labels), ...this.queryMembers(pattern.operation, url) } };
  }

  private queryMembers(operation: OperationModel, url: URL): Record<string, unknown> {
    const members = Object.entries(this.model.shapes[operation.input.shape].members ?? {});
    return Object.fromEntries(members.flatMap(([name, { location, locationName, shape }]) => {
      const texts = location === 'querystring' ? url.searchParams.getAll(locationName ?? name) : [];
      return texts.length ? [[name, fromText(this.model.shapes[shape], texts)]] : [];
    }));
  }
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return pattern.length === segments.length
    && pattern.every((segment, position) => (labelOf(segment) ? segments[position] !== '' : segment === segments[position]));
}

function labelOf(segment: string): string | undefined {
  return /^\{(\w+)\}$/.exec(segment)?.[1];
}

/** A text that is no number stays as it is, for the validation to refuse. */
function fromText(shape: Shape, texts: readonly string[]): unknown {
  if (shape.type === 'list') return texts;
  if (shape.type === 'integer') return /^-?\d+$/.test(texts[0]) ? Number(texts[0]) : texts[0];
  return texts[0];
}
