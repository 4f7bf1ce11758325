import { spawn } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { setTimeout } from 'timers/promises';
import { renderReadme } from './readme';
import { docstringFindings, filesIn } from './release';
import type { Release } from './release';

const PORT = 7391;
const SERVER = `http://localhost:${PORT}`;

/** The page of a Go module, as pkg.go.dev's own server makes it, whole in one file. */
export async function goPage(release: Release, folder: string): Promise<{ readonly html: string; readonly findings: readonly string[] }> {
  const module = /^module (.*)$/m.exec(readFileSync(join(folder, 'go.mod'), 'utf8'))![1];
  const server = spawn(release.pkgsite, ['-http', `localhost:${PORT}`, folder], { stdio: 'ignore' });
  try {
    const page = await answer(`${SERVER}/${module}`);
    const sources = Object.fromEntries(filesIn(folder).filter((path) => path.endsWith('.go') && !path.includes('__')).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
    const types = (page.match(/id="[A-Z]\w*" data-kind="type"/g) ?? []).length;
    const findings = [
      ...(/data-test-id="UnitHeader-license"[^>]*>Apache-2\.0</.test(page) ? [] : ['pkg.go.dev knows no license, and shows no documentation without one']),
      ...(types > 100 ? [] : [`pkg.go.dev shows the documentation of ${types} types`]),
      ...(page.includes('<div class="UnitReadme') ? [] : ['pkg.go.dev shows no README']),
      ...renderReadme(readFileSync(join(folder, 'README.md'), 'utf8'), release.python).findings,
      ...docstringFindings(sources),
    ];
    return { html: await withStyles(page), findings };
  } finally {
    server.kill();
  }
}

/** The answer of the server, which first reads the module. */
async function answer(url: string): Promise<string> {
  for (let attempt = 0; attempt < 120; attempt++) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return response.text();
    await setTimeout(1000);
  }
  throw new Error(`no answer from ${url}`);
}

/** The page with its styles in it, for a reader without the server. */
async function withStyles(page: string): Promise<string> {
  let html = page.replace(/<script\b[\s\S]*?<\/script>/g, '').replace(/(src=")(\/static\/)/g, '$1https://pkg.go.dev$2');
  for (const [link, path] of page.matchAll(/<link href="([^"]*\.css[^"]*)" rel="stylesheet">/g)) {
    const styles = await answer(`${SERVER}${path}`);
    html = html.replace(link, () => `<style>${styles}</style>`);
  }
  return html;
}
