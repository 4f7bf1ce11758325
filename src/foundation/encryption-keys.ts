import { PolicyStatement, ResourceWithPolicies, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import type { aws_kms as kmsRefs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { code } from './validation-faults';
import type { ValidationFault } from './validation-faults';
import { warn } from './warnings';

/** Checks that a key is no alias: the service takes only the ARN of a key. */
export function checkEncryptionKey(key: kmsRefs.IKeyRef | undefined): ValidationFault[] {
  return key && isAlias(key) ? [{
    code: code`EncryptionKeyIsAlias`,
    message: `'encryptionKey' must be a key and not an alias, got '${key.node.path}': the service takes only the ARN of a key`,
  }] : [];
}

/** Recognizes an alias of the CDK, which can be used as a key, by its own reference or by the given ARN. */
function isAlias(key: kmsRefs.IKeyRef): boolean {
  return 'aliasRef' in key || key.keyRef.keyArn.includes(':alias/');
}

/** Actions that the policy of a key must allow a service. */
export type KeyPermission = Pick<PolicyStatementProps, 'actions' | 'conditions'>;

/** Allows a service to use a key in the policy of the key, or warns if the policy is not defined in this app. */
export function letServiceUseKey(scope: IConstruct, key: kmsRefs.IKeyRef, service: string, permissions: KeyPermission[]): void {
  const policy = ResourceWithPolicies.of(key);
  const added = permissions.map((permission) => policy?.addToResourcePolicy(new PolicyStatement({
    ...permission, principals: [new ServicePrincipal(service)], resources: ['*'],
  })).statementAdded);
  if (!added.every(Boolean)) {
    warn(scope, [{
      id: 'cdk-cleanrooms:keyPolicyNotOfApp',
      message: `the policy of the key '${key.node.path}' is not defined in this app: it must allow ${service} to call `
        + permissions.flatMap(({ actions }) => actions).join(', '),
    }]);
  }
}
