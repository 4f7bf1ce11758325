import type { Caller } from '../api/caller';
import { conflict, malformed, notFound } from '../api/exceptions';
import type { ServiceModel } from '../api/model';
import type { KindName, NamedValues, Resource } from '../api/resource';
import type { CleanRoomsService } from '../api/service';
import { ShapeValidator } from '../api/shape-schema';

type Values = Record<string, unknown>;
type Kind = 'ConfiguredModelAlgorithm' | 'ConfiguredModelAlgorithmAssociation' | 'TrainingDataset';

/**
 * Clean Rooms ML, as far as CloudFormation has resources of it. It has no address: nobody but CloudFormation's handlers
 * calls it here. Everything in it is known by its ARN, and nothing but tags can change.
 */
export class MachineLearning {
  private readonly validator: ShapeValidator;

  constructor(public readonly model: ServiceModel, private readonly cleanRooms: CleanRoomsService) {
    this.validator = new ShapeValidator(model);
  }

  public async perform(operation: string, input: Values, caller: Caller): Promise<Values> {
    const kind = /^Create(\w+)$/.exec(operation)?.[1];
    if (kind) return { created: view(this.create(kind as Kind, input, caller)) };

    const resource = this.find(arnIn(input), caller);
    if (operation === 'TagResource') Object.assign(resource.tags, input.tags);
    if (operation === 'UntagResource') (input.tagKeys as string[]).forEach((key) => delete resource.tags[key]);
    if (operation.startsWith('Delete')) this.remove(resource);
    return { found: view(resource) };
  }

  private create(kind: Kind, input: Values, caller: Caller): Resource {
    const faults = this.validator.faultsOfRequest(this.model.operations[`Create${kind}`].input.shape, input);
    if (faults.length) throw malformed(faults);

    const { account, region } = caller;
    const { tags, ...values } = input;
    const kept = { account, region, values: values as NamedValues, tags: tags as Record<string, string> };
    if (kind !== 'ConfiguredModelAlgorithmAssociation') return this.cleanRooms.store.add({ kind, parent: undefined, ...kept });

    this.find(String(values.configuredModelAlgorithmArn), caller);
    const parent = this.cleanRooms.store.find('Membership', region, String(values.membershipIdentifier));
    if (parent?.account !== account) throw notFound('Membership', String(values.membershipIdentifier));
    return this.cleanRooms.store.add({ kind, parent, ...kept });
  }

  private find(arn: string, { region }: Caller): Resource {
    const resource = this.cleanRooms.store.findByArn(arn);
    if (!resource || resource.region !== region) throw notFound('Resource', arn);
    return resource;
  }

  private remove(resource: Resource): void {
    const [user] = this.cleanRooms.store.list('ConfiguredModelAlgorithmAssociation', resource.region)
      .filter(({ values }) => values.configuredModelAlgorithmArn === resource.arn);
    if (user) throw conflict(`The ${resource.kind} is associated: ${user.arn}`, 'SUBRESOURCES_EXIST', resource);
    this.cleanRooms.store.remove(resource);
  }
}

function arnIn(input: Values): string {
  return String(Object.entries(input).find(([member]) => member.endsWith('Arn'))?.[1]);
}

/** A resource with its ARN under the name that CloudFormation's attribute has. */
function view({ kind, arn, parent, values }: Resource<KindName>): Values {
  const arnMember = `${kind[0].toLowerCase()}${kind.slice(1)}Arn`;
  return { ...values, arn, [arnMember]: arn, status: 'ACTIVE', collaborationId: parent?.parent?.id };
}
