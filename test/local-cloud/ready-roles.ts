/** The context by which apps do not wait for new roles: IAM knows them at once here. A test of the wait sets its own. */
export const READY_ROLES: Readonly<Record<string, string>> = { 'cdk-cleanrooms:roleReadySeconds': '0' };

/** Gives the context to the apps that this process synthesizes, as the CDK CLI gives it to those that it runs. */
export function setReadyRoles(): void {
  process.env.CDK_CONTEXT_JSON = JSON.stringify({ ...JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}') as object, ...READY_ROLES });
}
