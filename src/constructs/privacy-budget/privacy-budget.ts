import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { PrivacyBudgetInput } from './privacy-budget-template-rules';
import type { IIntermediateTableRef } from '../table/intermediate-table-grants';

/** A budget of differential privacy, for all tables of a collaboration that have it. */
export interface DifferentialPrivacyBudgetOptions {
  /**
   * How much may be learnt in all: a whole number from 1 to 20. Less is more private. It can be raised in place, and not be lowered
   * after the first query.
   */
  readonly epsilon: number;

  /**
   * How many users' part in a result is obscured: a whole number from 10 to 100. More is more private, and lets a query take
   * less of the budget.
   */
  readonly usersNoisePerQuery: number;

  /**
   * Whether there is a new budget each calendar month, by which any amount of information about the same rows can come out over
   * the months. Changing it replaces the budget.
   *
   * @default false
   */
  readonly monthlyRefresh?: boolean;
}

/** A period of the calendar. */
export enum AccessBudgetPeriod {
  /** A day. */
  CALENDAR_DAY = 'CALENDAR_DAY',

  /** A week. */
  CALENDAR_WEEK = 'CALENDAR_WEEK',

  /** A month. */
  CALENDAR_MONTH = 'CALENDAR_MONTH',
}

/** How often a table may be used in a period of the calendar. */
export interface CalendarBudget {
  /**
   * The period, which begins with the calendar's and so is no duration.
   *
   * [disable-awslint:duration-prop-type]
   */
  readonly period: AccessBudgetPeriod;

  /** How many queries, jobs and machine learning input channels may use the table in the period, 0 to 1,000,000. */
  readonly budget: number;

  /**
   * Whether there is a new budget with each period.
   *
   * @default false
   */
  readonly autoRefresh?: boolean;
}

/** How often a table may be used. At least one of both is given; editing one starts it afresh. */
export interface AccessBudgetOptions {
  /**
   * In a period of the calendar.
   *
   * @default - no limit for any period
   */
  readonly calendar?: CalendarBudget;

  /**
   * In all, 0 to 1,000,000.
   *
   * @default - no limit in all
   */
  readonly lifetime?: number;
}

/**
 * What may be learnt from tables, or how often they may be used.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_PrivacyBudgetTemplateParametersInput.html
 */
export class PrivacyBudget {
  /**
   * A budget of differential privacy. A collaboration has one, which every query on a table with differential privacy takes from;
   * without it none of these tables can be queried.
   */
  public static differentialPrivacy(options: DifferentialPrivacyBudgetOptions): PrivacyBudget {
    const { epsilon, usersNoisePerQuery, monthlyRefresh } = options;
    return new PrivacyBudget({
      type: 'DIFFERENTIAL_PRIVACY',
      autoRefresh: monthlyRefresh ? 'CALENDAR_MONTH' : 'NONE',
      parameters: { epsilon, usersNoisePerQuery },
    });
  }

  /** A budget for the use of an associated table. */
  public static access(association: refs.IConfiguredTableAssociationRef, options: AccessBudgetOptions): PrivacyBudget {
    return PrivacyBudget.accessTo(association.configuredTableAssociationRef.configuredTableAssociationArn, options);
  }

  /** A budget for the use of an intermediate table. */
  public static accessToIntermediateTable(intermediateTable: IIntermediateTableRef, options: AccessBudgetOptions): PrivacyBudget {
    return PrivacyBudget.accessTo(intermediateTable.intermediateTableArn, options);
  }

  private static accessTo(resourceArn: string, { calendar, lifetime }: AccessBudgetOptions): PrivacyBudget {
    return new PrivacyBudget({
      type: 'ACCESS_BUDGET',
      autoRefresh: 'NONE', // the refresh stands with the period
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
