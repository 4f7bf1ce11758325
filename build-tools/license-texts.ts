import type { BundledPackage } from './bundled-packages';

const RULE = '='.repeat(80);

/** Returns the licenses and notices of packages, each text once. */
export function licenseTexts(subject: string, packages: readonly BundledPackage[]): string {
  const groups = new Map<string, BundledPackage[]>();
  for (const bundled of packages) {
    const text = [bundled.licenseText, ...bundled.notice ? [`NOTICE\n\n${bundled.notice}`] : []].join('\n\n');
    groups.set(text, [...groups.get(text) ?? [], bundled]);
  }
  return [
    `${subject} contains the following packages of npm.\n`,
    ...[...groups].map(([text, bundled]) => `${RULE}\n\n${bundled.map(headOf).join('\n\n')}\n\n${text}\n`),
  ].join('\n');
}

function headOf({ name, version, license, copyrights, repository }: BundledPackage): string {
  return [`${name} ${version}`, `License: ${license}`, ...copyrights, ...repository ? [repository] : []].join('\n');
}
