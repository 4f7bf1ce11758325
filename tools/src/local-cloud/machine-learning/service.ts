import { MACHINE_LEARNING_OPERATIONS } from './operations';
import { Answers } from '../api/answer';
import type { Caller } from '../api/caller';
import { malformed, notFound, ServiceException } from '../api/exceptions';
import type { OperationModel, ServiceModel } from '../api/model';
import type { Values } from '../api/resource';
import type { CleanRoomsService, Permit } from '../api/service';
import { ShapeValidator } from '../api/shape-schema';

/** The Clean Rooms ML service without its wire. Its resources lie in the store of Clean Rooms, beside the memberships that some of them are in. */
export class MachineLearningService {
  private readonly validator: ShapeValidator;
  private readonly answers: Answers;

  constructor(public readonly model: ServiceModel, private readonly cleanRooms: CleanRoomsService, pageSize?: number) {
    this.validator = new ShapeValidator(model);
    this.answers = new Answers(model, this.validator, pageSize);
  }

  /** The operations that it has. */
  public get operations(): string[] {
    return Object.keys(this.model.operations).filter((name) => name in MACHINE_LEARNING_OPERATIONS);
  }

  public async perform(operationName: string, input: Values, caller: Caller, permit?: Permit): Promise<Values> {
    const operation = this.model.operations[operationName];
    const faults = this.validator.faultsOfRequest(operation.input.shape, input);
    if (faults.length) throw malformed(faults);
    await permit?.(operation, input, []);
    this.checkNamed(operation, input, caller);

    const handler = MACHINE_LEARNING_OPERATIONS[operationName];
    if (!handler) throw new ServiceException('InternalServerException', `The local Clean Rooms ML API does not know ${operationName} yet`);
    const given = handler({ operation, input, caller, cleanRooms: this.cleanRooms });
    return operation.output ? this.answers.answer(operation, given, input) : {};
  }

  /** What a request to make something refers to must be there. */
  private checkNamed({ name }: OperationModel, input: Values, { region }: Caller): void {
    if (!/^(Create|Start)/.test(name)) return;
    for (const [member, value] of Object.entries(input)) {
      if (!member.endsWith('Arn') || typeof value !== 'string' || !value.startsWith('arn:aws:cleanrooms-ml:')) continue;
      if (this.cleanRooms.store.findByArn(value)?.region !== region) throw notFound(member.replace(/Arn$/, ''), value);
    }
  }
}
