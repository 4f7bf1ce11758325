import type { Size } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';

/** Settings of the function that handles the custom resources of a stack. */
export interface CustomResourceFunctionOptions {
  /**
   * How long CloudWatch Logs keeps the function's log.
   *
   * The log has a line for each call of the API: operation, outcome, time, request id. It has nothing of the resources' properties.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * The KMS key that encrypts the function's log. Its key policy must let CloudWatch Logs use it.
   *
   * @default - a key that AWS owns
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly logEncryptionKey?: IKey;

  /**
   * An existing log group for the function's log. It keeps its own retention and key.
   *
   * @default - a log group in the stack of the function, which is deleted with it
   */
  readonly logGroup?: ILogGroup;

  /**
   * The memory of the function.
   *
   * @default Size.mebibytes(256)
   */
  readonly memorySize?: Size;

  /**
   * The VPC that the function is attached to. From its subnets the function must reach the endpoints of AWS Clean Rooms, CloudFormation and
   * IAM, and of Amazon S3, where CloudFormation waits for the answer: by a NAT gateway, or by VPC endpoints. For waits of more than 14 minutes
   * it must reach AWS Lambda as well.
   *
   * The role of the function is then allowed to manage network interfaces, which cannot be bound to a resource.
   *
   * @default - the function is in no VPC of yours
   */
  readonly vpc?: IVpc;

  /**
   * The subnets of the function. Used only with `vpc`.
   *
   * @default - the private subnets of the VPC
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The security groups of the function. Used only with `vpc`.
   *
   * @default - a new security group that allows all outbound traffic
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * The permissions boundary of the function's role.
   *
   * @default - that of `PermissionsBoundary.of(scope)`, or none
   */
  readonly permissionsBoundary?: IManagedPolicy;
}
