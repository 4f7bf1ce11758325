import { Token } from 'aws-cdk-lib';
import type { Column } from './table-source-implementation';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';

const NESTED_TYPE = /^(array|map|struct)\b/i;
const DATA_CATALOG_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** What of a table read through Athena the service refuses. */
export function checkAthenaTable({ columns, dataCatalogName }: { columns?: Column[]; dataCatalogName?: string }): ValidationFault[] {
  const faults: ValidationFault[] = (columns ?? [])
    .filter(({ type }) => type !== undefined && !Token.isUnresolved(type) && NESTED_TYPE.test(type.trim()))
    .map(({ name, type }) => ({
      code: code`NestedColumn`,
      message: `the table has the column '${name}' of type ${type}: through Athena, no column may be of type array, map or struct, `
        + 'whether or not it is among allowedColumns; read a view without it',
    }));
  if (dataCatalogName !== undefined && !Token.isUnresolved(dataCatalogName) && !DATA_CATALOG_NAME.test(dataCatalogName)) {
    faults.push({
      code: code`DataCatalogNameMalformed`,
      message: `'dataCatalog' must have a name of 1 to 64 letters, digits, underscores and hyphens, got '${dataCatalogName}'`,
    });
  }
  return faults;
}

/** What the advice on a table read through Athena needs to know. */
export interface AthenaWarningInput {
  readonly workGroupName: string;
  /** Whether the workgroup has a place for results; `undefined` where that is not known. */
  readonly workGroupHasOutput?: boolean;
  /** Whether the user said where results go. */
  readonly hasOutput: boolean;
  readonly dataCatalogType?: string;
  /** Whether the data is read through Lake Formation. */
  readonly lakeFormationHandsOut: boolean;
  readonly analysisMethods: string[];
}

/** What probably is a mistake in a table read through Athena. */
export function warnAboutAthenaTable(parts: AthenaWarningInput): Warning[] {
  const advice: Warning[] = [];
  if (!parts.hasOutput && parts.workGroupHasOutput !== true) {
    advice.push({
      id: 'cdk-cleanrooms:athenaOutputUnknown',
      message: parts.workGroupHasOutput === false
        ? `the workgroup '${parts.workGroupName}' has no output location, so that 'output' must say where Athena puts what it reads`
        : `the output location of the workgroup '${parts.workGroupName}' is not known, so that the role is not allowed to use it: tell it by 'output'`,
    });
  }
  const { dataCatalogType: type } = parts;
  if (type !== undefined && !Token.isUnresolved(type) && type !== 'GLUE') {
    advice.push({
      id: 'cdk-cleanrooms:dataCatalogNotGlue',
      message: `'dataCatalog' is of type ${type}: through Athena, Clean Rooms reads tables over S3 in data catalogs of type GLUE`,
    });
  }
  if (parts.lakeFormationHandsOut && parts.analysisMethods.includes('DIRECT_JOB')) {
    advice.push({
      id: 'cdk-cleanrooms:jobsCannotReadLakeFormation',
      message: "'analysisMethods' has DIRECT_JOB, but PySpark jobs do not read tables behind Lake Formation: "
        + "where this one is not behind it, say where its data lies by 'data'",
    });
  }
  return advice;
}
