import { isKnown } from '../../foundation/tokens';
import type { Warning } from '../../foundation/warnings';
import { absenceOf, areKnown } from '../member';
import type { Member } from '../member';

/** The collaboration in which an analysis runs. */
export interface PlaceOfAnalysis {
  /** `undefined` where they are not known. */
  readonly members: readonly Member[] | undefined;
  /** The accounts of members that the app removes. */
  readonly removed: readonly string[];
  /** Its Region, which can be a token. */
  readonly region: string;
}

/** The Region and the account in the ARN of what belongs to a membership. */
const ARN = /^arn:[^:]+:cleanrooms(?:-ml)?:([^:]+):(\d{12}):membership\//;

/**
 * Warns about ARNs of templates and models that cannot be in the collaboration: of an account that is no member, or in another Region. Not
 * errors, because the collaboration can be changed outside of this app.
 */
export function warnAboutAnalysisArns(property: string, arns: readonly string[], { members, removed, region }: PlaceOfAnalysis): Warning[] {
  const accounts = areKnown(members) ? new Set(members.map(({ accountId }) => accountId)) : undefined;
  return [...new Set(arns)].filter(isKnown).flatMap((arn) => {
    const [, regionOfArn, account] = ARN.exec(arn) ?? [];
    if (account === undefined) return [];
    const warnings: Warning[] = [];
    if (accounts && !accounts.has(account)) {
      warnings.push({
        id: 'cdk-cleanrooms:analysisOfNonMember',
        message: `'${property}' has ${arn} of account ${account}, which ${absenceOf(account, removed)}`,
      });
    }
    if (isKnown(region) && regionOfArn !== region && regionOfArn !== '*') {
      warnings.push({
        id: 'cdk-cleanrooms:analysisOfOtherRegion',
        message: `'${property}' has ${arn} in ${regionOfArn}, but the collaboration is in ${region}`,
      });
    }
    return warnings;
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
