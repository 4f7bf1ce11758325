import { Token } from 'aws-cdk-lib';
import type { WorkGroup } from './athena-workgroup';
import { checkLocation } from './data-folder-rules';
import type { Column } from './table-source-implementation';
import { checkExactArn, checkExactPlace, fits } from '../../../foundation/exact-names';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';

const NESTED_TYPE = /^(array|map|struct)\b/i;
const WORK_GROUP_NAME = /^[a-zA-Z0-9._-]{1,128}$/;
const DATA_CATALOG_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** A table that is read through Athena, as far as the rules need it. */
export interface AthenaRuleInput {
  readonly columns?: Column[];
  readonly dataCatalogName?: string;
  readonly workGroup: Pick<WorkGroup, 'name' | 'account' | 'region'>;
}

/** Checks what the service enforces on a table that is read through Athena. */
export function checkAthenaTable({ columns, dataCatalogName, workGroup }: AthenaRuleInput): ValidationFault[] {
  const faults: ValidationFault[] = (columns ?? [])
    .filter(({ type }) => type !== undefined && !Token.isUnresolved(type) && NESTED_TYPE.test(type.trim()))
    .map(({ name, type }) => ({
      code: code`NestedColumn`,
      message: `the table has the column '${name}' of type ${type}: a table that is read through Athena must not have columns of type array, map or struct, `
        + 'even if they are not allowed columns: use a view without it',
    }));
  if (dataCatalogName !== undefined && !fits(dataCatalogName, DATA_CATALOG_NAME)) {
    faults.push({
      code: code`DataCatalogNameMalformed`,
      message: `'dataCatalog' must have a name of 1 to 64 letters, digits, underscores and hyphens, got '${dataCatalogName}'`,
    });
  }
  if (!fits(workGroup.name, WORK_GROUP_NAME)) {
    faults.push({
      code: code`WorkGroupNameMalformed`,
      message: `'workGroup' must have a name of 1 to 128 letters, digits, dots, underscores and hyphens, got '${workGroup.name}': use the name of one workgroup`,
    });
  }
  return [...faults, ...checkExactPlace('workGroup', workGroup.account), ...checkExactPlace('workGroup', workGroup.region)];
}

/** Checks where a workgroup of this app keeps the results of its queries: the role is allowed to write there, and to use the key. */
export function checkResultsOfWorkGroup({ output, outputKeyArn }: Pick<WorkGroup, 'output' | 'outputKeyArn'>): ValidationFault[] {
  return [...output ? checkLocation("the output location of 'workGroup'", output) : [], ...checkExactArn('workGroup', outputKeyArn)];
}

/** A table that is read through Athena, as far as the warnings need it. */
export interface AthenaWarningInput {
  readonly workGroupName: string;
  /** Whether the workgroup has an output location; `undefined` if that is not known. */
  readonly workGroupHasOutput?: boolean;
  /** Whether `output` is given. */
  readonly hasOutput: boolean;
  readonly dataCatalogType?: string;
  /** Whether the data is read through Lake Formation. */
  readonly lakeFormationHandsOut: boolean;
  readonly analysisMethods: string[];
}

/** Warns about probable mistakes in a table that is read through Athena. */
export function warnAboutAthenaTable(table: AthenaWarningInput): Warning[] {
  const warnings: Warning[] = [];
  if (!table.hasOutput && table.workGroupHasOutput !== true) {
    warnings.push({
      id: 'cdk-cleanrooms:athenaOutputUnknown',
      message: table.workGroupHasOutput === false
        ? `the workgroup '${table.workGroupName}' has no output location: set 'output'`
        : `the output location of the workgroup '${table.workGroupName}' is not known, so that the role has no permission to use it: set 'output'`,
    });
  }
  const { dataCatalogType: type } = table;
  if (type !== undefined && !Token.isUnresolved(type) && type !== 'GLUE') {
    warnings.push({
      id: 'cdk-cleanrooms:dataCatalogNotGlue',
      message: `'dataCatalog' has the type ${type}: through Athena, Clean Rooms reads only tables in data catalogs of type GLUE`,
    });
  }
  if (table.lakeFormationHandsOut && table.analysisMethods.includes('DIRECT_JOB')) {
    warnings.push({
      id: 'cdk-cleanrooms:jobsCannotReadLakeFormation',
      message: "'analysisMethods' has DIRECT_JOB, but PySpark jobs cannot read tables that Lake Formation manages: "
        + "if Lake Formation does not manage this table, set 'data' to the location of its data",
    });
  }
  return warnings;
}
