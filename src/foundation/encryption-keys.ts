import { PolicyStatement, ResourceWithPolicies, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import type { aws_kms as kmsRefs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { code } from './validation-faults';
import type { ValidationFault } from './validation-faults';
import { warn } from './warnings';

/** The service takes the ARN of a key, and refuses the one of an alias. */
export function checkEncryptionKey(key: kmsRefs.IKeyRef | undefined): ValidationFault[] {
  return key && isAlias(key) ? [{
    code: code`EncryptionKeyIsAlias`,
    message: `'encryptionKey' must be a key and not an alias of one, got '${key.node.path}': the service takes the ARN of a key alone`,
  }] : [];
}

/** An alias of the CDK stands for its key: it is told by what only an alias has, or by the ARN that the user gave. */
function isAlias(key: kmsRefs.IKeyRef): boolean {
  return 'aliasRef' in key || key.keyRef.keyArn.includes(':alias/');
}

/** What the policy of a key must let a service do. */
export type KeyPermission = Pick<PolicyStatementProps, 'actions' | 'conditions'>;

/** Lets a service use a key by the policy of the key, where this app can change that policy. */
export function letServiceUseKey(scope: IConstruct, key: kmsRefs.IKeyRef, service: string, permissions: KeyPermission[]): void {
  const policy = ResourceWithPolicies.of(key);
  const added = permissions.map((permission) => policy?.addToResourcePolicy(new PolicyStatement({
    ...permission, principals: [new ServicePrincipal(service)], resources: ['*'],
  })).statementAdded);
  if (!added.every(Boolean)) {
    warn(scope, [{
      id: 'cdk-cleanrooms:keyPolicyNotOfApp',
      message: `the policy of the key '${key.node.path}' is not defined in this app: it must let ${service} call `
        + permissions.flatMap(({ actions }) => actions).join(', '),
    }]);
  }
}
