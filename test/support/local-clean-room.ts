import { CREATOR, PARTNER } from './stacks';
import { findModel, loadModel, machineLearningModelBeside } from '../../tools/src/local-cloud/api/model';
import { CleanRoomsService } from '../../tools/src/local-cloud/api/service';
import { Provisioner, type Provisioned } from '../../tools/src/local-cloud/cloudformation/provisioner';

const REGION = 'us-east-1';

/**
 * A collaboration of the local Clean Rooms, in which the creator may do everything, and the creator's membership. Resources are made
 * in it as CloudFormation makes them.
 */
export class LocalCleanRoom {
  public static async open(): Promise<LocalCleanRoom> {
    const model = await findModel();
    const service = new CleanRoomsService(loadModel(model));
    const room = new LocalCleanRoom(service, new Provisioner(service, machineLearningModelBeside(model)));
    const collaboration = await room.make('AWS::CleanRooms::Collaboration', {
      Name: 'room',
      Description: 'room',
      CreatorDisplayName: 'Creator',
      CreatorMemberAbilities: ['CAN_QUERY', 'CAN_RUN_JOB', 'CAN_RECEIVE_RESULTS'],
      Members: [{ AccountId: PARTNER, DisplayName: 'Partner', MemberAbilities: [] }],
      QueryLogStatus: 'DISABLED',
    });
    const { physicalId } = await room.make('AWS::CleanRooms::Membership', {
      CollaborationIdentifier: collaboration.physicalId, QueryLogStatus: 'DISABLED',
    });
    room.membershipIdentifier = physicalId;
    return room;
  }

  /** The id of the creator's membership. */
  public membershipIdentifier = '';

  private constructor(private readonly service: CleanRoomsService, private readonly provisioner: Provisioner) {}

  /** Makes a resource; throws where the service refuses it. */
  public async make(type: string, properties: object): Promise<Provisioned> {
    const made = await this.provisioner.provision({
      action: 'create', type, account: CREATOR, region: REGION, properties: properties as Record<string, unknown>,
    });
    return made!;
  }

  /** Deletes a resource. */
  public async remove(type: string, { physicalId }: Provisioned): Promise<void> {
    await this.provisioner.provision({ action: 'delete', type, account: CREATOR, region: REGION, physicalId, properties: {} });
  }

  /** All that there is of a kind, such as `AnalysisTemplate`, as the API describes it. */
  public all(kind: string): Record<string, unknown>[] {
    return this.service.stateOf(CREATOR, REGION).filter((each) => each.kind === kind);
  }
}
