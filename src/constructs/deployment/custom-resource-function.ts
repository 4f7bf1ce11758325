import type { IConstruct } from 'constructs';
import type { CustomResourceFunctionOptions } from '../../custom-resources/function-options';
import { configure } from '../../custom-resources/provider';
import { checked } from '../../foundation/parameters';

export type { CustomResourceFunctionOptions };

/**
 * The Lambda function that handles the custom resources of a stack. There is one in each stack that has custom resources.
 *
 * @example
 * import { App } from 'aws-cdk-lib';
 * import { RetentionDays } from 'aws-cdk-lib/aws-logs';
 * import { CustomResourceFunction } from 'cdk-cleanrooms';
 *
 * const app = new App();
 * CustomResourceFunction.configure(app, { logRetention: RetentionDays.ONE_YEAR });
 */
@checked('CustomResourceFunction')
export class CustomResourceFunction {
  /**
   * Configures the functions of all stacks in a scope: of one stack, of a stage, or of the whole app with its stages. Each setting that is given holds; where
   * scopes within each other set the same, the inner one does.
   *
   * Tags and permissions boundaries reach the function, its role and its log group as all other resources, by `Tags.of` and
   * `PermissionsBoundary.of`.
   *
   * @param scope The scope: an app, a stage or a stack.
   * @param options The settings.
   */
  public static configure(scope: IConstruct, options: CustomResourceFunctionOptions): void {
    configure(scope, options);
  }

  private constructor() {}
}
