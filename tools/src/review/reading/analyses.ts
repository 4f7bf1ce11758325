import { displayed } from './displayed';
import type { ReviewedRoom } from './room';
import type { ReviewedTable } from './table';
import type { ReviewedTemplate } from './template';
import { isKnown } from '../../../../src/foundation/tokens';
import { KnownResource } from '../../../../src/program/known-resources';
import { keyOf } from '../../../../src/program/resource';
import type { ProgramResource } from '../../../../src/program/resource';

/** What the custom rule of a table allows. */
export type AllowedAnalysis =
  | { readonly kind: 'any query' | 'any job' }
  /** An analysis template of this program. */
  | { readonly kind: 'template'; readonly template: ReviewedTemplate; readonly foundBy?: string }
  /** One of another program, which is found by its owner and name at deployment. */
  | { readonly kind: 'found'; readonly name: string; readonly ownerAccountId: string; readonly sha256?: string; readonly path: string }
  | { readonly kind: 'named'; readonly arn: string };

/** What the custom rule of a table allows to run. */
export function allowedAnalysesOf(room: ReviewedRoom, { rule, table }: ReviewedTable): AllowedAnalysis[] {
  if (typeof rule === 'string' || rule.type !== 'CUSTOM' || !table) return [];
  return rule.allowedAnalyses.map((analysis): AllowedAnalysis => {
    if (analysis === 'ANY_QUERY') return { kind: 'any query' };
    if (analysis === 'ANY_JOB') return { kind: 'any job' };
    const named = room.stage.model.find(keyOf(table.cfn, analysis));
    const template = named && room.templates.find(({ resource }) => resource.cfn === named.cfn);
    if (template) return { kind: 'template', template };
    return named?.type === KnownResource.ANALYSIS_TEMPLATE_LOOKUP ? foundBy(room, named) : { kind: 'named', arn: displayed(table.cfn, analysis) };
  });
}

function foundBy(room: ReviewedRoom, lookup: ProgramResource): AllowedAnalysis {
  const [name, ownerAccountId, pinned] = ['Name', 'OwnerAccountId', 'SourceSha256'].map((property) => lookup.text(property));
  const template = room.templates.find((each) => each.name === name && each.resource.account === ownerAccountId);
  if (template) return { kind: 'template', template, foundBy: lookup.path };
  const shown = (value: string | undefined) => value === undefined ? '{known at deployment}' : displayed(lookup.cfn, value);
  return { kind: 'found', name: shown(name), ownerAccountId: shown(ownerAccountId), sha256: pinned !== undefined && isKnown(pinned) ? pinned : undefined, path: lookup.path };
}

/** What stands for an allowed analysis in comparisons: the text of a template is a fact of its own. */
export function keyOfAnalysis(analysis: AllowedAnalysis): string {
  switch (analysis.kind) {
    case 'template': return `the template ${analysis.template.path}`;
    case 'found': return `the template ${analysis.name} of account ${analysis.ownerAccountId}`;
    case 'named': return `the template ${analysis.arn}`;
    default: return analysis.kind;
  }
}
