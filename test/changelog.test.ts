import { withSection } from '../build-tools/changelog-sections';

/*
 * The changelog of both packages, to which each release adds the section of its version.
 */

const HEADER = '# Changelog\n\nOf both packages.\n';
const FIRST = '## 0.1.0 (2026-11-28)\n\n### Features\n\n* rooms\n\n### Bug Fixes\n\n* of what nobody had\n';
const SECOND = '### [0.1.1](https://example.com/compare/v0.1.0...v0.1.1) (2026-12-01)\n\n### Bug Fixes\n\n* tables\n';

test('begins with the first version, and not with its commits: what they changed, nobody had', () => {
  const section = '## 0.1.0 (2026-11-28)\n\n### Features\n\n* the first version. [README](https://github.com/cdk-cleanrooms/cdk-cleanrooms#readme) says what it does\n';
  expect(withSection(HEADER, FIRST)).toEqual({ section, changelog: `${HEADER}\n${section}` });
});

test('has the newest version first', () => {
  const { changelog } = withSection(withSection(HEADER, FIRST).changelog, SECOND);
  expect(changelog.match(/^#+ .*$/gm)).toEqual([
    '# Changelog', '### [0.1.1](https://example.com/compare/v0.1.0...v0.1.1) (2026-12-01)', '### Bug Fixes', '## 0.1.0 (2026-11-28)', '### Features',
  ]);
});

test('has each version once: a build of what is released adds nothing', () => {
  const released = withSection(withSection(HEADER, FIRST).changelog, SECOND).changelog;
  expect(withSection(released, SECOND)).toEqual({ section: SECOND, changelog: released });
});

test('takes no section without a version', () => {
  expect(() => withSection(HEADER, 'nothing')).toThrow('the section has no heading with a version: nothing');
});
