import { execFileSync } from 'child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/** Where links into the repository begin. `tree` leads to folders. */
const REPOSITORY = /^https:\/\/github\.com\/cdk-cleanrooms\/cdk-cleanrooms\/(?:blob|tree)\/main\/([^#]+)/;

/** README as a registry shows it. */
export interface RenderedReadme {
  readonly html: string;
  readonly findings: readonly string[];
}

/** Renders README by the renderer of PyPI, whose Markdown is that of GitHub, as npm's is. Checks that nothing in it is lost outside the repository. */
export function renderReadme(markdown: string, python: string): RenderedReadme {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  try {
    writeFileSync(join(folder, 'README.md'), markdown);
    const html = execFileSync(python, ['-m', 'readme_renderer', join(folder, 'README.md')], { encoding: 'utf8', maxBuffer: 100_000_000 });
    return { html, findings: readmeFindings(markdown, html) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What of README a registry would lose, by its Markdown and what it was rendered to. */
export function readmeFindings(markdown: string, html: string): string[] {
  return [...linkFindings(html), ...codeFindings(markdown, html), ...tableFindings(markdown, html)];
}

function linkFindings(html: string): string[] {
  const targets = [...html.matchAll(/<(?:a|img)\b[^>]*?\b(?:href|src)="([^"]*)"/g)].map(([, target]) => target);
  const ids = new Set([...html.matchAll(/\bid="([^"]*)"/g)].flatMap(([, id]) => [id, id.replace(/^user-content-/, '')]));
  return [...new Set(targets)].flatMap((target) => {
    if (target.startsWith('#')) return ids.has(target.slice(1)) ? [] : [`README: the link ${target} leads to no heading`];
    if (!/^https:\/\//.test(target)) return [`README: ${target} is relative, and leads nowhere on a registry`];
    const path = REPOSITORY.exec(target)?.[1];
    if (path === undefined || existsSync(path)) return path && target.includes('/tree/') && !statSync(path).isDirectory() ? [`README: ${target} is no folder`] : [];
    return [`README: the repository has no ${path}`];
  });
}

/** A block without a language, or with one that the renderer does not know, is shown without colours. `text` is meant to be. */
function codeFindings(markdown: string, html: string): string[] {
  const languages = [...markdown.matchAll(/^```(\w*)\n[\s\S]*?^```$/gm)].map(([, language]) => language);
  // Of what a console shows, only the lines after a prompt are commands (`go` is output).
  const highlighted = [...html.matchAll(/<pre\b[\s\S]*?<\/pre>/g)].map(([block]) => /<span class="(?!go")/.test(block));
  if (languages.length !== highlighted.length) return [`README: ${languages.length} blocks of code are written between fences, and ${highlighted.length} are shown`];
  return languages.flatMap((language, index) => {
    if (language === '') return [`README: the ${index + 1}. block of code has no language`];
    return highlighted[index] || language === 'text' ? [] : [`README: nothing is highlighted in the ${index + 1}. block of code, which is called ${language}`];
  });
}

function tableFindings(markdown: string, html: string): string[] {
  const written = (markdown.match(/^\|(?: *:?-+:? *\|)+$/gm) ?? []).length;
  const shown = (html.match(/<table/g) ?? []).length;
  return written === shown ? [] : [`README: ${written} tables are written, and ${shown} are shown`];
}
