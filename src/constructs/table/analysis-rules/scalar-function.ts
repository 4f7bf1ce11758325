import { checked } from '../../../foundation/parameters';

/**
 * A function that a query may apply to dimension columns and to aggregates under an aggregation rule.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_AnalysisRuleAggregation.html
 */
@checked('ScalarFunction')
export class ScalarFunction {
  /** `ABS` */
  public static readonly ABS = new ScalarFunction('ABS');

  /** `CAST` */
  public static readonly CAST = new ScalarFunction('CAST');

  /** `CEILING` */
  public static readonly CEILING = new ScalarFunction('CEILING');

  /** `COALESCE` */
  public static readonly COALESCE = new ScalarFunction('COALESCE');

  /** `CONVERT` */
  public static readonly CONVERT = new ScalarFunction('CONVERT');

  /** `CURRENT_DATE` */
  public static readonly CURRENT_DATE = new ScalarFunction('CURRENT_DATE');

  /** `DATEADD` */
  public static readonly DATEADD = new ScalarFunction('DATEADD');

  /** `EXTRACT` */
  public static readonly EXTRACT = new ScalarFunction('EXTRACT');

  /** `FLOOR` */
  public static readonly FLOOR = new ScalarFunction('FLOOR');

  /** `GETDATE` */
  public static readonly GETDATE = new ScalarFunction('GETDATE');

  /** `LN` */
  public static readonly LN = new ScalarFunction('LN');

  /** `LOG` */
  public static readonly LOG = new ScalarFunction('LOG');

  /** `LOWER` */
  public static readonly LOWER = new ScalarFunction('LOWER');

  /** `ROUND` */
  public static readonly ROUND = new ScalarFunction('ROUND');

  /** `RTRIM` */
  public static readonly RTRIM = new ScalarFunction('RTRIM');

  /** `SQRT` */
  public static readonly SQRT = new ScalarFunction('SQRT');

  /** `SUBSTRING` */
  public static readonly SUBSTRING = new ScalarFunction('SUBSTRING');

  /** `TO_CHAR` */
  public static readonly TO_CHAR = new ScalarFunction('TO_CHAR');

  /** `TO_DATE` */
  public static readonly TO_DATE = new ScalarFunction('TO_DATE');

  /** `TO_NUMBER` */
  public static readonly TO_NUMBER = new ScalarFunction('TO_NUMBER');

  /** `TO_TIMESTAMP` */
  public static readonly TO_TIMESTAMP = new ScalarFunction('TO_TIMESTAMP');

  /** `TRIM` */
  public static readonly TRIM = new ScalarFunction('TRIM');

  /** `TRUNC` */
  public static readonly TRUNC = new ScalarFunction('TRUNC');

  /** `UPPER` */
  public static readonly UPPER = new ScalarFunction('UPPER');

  /**
   * A function that the service has and this class does not list yet, by the service's name.
   *
   * @param name The name of the function in the API, in capitals. It is not checked.
   */
  public static of(name: string): ScalarFunction {
    return new ScalarFunction(name);
  }

  private constructor(
    /** The name of the function in the API. */
    public readonly name: string,
  ) {}
}
