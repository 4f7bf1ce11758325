import type { BundledPackage } from './bundled-packages';
import { groupBy } from '../src/foundation/group-by';

const RULE = '='.repeat(80);

/** Returns the licenses and notices of packages, each text once. */
export function licenseTexts(subject: string, packages: readonly BundledPackage[]): string {
  const groups = groupBy(packages, ({ licenseText, notice }) => [licenseText, ...notice ? [`NOTICE\n\n${notice}`] : []].join('\n\n'));
  return [
    `${subject} contains the following packages of npm.\n`,
    ...[...groups].map(([text, bundled]) => `${RULE}\n\n${bundled.map(headOf).join('\n\n')}\n\n${text}\n`),
  ].join('\n');
}

function headOf({ name, version, license, copyrights, repository }: BundledPackage): string {
  return [`${name} ${version}`, `License: ${license}`, ...copyrights, ...repository ? [repository] : []].join('\n');
}
