import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { PrivacyBudgetInput } from './privacy-budget-template-rules';
import { checked } from '../../foundation/parameters';
import type { IIntermediateTableRef } from '../table/intermediate-table-grants';

/** Options for a differential privacy budget, which is for all tables with differential privacy in a collaboration. */
export interface DifferentialPrivacyBudgetOptions {
  /**
   * The privacy loss that is allowed in total: a whole number from 1 to 20. A lower value is more private. It can be raised at any time, but
   * not lowered after the first query.
   */
  readonly epsilon: number;

  /**
   * The number of users whose contribution to a result is obscured by noise: a whole number from 10 to 100. A higher value is more private,
   * and queries use less of the budget.
   */
  readonly usersNoisePerQuery: number;

  /**
   * Whether the budget is refreshed each calendar month. Over the months, an unlimited amount of information about the same rows can be
   * learned. Changing it replaces the budget.
   *
   * @default false
   */
  readonly monthlyRefresh?: boolean;
}

/** A calendar period. */
export enum AccessBudgetPeriod {
  /** A day. */
  CALENDAR_DAY = 'CALENDAR_DAY',

  /** A week. */
  CALENDAR_WEEK = 'CALENDAR_WEEK',

  /** A month. */
  CALENDAR_MONTH = 'CALENDAR_MONTH',
}

/** A limit on the use of a table in a calendar period. */
export interface CalendarBudget {
  /**
   * The period, which starts with that of the calendar.
   *
   * [disable-awslint:duration-prop-type]
   */
  readonly period: AccessBudgetPeriod;

  /** The number of queries, jobs and machine learning input channels that can use the table in the period, 0 to 1,000,000. */
  readonly budget: number;

  /**
   * Whether the budget is refreshed with each period.
   *
   * @default false
   */
  readonly autoRefresh?: boolean;
}

/** Limits on the use of a table. At least one is required. Changing a limit resets the remaining budget. */
export interface AccessBudgetOptions {
  /**
   * The limit in each calendar period.
   *
   * @default - no limit in calendar periods
   */
  readonly calendar?: CalendarBudget;

  /**
   * The limit in total, 0 to 1,000,000.
   *
   * @default - no limit in total
   */
  readonly lifetime?: number;
}

/**
 * The budget of a privacy budget template.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_PrivacyBudgetTemplateParametersInput.html
 */
@checked('PrivacyBudget')
export class PrivacyBudget {
  /**
   * Creates a differential privacy budget. A collaboration has one, which all queries on tables with differential privacy use. Without it,
   * these tables cannot be queried.
   *
   * @param options The epsilon and the noise. The larger epsilon and the smaller the noise, the more can be learnt.
   */
  public static differentialPrivacy(options: DifferentialPrivacyBudgetOptions): PrivacyBudget {
    const { epsilon, usersNoisePerQuery, monthlyRefresh } = options;
    return new PrivacyBudget({
      type: 'DIFFERENTIAL_PRIVACY',
      autoRefresh: monthlyRefresh ? 'CALENDAR_MONTH' : 'NONE',
      parameters: { epsilon, usersNoisePerQuery },
    });
  }

  /**
   * Creates a budget for the use of an associated table.
   *
   * @param association The association of the table, of the same membership as the budget.
   * @param options The limits: for the life of the table, for a period, or both.
   */
  public static access(association: refs.IConfiguredTableAssociationRef, options: AccessBudgetOptions): PrivacyBudget {
    return PrivacyBudget.accessTo(association.configuredTableAssociationRef.configuredTableAssociationArn, options);
  }

  /**
   * Creates a budget for the use of an intermediate table.
   *
   * @param intermediateTable The intermediate table, of the same membership as the budget.
   * @param options The limits: for the life of the table, for a period, or both.
   */
  public static accessToIntermediateTable(intermediateTable: IIntermediateTableRef, options: AccessBudgetOptions): PrivacyBudget {
    return PrivacyBudget.accessTo(intermediateTable.intermediateTableArn, options);
  }

  private static accessTo(resourceArn: string, { calendar, lifetime }: AccessBudgetOptions): PrivacyBudget {
    return new PrivacyBudget({
      type: 'ACCESS_BUDGET',
      autoRefresh: 'NONE', // each calendar limit has its own refresh
      parameters: {
        resourceArn,
        budgetParameters: [
          ...calendar ? [{
            type: calendar.period,
            budget: calendar.budget,
            autoRefresh: calendar.autoRefresh ? 'ENABLED' : 'DISABLED',
          }] : [],
          ...lifetime !== undefined ? [{ type: 'LIFETIME', budget: lifetime }] : [],
        ],
      },
    });
  }

  private constructor(
    /** @internal */
    public readonly _parts: PrivacyBudgetInput,
  ) {}
}
