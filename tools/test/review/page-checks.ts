import axe from 'axe-core';
import { HtmlValidate } from 'html-validate';
import { JSDOM } from 'jsdom';

/*
 * What any page of a review must be: valid HTML that a screen reader can read, in one file that loads nothing.
 */

const VALIDATOR = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    // Formatting, which no reader sees.
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    // A scrolled region must be reachable by keyboard, and has its name.
    'no-redundant-role': 'off',
    'prefer-native-element': 'off',
  },
});

/** What an HTML validator finds. */
export async function validationFindings(html: string): Promise<string[]> {
  const { results } = await VALIDATOR.validateString(html);
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${ruleId} in line ${line}: ${message}`));
}

/** What axe-core finds. Colours need a browser: they are checked there. */
export async function accessibilityFindings(html: string): Promise<string[]> {
  const { window } = new JSDOM(html, { runScripts: 'outside-only', pretendToBeVisual: true });
  window.eval(axe.source);
  const { violations } = await (window as unknown as { readonly axe: typeof axe }).axe.run(window.document.documentElement, {
    rules: { 'color-contrast': { enabled: false } },
  });
  window.close();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: element }) => element.slice(0, 200)).join(' | ')}`);
}

/** What a page loads or runs, which it must not. */
export function foreignParts(html: string): string[] {
  const { document } = new JSDOM(html).window;
  const loading = [...document.querySelectorAll('script, iframe, object, embed, link, base, img, audio, video, source, use, image, foreignObject, form, input, button')];
  const attributes = [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes].filter(({ name, value }) => name.startsWith('on')
    || name === 'style' || name === 'src' || (name === 'href' && !/^(#|https:\/\/(docs\.)?aws\.amazon\.com\/)/.test(value))).map(({ name, value }) => `${element.tagName} ${name}=${value}`));
  return [...loading.map(({ outerHTML }) => outerHTML), ...attributes, ...[...document.querySelectorAll('style')].flatMap(({ textContent }) => /url\(|@import/.exec(textContent ?? '')?.[0] ?? [])];
}
