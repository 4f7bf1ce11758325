import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { pathToFileURL } from 'url';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { EXAMPLES, REVIEWS } from './examples';
import { largeRoom } from './large-room';
import { fingerprintOf } from '../../src/review/command';
import { html } from '../../src/review/rendering/html';

/*
 * Checks the pages of a review in a browser: small and large rooms, wide and narrow windows, light and dark, on paper. What is found is printed,
 * and ends it with exit code 1. It takes pictures of every page, for somebody to look at: into the folder that it is given.
 */

const BROWSERS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];

const WINDOWS = [
  { window: 'wide', width: 1280, height: 900 },
  { window: 'narrow', width: 360, height: 740 },
] as const;

async function main(): Promise<void> {
  const [given] = process.argv.slice(2).filter((argument) => argument !== '--');
  const pictures = given ?? mkdtempSync(join(tmpdir(), 'review-pictures-'));
  mkdirSync(pictures, { recursive: true });
  const executablePath = BROWSERS.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) throw new Error('no browser was found: install chromium, or name one in CHROMIUM');

  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const findings: string[] = [];
  const pages = pagesIn(pictures);
  for (const [name, file] of Object.entries(pages)) {
    for (const { window, ...viewport } of WINDOWS) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const found = await check(browser, file, { viewport, colorScheme, picture: join(pictures, `${name}-${window}-${colorScheme}.png`) });
        findings.push(...found.map((finding) => `${name}, ${window}, ${colorScheme}: ${finding}`));
      }
    }
    await print(browser, file, join(pictures, `${name}.pdf`));
  }
  await browser.close();
  findings.forEach((finding) => process.stderr.write(`${finding}\n`));
  process.stdout.write(`${JSON.stringify({ browser: executablePath, pages: Object.keys(pages), findings: findings.length, pictures })}\n`);
  process.exitCode = findings.length ? 1 : 0;
}

/** The pages by their names: those of the examples, and of rooms with three members and with ten, who bring sixty tables. */
function pagesIn(folder: string): Record<string, string> {
  const made = Object.entries({ 'three-members': largeRoom(3, 4), 'ten-members': largeRoom(10, 60) }).map(([name, room]) => {
    const review = room.review();
    const file = join(folder, `${name}.html`);
    writeFileSync(file, html(review, fingerprintOf(review)));
    return [name, file];
  });
  return Object.fromEntries([...EXAMPLES.map(({ name }) => [name, join(REVIEWS, `${name}.html`)]), ...made]) as Record<string, string>;
}

interface View {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: 'light' | 'dark';
  readonly picture: string;
}

async function check(browser: Browser, file: string, { viewport, colorScheme, picture }: View): Promise<string[]> {
  const page = await browser.newPage({ viewport, colorScheme });
  const findings: string[] = [];
  page.on('console', (message) => findings.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => findings.push(`error: ${error.message}`));
  page.on('request', (request) => request.url().startsWith(pathToFileURL(file).href) || findings.push(`request: ${request.url()}`));
  await page.goto(pathToFileURL(file).href);

  const width = await page.evaluate('document.documentElement.scrollWidth') as number;
  if (width > viewport.width) findings.push(`the page is ${width} pixels wide, the window ${viewport.width}`);
  findings.push(...await keyboardFindings(page));
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate('axe.run()') as axe.AxeResults;
  findings.push(...violations.map(({ id, nodes }) => `axe: ${id}: ${nodes.slice(0, 3).map(({ html: element }) => element.slice(0, 160)).join(' | ')}`));
  await page.screenshot({ path: picture, fullPage: false });
  await page.screenshot({ path: picture.replace('.png', '-whole.png'), fullPage: true });
  await page.close();
  return findings;
}

/** The first key leads past the contents, and what scrolls can be reached. */
async function keyboardFindings(page: Page): Promise<string[]> {
  const focused = () => page.evaluate('document.activeElement.textContent.trim() + " " + document.activeElement.id') as Promise<string>;
  await page.keyboard.press('Tab');
  const first = await focused();
  await page.keyboard.press('Enter');
  const then = await page.evaluate('document.activeElement.id');
  const unreachable = await page.evaluate('[...document.querySelectorAll(\'.scroll\')].filter((each) => each.scrollWidth > each.clientWidth && each.tabIndex !== 0).length');
  await page.evaluate('document.activeElement.blur(); scrollTo(0, 0)');
  return [
    ...first.startsWith('Skip to the answers') ? [] : [`the first key leads to '${first}'`],
    ...then === 'answers' ? [] : [`the link past the contents leads to '${String(then)}'`],
    ...unreachable === 0 ? [] : [`${String(unreachable)} parts that scroll cannot be reached by keyboard`],
  ];
}

async function print(browser: Browser, file: string, path: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(file).href);
  await page.pdf({ path, format: 'A4', landscape: true });
  await page.close();
}

void main();
