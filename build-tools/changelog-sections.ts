/** A heading of a version: `## 0.1.0 (2026-11-28)`, with a link to the comparison with the version before from the second on. */
const VERSION = /^##+ \[?(\d+\.\d+\.\d+)/m;

/**
 * Puts the section of a version above those of earlier versions. What is fixed before the first version was never released with the bug, so
 * that the section of the first version has features only.
 */
export function withSection(changelog: string, written: string): { readonly section: string; readonly changelog: string } {
  const version = VERSION.exec(written)?.[1];
  if (!version) throw new Error(`the section has no heading with a version: ${written.slice(0, 100)}`);
  const earlier = [...changelog.matchAll(new RegExp(VERSION, 'gm'))].map(([, each]) => each);
  const section = `${(earlier.length ? written : featuresOnly(written)).trim()}\n`;
  if (earlier.includes(version)) return { section, changelog };
  const at = changelog.search(VERSION);
  const [header, sections] = at < 0 ? [changelog, ''] : [changelog.slice(0, at), changelog.slice(at)];
  return { section, changelog: `${[header, section, sections].map((part) => part.trim()).filter(Boolean).join('\n\n')}\n` };
}

function featuresOnly(section: string): string {
  return section.split(/^(?=### )/m).filter((part, index) => index === 0 || /^### .*Features/.test(part)).join('');
}
