import type { IConstruct } from 'constructs';
import { resolveForDisplay } from '../foundation/resolve-for-display';
import { throwFindings } from '../foundation/validation-faults';
import type { ValidationFault, ValidationMessage } from '../foundation/validation-faults';
import { warn } from '../foundation/warnings';
import type { Warning } from '../foundation/warnings';

/** What a check between constructs found, as it is shown to users. */
export interface Finding {
  readonly scope: IConstruct;
  readonly severity: 'error' | 'warning';
  /** The code of an error, or the id of a warning, such as `cdk-cleanrooms:noPrivacyBudget`. */
  readonly code: string;
  readonly message: string;
}

/** Collects what checks between constructs find, so that all of it is reported at once. */
export class Findings {
  private readonly faults: { readonly scope: IConstruct; readonly fault: ValidationFault }[] = [];
  private readonly warnings: { readonly scope: IConstruct; readonly warning: Warning }[] = [];

  /** Adds what the service would refuse of a construct. */
  public fault(scope: IConstruct, ...faults: ValidationFault[]): void {
    faults.forEach((fault) => this.faults.push({ scope, fault }));
  }

  /** Adds what probably is a mistake in a construct. */
  public warning(scope: IConstruct, ...warnings: Warning[]): void {
    warnings.forEach((warning) => this.warnings.push({ scope, warning }));
  }

  /**
   * Adds the warnings to their constructs. Throws one error with all faults, in the order of their constructs' paths, if there are any,
   * and with what others have found.
   */
  public report(ofOthers: () => ValidationMessage[]): void {
    this.warnings.forEach(({ scope, warning }) => warn(scope, [warning]));
    if (this.faults.length) throwFindings(this.orderedFaults(), ofOthers());
  }

  /** Returns everything that was found, for whom it is not reported on the constructs: the errors first, and all in the order of paths. */
  public list(): Finding[] {
    const warnings = this.warnings.map(({ scope, warning: { id, message } }) => ({ scope, severity: 'warning' as const, code: id, message }));
    return [
      ...this.orderedFaults().map(({ scope, fault: { code, message } }) => ({ scope, severity: 'error' as const, code, message })),
      ...inOrder(warnings, ({ scope, code }) => `${scope.node.path} ${code}`),
    ].map((finding) => ({ ...finding, message: resolveForDisplay(finding.message) }));
  }

  private orderedFaults() {
    return inOrder(this.faults, ({ scope, fault }) => `${scope.node.path} ${fault.code}`);
  }
}

function inOrder<T>(values: readonly T[], textOf: (value: T) => string): T[] {
  return values.map((value) => ({ value, text: textOf(value) })).sort((one, other) => one.text < other.text ? -1 : 1).map(({ value }) => value);
}
