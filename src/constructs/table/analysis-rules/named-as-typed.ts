/** The methods of rules, by the properties of the API that they set. */
const METHODS: Readonly<Record<string, string>> = {
  additionalAnalyses: 'withAdditionalAnalyses',
  aggregateColumns: 'aggregate',
  aggregationThresholds: 'requireAtLeast',
  allowedColumnComparisonColumns: 'allowColumnComparison',
  allowedJoinOperators: 'allowJoinOperators',
  allowedLiteralComparisonColumns: 'allowLiteralComparison',
  anyJobBy: 'allowAnyJobBy',
  anyQueryBy: 'allowAnyQueryBy',
  differentialPrivacyColumn: 'withDifferentialPrivacy',
  dimensionColumns: 'groupBy',
  disallowedOutputColumns: 'disallowOutput',
  joinColumns: 'joinOn',
  joinRequired: 'requireJoin',
  listColumns: 'list',
  outputConstraints: 'requireAtLeast',
  scalarFunctions: 'allowScalarFunctions',
};

/** Names properties of a rule as its user typed them: by the method, and by the option of the same meaning, which the API has as well. */
export function namedAsTyped<Finding extends { readonly message: string }>(findings: readonly Finding[] = []): Finding[] {
  return findings.map((finding) => ({
    ...finding,
    message: finding.message.replace(/'(\w+)'/g, (quoted, name: string) => Object.hasOwn(METHODS, name) ? `'${METHODS[name]}' (${name})` : quoted),
  }));
}
