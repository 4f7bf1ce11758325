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

/** What the rules need to know of an object in S3 that a template uses. */
export interface ArtifactInput {
  readonly property: 'entryPoint' | 'additionalArtifact';
  readonly key: string;
  readonly bucketPath: string;
  /** `undefined` where it is not known. */
  readonly versioned?: boolean;
  readonly region: string;
}

/** What the rules need to know of an analysis template. */
export interface AnalysisTemplateInput {
  readonly language: 'SQL' | 'PySpark';
  readonly text?: string;
  readonly parameters: TemplateParameterInput[];
  readonly artifacts: ArtifactInput[];
  readonly syntheticData?: SyntheticDataInput;
  /** The tables that a script reads; `undefined` for SQL, which names them in its text. */
  readonly referencedTables?: string[];
}

/** The largest text that the API takes, and the largest that CloudFormation's schema of October 2026 does. */
const TEXT = { most: 500_000, mostOfCloudFormation: 90_000 };
/** The default quota of tables in one query. */
const TABLES_QUOTA = 15;
const SCRIPT_NAME = 'user_script.py';

/** What of an analysis template the service refuses. */
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

/** The owner of a PySpark template receives its results. */
export function checkTemplateOwner({ language }: Pick<AnalysisTemplateInput, 'language'>, owner?: Member): ValidationFault[] {
  return language !== 'PySpark' || !owner?.abilities || owner.abilities.includes('CAN_RECEIVE_RESULTS') ? [] : [{
    code: code`TemplateOwnerCannotReceiveResults`,
    message: `a PySpark template must be of a member who has CAN_RECEIVE_RESULTS: ${accountName(owner.accountId)} has `
      + (owner.abilities.join(', ') || 'no ability'),
  }];
}

/** What of an analysis template probably is a mistake. */
export function warnAboutAnalysisTemplate(template: AnalysisTemplateInput, region: string): Warning[] {
  const { text, parameters, artifacts, referencedTables = [] } = template;
  const advice = artifacts.flatMap((artifact) => warnAboutArtifact(artifact, region));
  if (text !== undefined) {
    advice.push(...warnAboutSqlParameters(text, parameters));
  }
  if (lengthOf(text) > TEXT.mostOfCloudFormation && lengthOf(text) <= TEXT.most) {
    advice.push({
      id: 'cdk-cleanrooms:sqlTooLongForCloudFormation',
      message: `the SQL has ${lengthOf(text)} characters: the API takes ${TEXT.most}, `
        + `CloudFormation's schema of the resource ${TEXT.mostOfCloudFormation}`,
    });
  }
  if (new Set(referencedTables).size > TABLES_QUOTA) {
    advice.push({
      id: 'cdk-cleanrooms:tooManyTablesInQuery',
      message: `'referencedTables' has ${new Set(referencedTables).size} tables: the default quota is ${TABLES_QUOTA} in one query, and can be raised`,
    });
  }
  return advice;
}

/** Somebody has to pay for synthetic data. `members` is `undefined` where they are not known. */
export function warnAboutSyntheticDataPayer({ syntheticData }: Pick<AnalysisTemplateInput, 'syntheticData'>, members?: readonly Member[]): Warning[] {
  return !syntheticData || !members || members.some(paysForSyntheticData) ? [] : [{
    id: 'cdk-cleanrooms:nobodyPaysForSyntheticData',
    message: 'the template makes synthetic data, but the collaboration names no member to pay for SYNTHETIC_DATA_GENERATION',
  }];
}

/** What about the ways of a template to make place for a new version probably is a mistake. */
export function warnAboutVersions(retained: boolean, name?: string): Warning[] {
  return retained && name !== undefined ? [{
    id: 'cdk-cleanrooms:retainedTemplateKeepsName',
    message: `'removalPolicy' retains the template: once 'source' has changed, the old template keeps the name '${name}', and a new one cannot `
      + "have it while it is there: change 'analysisTemplateName' with 'source', or leave it out",
  }] : [];
}

function warnAboutArtifact({ property, key, bucketPath, versioned, region }: ArtifactInput, own: string): Warning[] {
  const advice: Warning[] = [];
  if (versioned === false) {
    advice.push({
      id: 'cdk-cleanrooms:artifactsNotVersioned',
      message: `the bucket '${bucketPath}' of '${property}' is not versioned: `
        + 'the service reads the version that is there when the template is made',
    });
  }
  if (![region, own].some((each) => Token.isUnresolved(each)) && region !== own) {
    advice.push({
      id: 'cdk-cleanrooms:artifactsInOtherRegion',
      message: `the bucket '${bucketPath}' of '${property}' is in ${region}: `
        + `the user guide wants it in the Region of the collaboration, ${own}`,
    });
  }
  if (property === 'entryPoint' && !Token.isUnresolved(key) && key.split('/').pop() !== SCRIPT_NAME) {
    advice.push({
      id: 'cdk-cleanrooms:scriptName',
      message: `'entryPoint' is '${key}': the user guide wants a script to be named ${SCRIPT_NAME}, in whatever folder`,
    });
  }
  return advice;
}

/** Members of whom it is not known are taken for payers. */
function paysForSyntheticData({ paysFor, paymentIsChanged }: Member): boolean {
  return !paysFor || paymentIsChanged === true || paysFor.includes('SYNTHETIC_DATA_GENERATION');
}

function lengthOf(text?: string): number {
  return text === undefined || Token.isUnresolved(text) ? 0 : text.length;
}
