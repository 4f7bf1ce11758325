import { checkAllowedColumns, checkRuleColumns } from './column-rules';
import { columnName, columnNames } from '../../foundation/column-names';
import type { Findings } from '../findings';
import { KnownResource } from '../known-resources';
import type { ProgramModel } from '../model';
import { ruleColumnsIn } from '../rule-columns';

/** Checks the columns of configured tables as their templates will have them, against the columns of their sources. */
export function checkColumns(model: ProgramModel, findings: Findings): void {
  for (const table of model.resources(KnownResource.CONFIGURED_TABLE)) {
    const allowed = table.texts('AllowedColumns');
    const columns = {
      allowedColumns: allowed && columnNames(allowed),
      columns: model.sourceOf(table)?.columns?.map(({ name, type }) => ({ name: columnName(name), type })),
    };
    findings.fault(table.owner, ...checkAllowedColumns(columns), ...checkRuleColumns(ruleColumnsIn(table.property('AnalysisRules')), columns));
  }
}
