import { Token } from 'aws-cdk-lib';
import { warnAboutSqlParameters, checkParameters } from './analysis-parameter-rules';
import type { TemplateParameterInput } from './analysis-parameter-rules';
import { checkSyntheticData } from './synthetic-data-rules';
import type { SyntheticDataInput } from './synthetic-data-rules';
import { accountName } from '../../foundation/resolve-for-display';
import type { ValidationFault } from '../../foundation/validation-faults';
import { code } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';
import type { Member } from '../../program/member';

/** An object in S3 that a template uses, as the rules see it. */
export interface ArtifactInput {
  readonly property: 'entryPoint' | 'additionalArtifact';
  readonly key: string;
  readonly bucketPath: string;
  /** `undefined` if it is not known. */
  readonly versioned?: boolean;
  readonly region: string;
}

/** An analysis template, as the rules see it. */
export interface AnalysisTemplateInput {
  readonly language: 'SQL' | 'PySpark';
  readonly text?: string;
  readonly parameters: TemplateParameterInput[];
  readonly artifacts: ArtifactInput[];
  readonly syntheticData?: SyntheticDataInput;
  /** The tables that a script reads; `undefined` for SQL, whose text names them. */
  readonly referencedTables?: string[];
}

/** The longest text that the API accepts, and the longest that CloudFormation's schema of October 2026 accepts. */
const TEXT = { most: 500_000, mostOfCloudFormation: 90_000 };

/** The default quota of tables in one query. */
const TABLES_QUOTA = 15;

/** The only file name that the service takes for a script. */
export const SCRIPT_NAME = 'user_script.py';

/** Checks the rules that the service enforces on an analysis template. */
export function checkAnalysisTemplate({ language, text, parameters, syntheticData }: AnalysisTemplateInput): ValidationFault[] {
  const faults = [
    ...checkParameters(language, parameters),
    ...syntheticData ? checkSyntheticData(syntheticData) : [],
  ];
  if (lengthOf(text) > TEXT.most) {
    faults.push({ code: code`SqlTooLong`, message: `the SQL must have at most ${TEXT.most} characters, got ${lengthOf(text)}` });
  }
  return faults;
}

/** Checks that the owner of a PySpark template can receive results. */
export function checkTemplateOwner({ language }: Pick<AnalysisTemplateInput, 'language'>, owner?: Member): ValidationFault[] {
  return language !== 'PySpark' || !owner?.abilities || owner.abilities.includes('CAN_RECEIVE_RESULTS') ? [] : [{
    code: code`TemplateOwnerCannotReceiveResults`,
    message: `the owner of a PySpark template must have CAN_RECEIVE_RESULTS: ${accountName(owner.accountId)} has `
      + (owner.abilities.join(', ') || 'no ability'),
  }];
}

/** Warns about probable mistakes in an analysis template. */
export function warnAboutAnalysisTemplate(template: AnalysisTemplateInput, region: string): Warning[] {
  const { text, parameters, artifacts, referencedTables = [] } = template;
  const warnings = artifacts.flatMap((artifact) => warnAboutArtifact(artifact, region));
  if (text !== undefined) {
    warnings.push(...warnAboutSqlParameters(text, parameters));
  }
  if (lengthOf(text) > TEXT.mostOfCloudFormation && lengthOf(text) <= TEXT.most) {
    warnings.push({
      id: 'cdk-cleanrooms:sqlTooLongForCloudFormation',
      message: `the SQL has ${lengthOf(text)} characters: the API accepts ${TEXT.most}, `
        + `but CloudFormation's schema of the resource only ${TEXT.mostOfCloudFormation}`,
    });
  }
  if (new Set(referencedTables).size > TABLES_QUOTA) {
    warnings.push({
      id: 'cdk-cleanrooms:tooManyTablesInQuery',
      message: `'referencedTables' has ${new Set(referencedTables).size} tables: the default quota is ${TABLES_QUOTA} in one query, and can be raised`,
    });
  }
  return warnings;
}

/** Warns if no member pays for synthetic data. `members` is `undefined` if they are not known. */
export function warnAboutSyntheticDataPayer({ syntheticData }: Pick<AnalysisTemplateInput, 'syntheticData'>, members?: readonly Member[]): Warning[] {
  return !syntheticData || !members || members.some(paysForSyntheticData) ? [] : [{
    id: 'cdk-cleanrooms:nobodyPaysForSyntheticData',
    message: 'the template generates synthetic data, but no member of the collaboration pays for SYNTHETIC_DATA_GENERATION',
  }];
}

/** Warns about a retained template whose name bars the next version. */
export function warnAboutVersions(retained: boolean, name?: string): Warning[] {
  return retained && name !== undefined && !Token.isUnresolved(name) ? [{
    id: 'cdk-cleanrooms:retainedTemplateKeepsName',
    message: `'removalPolicy' retains the template: when 'source' changes, the old template keeps the name '${name}', and the new one cannot be `
      + "created: change 'analysisTemplateName' together with 'source', or leave it out",
  }] : [];
}

function warnAboutArtifact({ property, key, bucketPath, versioned, region }: ArtifactInput, own: string): Warning[] {
  const warnings: Warning[] = [];
  if (versioned === false) {
    warnings.push({
      id: 'cdk-cleanrooms:artifactsNotVersioned',
      message: `the bucket '${bucketPath}' of '${property}' is not versioned: `
        + 'the service always reads the version that exists when the template is created',
    });
  }
  if (![region, own].some((each) => Token.isUnresolved(each)) && region !== own) {
    warnings.push({
      id: 'cdk-cleanrooms:artifactsInOtherRegion',
      message: `the bucket '${bucketPath}' of '${property}' is in ${region}: `
        + `the user guide requires the Region of the collaboration, ${own}`,
    });
  }
  if (property === 'entryPoint' && !Token.isUnresolved(key) && key.split('/').pop() !== SCRIPT_NAME) {
    warnings.push({
      id: 'cdk-cleanrooms:scriptName',
      message: `'entryPoint' is '${key}': the user guide requires the file name ${SCRIPT_NAME}, in any folder`,
    });
  }
  return warnings;
}

/** Returns whether a member pays for synthetic data, or may do so because its payments are not known. */
function paysForSyntheticData({ paysFor, paymentIsChanged }: Member): boolean {
  return !paysFor || paymentIsChanged === true || paysFor.includes('SYNTHETIC_DATA_GENERATION');
}

function lengthOf(text?: string): number {
  return text === undefined || Token.isUnresolved(text) ? 0 : text.length;
}
