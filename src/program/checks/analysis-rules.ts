import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';
import { absenceOf, areKnown } from '../member';
import type { Member } from '../member';

/** The collaboration in which an analysis runs. */
export interface PlaceOfAnalysis {
  /** `undefined` where they are not known. */
  readonly members: readonly Member[] | undefined;
  /** The accounts of members that the app removes. */
  readonly removed: readonly string[];
}

/** The Region and the account in the ARN of what belongs to a membership. */
const ARN = /^arn:[^:]+:cleanrooms(?:-ml)?:([^:]+):(\d{12}|\*):membership\//;

/**
 * Checks that templates and models are in the Region of what names them, as all that belongs to one collaboration is: its Region is part of the
 * ARN of each membership.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_AnalysisRuleCustom.html
 */
export function checkAnalysisRegions(property: string, arns: readonly string[], region: string): ValidationFault[] {
  if (!isKnown(region)) return [];
  return [...new Set(arns)].filter(isKnown).flatMap((arn) => {
    const [, regionOfArn = region] = ARN.exec(arn) ?? [];
    return regionOfArn === region || regionOfArn === '*' ? [] : [{
      code: code`AnalysisOfOtherRegion`,
      message: `'${property}' has ${arn} in ${regionOfArn}, but must name what is in the Region of the collaboration, ${region}`,
    }];
  });
}

/**
 * Warns about ARNs of templates and models that cannot be in the collaboration, because their account is no member. Not an error, because the
 * collaboration can be changed outside of this app.
 */
export function warnAboutAnalysisArns(property: string, arns: readonly string[], { members, removed }: PlaceOfAnalysis): Warning[] {
  const accounts = areKnown(members) ? new Set(members.map(({ accountId }) => accountId)) : undefined;
  return [...new Set(arns)].filter(isKnown).flatMap((arn) => {
    const [, , account = '*'] = ARN.exec(arn) ?? [];
    return !accounts || account === '*' || accounts.has(account) ? [] : [{
      id: 'cdk-cleanrooms:analysisOfNonMember',
      message: `'${property}' has ${arn} of account ${account}, which ${absenceOf(account, removed)}`,
    }];
  });
}

/** Warns about a run of a template that tables in it do not allow. */
export function warnAboutTemplateNotAllowed(templatePath: string, tables: readonly string[]): Warning[] {
  return tables.length ? [{
    id: 'cdk-cleanrooms:templateNotAllowed',
    message: `the rules of ${tables.map((path) => `'${path}'`).join(', ')} do not allow the template '${templatePath}', which names their tables: `
      + 'allow it with allowTemplates(...)',
  }] : [];
}
