/*
 * How findings are acknowledged where no construct of this library reports them: in programs of L1s, and in cloud assemblies.
 */

/** The namespace of the rules of this library. */
export const NAMESPACE = 'cdk-cleanrooms';

/** The name of the rule that a finding breaks: the code of an error, or the id of a warning without the namespace. */
export function ruleNameOf(code: string): string {
  return code.startsWith(`${NAMESPACE}:`) ? code.slice(NAMESPACE.length + 1) : code;
}

/**
 * The ids under which a finding can be acknowledged: that of a warning of constructs, given to `Annotations.acknowledgeWarning` or to
 * `Validations.acknowledge`, and that of the rule of a validation plugin.
 */
export function acknowledgementIdsOf(code: string): string[] {
  const ofPlugin = `${NAMESPACE}::${ruleNameOf(code)}`;
  return code === ruleNameOf(code) ? [ofPlugin] : [code, `Annotation::${code}`, ofPlugin];
}
