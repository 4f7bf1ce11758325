/*
 * Where CloudFormation and the API differ by more than the case of a letter.
 */

type Values = Record<string, unknown>;

/** An analysis rule, which CloudFormation has as a property and the API as a thing of its own. */
export interface Rule {
  readonly type: string;
  readonly policy: Values;
}

/** What is different about a type. `create` and `update` turn converted properties into the input of the operation. */
export interface Difference {
  /** The property that holds analysis rules. */
  readonly rules?: string;
  /** The attribute that `Ref` gives, where it is not the primary identifier. */
  readonly ref?: string;
  create?(converted: Values): Values;
  update?(converted: Values): Values;
}

export const DIFFERENCES: Readonly<Record<string, Difference>> = {
  // What the API requires and CloudFormation does not is empty.
  Collaboration: {
    create: ({ autoApprovedChangeTypes, ...rest }) => ({
      members: [],
      creatorMemberAbilities: [],
      ...rest,
      ...(autoApprovedChangeTypes !== undefined && { autoApprovedChangeRequestTypes: autoApprovedChangeTypes }),
    }),
  },
  ConfiguredTable: { rules: 'analysisRules' },
  ConfiguredTableAssociation: { rules: 'configuredTableAssociationAnalysisRules' },
  IntermediateTable: { rules: 'analysisRules' },
  Membership: {
    update: ({ paymentConfiguration, ...rest }) => ({
      ...rest,
      ...(paymentConfiguration !== undefined && { membershipPaymentConfiguration: paymentConfiguration }),
    }),
  },
  PrivacyBudgetTemplate: {
    ref: 'arn',
    create: ({ parameters, ...rest }) => ({ ...rest, parameters: budgetParameters(rest.privacyBudgetType, parameters as Values) }),
    update: ({ parameters, ...rest }) => {
      const { resourceArn: _, ...changeable } = parameters as Values;
      return { ...rest, parameters: budgetParameters(rest.privacyBudgetType, changeable) };
    },
  },
};

/** CloudFormation has the parameters of both kinds of budget side by side; the API has one or the other. */
function budgetParameters(type: unknown, parameters: Values): Values {
  return type === 'ACCESS_BUDGET' ? { accessBudget: parameters } : { differentialPrivacy: parameters };
}
