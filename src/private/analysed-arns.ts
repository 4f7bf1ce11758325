import type { IConstruct } from 'constructs';
import { cleanRoomsArn } from './arn';

const ANALYSED = ['analysistemplate', 'configuredtableassociation', 'idmappingtable', 'intermediatetable'];

/**
 * What a query or job may touch beside the membership it runs in: templates and tables, which are any member's. The action
 * always needs the membership, too, so that whoever is granted these can reach them through that membership alone.
 */
export function analysedArns(scope: IConstruct): string[] {
  return ANALYSED.map((type) => cleanRoomsArn(scope, `membership/*/${type}/*`, { account: '*' }));
}
