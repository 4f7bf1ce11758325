/** A heading of a version: `## 0.1.0 (2026-11-28)`, with a link to the comparison with the version before from the second on. */
const VERSION = /^##+ \[?(\d+\.\d+\.\d+)/m;

/** What the section of the first version says: its commits changed what nobody had. */
const FIRST = '### Features\n\n* the first version. [README](https://github.com/cdk-cleanrooms/cdk-cleanrooms#readme) says what it does';

/** Puts the section of a version above those of earlier versions. */
export function withSection(changelog: string, written: string): { readonly section: string; readonly changelog: string } {
  const version = VERSION.exec(written)?.[1];
  if (!version) throw new Error(`the section has no heading with a version: ${written.slice(0, 100)}`);
  const earlier = [...changelog.matchAll(new RegExp(VERSION, 'gm'))].map(([, each]) => each);
  const [heading] = written.trim().split('\n');
  const section = `${earlier.length ? written.trim() : `${heading}\n\n${FIRST}`}\n`;
  if (earlier.includes(version)) return { section, changelog };
  const at = changelog.search(VERSION);
  const [header, sections] = at < 0 ? [changelog, ''] : [changelog.slice(0, at), changelog.slice(at)];
  return { section, changelog: `${[header, section, sections].map((part) => part.trim()).filter(Boolean).join('\n\n')}\n` };
}
