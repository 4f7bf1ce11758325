import type { IConstruct } from 'constructs';
import { throwFindings } from '../foundation/validation-faults';
import type { ValidationFault, ValidationMessage } from '../foundation/validation-faults';
import { warn } from '../foundation/warnings';
import type { Warning } from '../foundation/warnings';

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
    if (!this.faults.length) return;
    throwFindings(this.faults.map((each) => ({ ...each, order: `${each.scope.node.path} ${each.fault.code}` }))
      .sort((one, other) => one.order < other.order ? -1 : 1), ofOthers());
  }
}
