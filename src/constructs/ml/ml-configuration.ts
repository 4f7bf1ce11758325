import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { PASS_MEMBERSHIP } from './ml-actions';
import { grantOutput, passRole, s3UriOf } from './ml-output';
import type { MlOutputLocation } from './ml-output';
import { mlServiceRole } from './ml-service-role';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { ServiceRoleReady } from '../../custom-resources/service-role-ready';
import { LIST_MEMBERSHIPS } from '../../custom-resources/statements';
import { withReason } from '../../foundation/acknowledgements';
import { checkBucket } from '../../foundation/bucket-folders';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checked } from '../../foundation/parameters';
import { grantAcknowledged } from '../../foundation/service-role';
import { throwIfAny } from '../../foundation/validation-faults';
import { Program } from '../../program/program';

/** Properties of the ML configuration of a membership. */
export interface MlConfigurationProps {
  /** The membership. It must belong to the account of the stack. Changing it replaces the configuration. */
  readonly membership: refs.IMembershipRef;

  /**
   * Where Clean Rooms ML writes trained models and results of inference, for a member who receives them.
   *
   * @default - nowhere: this member gets logs and metrics only
   */
  readonly output?: MlOutputLocation;

  /**
   * The role with which Clean Rooms ML writes results, logs and metrics. It is granted the permissions that it needs.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a new role that can write below the prefix of `output`, and logs and metrics of Clean Rooms ML
   */
  readonly role?: IRole;
}

/**
 * The ML configuration of a membership: where Clean Rooms ML writes what this member receives of custom models, and with which role. A membership has one
 * at most. One that exists already is taken over if it has the same values; otherwise the deployment fails.
 *
 * Every member who receives models, results of inference, logs or metrics needs it, before the first model is trained. CloudFormation has no resource
 * type for it, so a custom resource calls the API.
 *
 * @see https://docs.aws.amazon.com/cleanrooms-ml/latest/APIReference/API_PutMLConfiguration.html
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/ml-roles.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Bucket } from 'aws-cdk-lib/aws-s3';
 * import { Membership, MlConfiguration } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Models', { env: { account: '111111111111', region: 'us-east-1' } });
 * new MlConfiguration(stack, 'MachineLearning', {
 *   membership: Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333'),
 *   output: { bucket: new Bucket(stack, 'Results', { enforceSSL: true }) },
 * });
 */
@checked('MlConfiguration')
export class MlConfiguration extends Construct {
  /** The role with which Clean Rooms ML writes results, logs and metrics. */
  public readonly role: IRole;

  constructor(scope: Construct, id: string, props: MlConfigurationProps) {
    super(scope, id);
    const { membership, output } = props;
    const { membershipArn, membershipIdentifier } = membership.membershipRef;

    checkPartition(this);
    checkSameEnvironment(this, { membership });
    throwIfAny(this, output ? checkBucket('output.bucket', output.bucket) : []);
    Program.add(this);

    this.role = props.role ?? mlServiceRole(this, 'Role', 'Clean Rooms ML writes results, logs and metrics of models with it');
    if (output) grantOutput(this.role, output);
    this.grantLogsAndMetrics();
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.ML_CONFIGURATION,
      properties: { MembershipIdentifier: membershipIdentifier, S3Uri: output && s3UriOf(output), RoleArn: this.role.roleArn },
      statements: [
        // The actions support no resource types: the membership is bound by the next.
        { Action: ['cleanrooms-ml:DeleteMLConfiguration', 'cleanrooms-ml:GetMLConfiguration', 'cleanrooms-ml:PutMLConfiguration'], Resource: '*' },
        passRole(this.role),
        LIST_MEMBERSHIPS,
      ],
      statementsOn: { resource: membership, statements: [{ Action: PASS_MEMBERSHIP, Resource: membershipArn }] },
    });
    if (resource.definition) ServiceRoleReady.before(resource.definition, this.role);
  }

  /** Grants what the user guide gives such a role beside the permission to write results. */
  private grantLogsAndMetrics(): void {
    const logGroups = Stack.of(this).formatArn({
      service: 'logs', resource: 'log-group', resourceName: '/aws/cleanroomsml/*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    grantAcknowledged(this.role, [
      withReason(new PolicyStatement({
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], resources: [logGroups],
      }), NAMED_BY_SERVICE),
      withReason(new PolicyStatement({
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'], // the action supports no resource types
        conditions: { StringLike: { 'cloudwatch:namespace': '/aws/cleanroomsml/*' } },
      }), NAMED_BY_SERVICE),
    ]);
  }
}

const NAMED_BY_SERVICE = 'Clean Rooms ML names the log groups and the metrics: https://docs.aws.amazon.com/clean-rooms/latest/userguide/ml-roles.html';
