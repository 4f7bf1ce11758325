import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { JSDOM } from 'jsdom';
import MarkdownIt from 'markdown-it';
import { foreignParts, validationFindings } from './page-checks';
import { TestRoom, custom } from './rooms';
import { CREATOR, PARTNER } from '../../../test/support/stacks';
import { fingerprintOf, withDifferences } from '../../src/review/command';
import { differencesOf } from '../../src/review/difference';
import { html } from '../../src/review/rendering/html';
import { differencesJson, reviewJson } from '../../src/review/rendering/json';
import { differencesMarkdown, markdown } from '../../src/review/rendering/markdown';
import type { Review } from '../../src/review/review';
import { plainText } from '../../src/review/text';

/*
 * What a template says can be anything. It stays a text wherever it is shown.
 */

const RTL = '\u202Egnp.exe\u202C';
const CONTROLS = '\u001B[31mred\u0007\u0000\u2028\u200B\uFEFF';
const HOSTILE = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</title></style></svg><iframe src="//evil.example">', '</script><svg onload=alert(1)>',
  '<!-- comment', '&lt;b&gt; &amp;', '\'"`${7*7}{{7*7}}', '`code` **bold** [link](javascript:alert(1)) ![i](http://evil.example/x)', '`', '``', '$x^2$ \\(y\\)',
  '| cell | cell |', '```\n# Heading\n```', '\n\n# Heading\n\n- item', '@everyone #1 https://evil.example www.evil.example',
  '"]\nclick member1 "javascript:alert(1)"\n%%{init: {}}%%', RTL, CONTROLS, 'العربية עברית', 'x'.repeat(3_000),
];

/** A program in which everything that can be named is named by a hostile text. */
function hostileRoom(text: string, sql: string): TestRoom {
  const room = new TestRoom({
    collaboration: { name: text, description: text, creatorDisplayName: text, members: [{ accountId: PARTNER, displayName: text, memberAbilities: ['CAN_RECEIVE_RESULTS', text] }] },
    membership: { defaultResultConfiguration: { outputConfiguration: { s3: { bucket: text, keyPrefix: text, resultFormat: 'CSV' } } } },
  });
  const template = new CfnAnalysisTemplate(room.creator, 'Template', {
    name: text, description: text, format: 'SQL', membershipIdentifier: room.membership.attrMembershipIdentifier, source: { text: sql }, analysisParameters: [{ name: text, type: text }],
  });
  room.table(text, custom({ allowedAnalyses: [template.attrArn, text], allowedAnalysisProviders: [text], disallowedOutputColumns: [text] }), {
    id: 'sales', table: { allowedColumns: [text, 'id'] }, receivers: [CREATOR, text], roleArn: room.role('Reader', { StringLike: { [text]: [text] } }, { AWS: text }).attrArn,
  });
  return room;
}

function reviewWithDifferences(text: string): Review {
  const before = hostileRoom(text, 'SELECT 1').review();
  const now = hostileRoom(text, `SELECT '${text}' -- \`\`\`\` </script>\r\n`).review({ file: text, details: { [text]: { purpose: text, contacts: [{ name: text, role: text }] } } });
  return withDifferences(now, differencesOf(now, before));
}

const REVIEWS = [...HOSTILE, HOSTILE.join(' ')].map((text) => ({ text, review: reviewWithDifferences(text) }));

/** Tags and attributes that the page itself has. */
function shapeOf(document: Document): string[] {
  return [...new Set([...document.querySelectorAll('*')].flatMap((element) => [element.tagName.toLowerCase(), ...[...element.attributes].map(({ name }) => `${element.tagName.toLowerCase()} ${name}`)]))].sort();
}

const HARMLESS = shapeOf(new JSDOM(html(reviewWithDifferences('sales'), '')).window.document);

test.each(REVIEWS)('HTML and SVG have no markup of others: %#', ({ review, text }) => {
  const page = html(review, fingerprintOf(review));
  const { document } = new JSDOM(page).window;
  expect(foreignParts(page)).toEqual([]);
  expect(shapeOf(document).filter((part) => !HARMLESS.includes(part))).toEqual([]);
  expect(page.slice(page.indexOf('</style>'))).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B\u0000-\u0008\u001B]/);
  // The text is there, as a text.
  const firstWord = /[\p{L}\p{N}]+/u.exec(text)?.[0] ?? '';
  expect(document.querySelector('main')!.textContent).toContain(firstWord);
});

test('HTML is valid with all of it', async () => {
  expect(await validationFindings(html(REVIEWS[HOSTILE.length].review, ''))).toEqual([]);
});

/** The tags of a text in Markdown, where HTML is allowed as on forges. */
function tagsOf(text: string): string[] {
  const { document } = new JSDOM(new MarkdownIt({ html: true, linkify: true }).render(text)).window;
  return [...new Set([...document.body.querySelectorAll('*')].map((element) => [
    element.tagName.toLowerCase(), ...[...element.attributes].filter(({ name }) => name !== 'id' && name !== 'class').map(({ name, value }) => `${name}=${value.replace(/^https:\/\/(docs\.)?aws\.amazon\.com\/.*/, 'aws')}`),
  ].join(' ')))].filter((tag) => !tag.startsWith('a href=#')).sort();
}

const HARMLESS_TAGS = tagsOf(markdown(reviewWithDifferences('sales')));

test.each(REVIEWS)('Markdown has no markup of others: %#', ({ review }) => {
  const text = markdown(review);
  expect(tagsOf(text)).toEqual(HARMLESS_TAGS);
  expect(text).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B\u0000-\u0008\u001B]/);
  const headings = (of: string) => new JSDOM(new MarkdownIt({ html: true }).render(of)).window.document.querySelectorAll('h1, h2, h3, h4, li, table, tr, td, pre').length;
  expect(headings(text)).toBe(headings(markdown(REVIEWS[0].review)));
});

test.each(REVIEWS)('the diagram in Markdown has nothing but its nodes and arrows: %#', ({ review }) => {
  const [, diagram] = /```mermaid\n([\s\S]*?)\n```/.exec(markdown(review))!;
  const node = /^ {2}(member|asker|receiver)\d+(\[|\(\[|\[\/)"[\p{L}\p{M}\p{N} ,.()_#;<>-]*"(\]|\]\)|\/\])$/u;
  const lines = diagram.split('\n').slice(1);
  expect(lines.filter((line) => !node.test(line) && !/^ {2}\w+ --> \w+$/.test(line))).toEqual([]);
  expect(lines.join('').replace(/<br>/g, '')).not.toMatch(/[<>](?!\s)(?<!-->)/);
});

test.each(REVIEWS)('a terminal gets no control characters: %#', ({ review }) => {
  const differences = differencesOf(review, hostileRoom('other', 'SELECT 1').review());
  const texts = [...differences.map(({ text }) => plainText(text)), differencesJson(differences), reviewJson(review, ''), differencesMarkdown(differences)];
  expect(texts.filter((text) => /[^\P{C}\n]/u.test(text))).toEqual([]);
});
