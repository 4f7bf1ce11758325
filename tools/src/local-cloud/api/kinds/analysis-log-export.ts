import { seen, type Behaviour, type Call, type Context, type OperationHandler } from '../engine';
import { accessDenied, invalid } from '../exceptions';
import type { Resource, Values } from '../resource';
import { hasEnded } from '../runs';
import { memberOf } from './collaboration';

export interface AnalysisLogExportValues extends Values {
  status: 'IN_PROGRESS' | 'SUCCESS' | 'FAILED';
  readonly analysisId: string;
}

export const analysisLogExport: Behaviour<'AnalysisLogExport'> = {
  view: ({ id }) => ({ analysisLogExportId: id }),
};

export const analysisLogExportOperations: Record<string, OperationHandler> = {
  StartAnalysisLogExport(call: Call<{ readonly analysisId: string } & Values>) {
    const { service, caller: { account, region }, input: { analysisId, analysisType, resultConfiguration } } = call;
    const parent = call.found('Membership');
    if (!memberOf(parent.parent, account)?.memberAbilities.includes('CAN_EXPORT_QUERY_ANALYSIS_LOG')) {
      throw accessDenied('The member does not have the ability CAN_EXPORT_QUERY_ANALYSIS_LOG');
    }
    checkQuery(analysisId, parent, call);
    const values: AnalysisLogExportValues = { status: 'IN_PROGRESS', analysisId, analysisType, resultConfiguration };
    return { analysisLogExport: seen(service.store.add({ kind: 'AnalysisLogExport', account, region, parent, values }), call) };
  },

  /** Each look finds the export done. */
  GetAnalysisLogExport(call: Call) {
    const { values } = call.found('AnalysisLogExport');
    values.status = 'SUCCESS';
    return { analysisLogExport: seen(call.found('AnalysisLogExport'), call) };
  },

  ListAnalysisLogExports(call: Call<{ readonly analysisIdentifier?: string; readonly status?: AnalysisLogExportValues['status'] }>) {
    const { analysisIdentifier, status } = call.input;
    return call.service.store.list('AnalysisLogExport', call.caller.region)
      .filter((each) => each.parent === call.found('Membership'))
      .filter(({ values }) => [undefined, values.analysisId].includes(analysisIdentifier))
      .filter(({ values }) => [undefined, values.status].includes(status))
      .map((each) => seen(each, call))
      .reverse();
  },
};

/** Only who ran a query or paid for it has its logs, and only once it has ended after it began. */
function checkQuery(id: string, { parent: collaboration }: Resource<'Membership'>, call: Context): void {
  const { service, caller: { account, region } } = call;
  const query = service.store.find('ProtectedQuery', region, id);
  if (!query || query.parent.parent !== collaboration) throw call.missing('ProtectedQuery', id);
  if (query.account !== account && query.values.payer !== account) throw accessDenied('The member has neither run nor paid for the query');
  if (!hasEnded(query) || query.values.status === 'CANCELLED') throw invalid(`The query is ${query.values.status}, and has no logs`);
}
