/** The page of a package in a registry: what stands beside README, and README. */
export interface RegistryPage {
  readonly registry: string;
  readonly title: string;
  readonly description: string;
  /** The command, or the lines of a build file, by which the package is installed. */
  readonly install: string;
  /** What stands in the margin, by its heading. A list has a line for each. */
  readonly facts: Readonly<Record<string, string | readonly string[]>>;
  /** README, as HTML, or what the registry shows in its place. */
  readonly body: string;
}

const STYLE = `
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #222; }
header { background: #f3f5f8; padding: 24px 40px; border-bottom: 1px solid #d8dde3; }
header small { color: #666; }
h1 { margin: 4px 0; font-size: 28px; }
header pre { display: inline-block; margin: 8px 0 0; }
main { display: grid; grid-template-columns: 300px minmax(0, 1fr); gap: 40px; max-width: 1240px; padding: 24px 40px; }
aside { font-size: 14px; overflow-wrap: anywhere; }
aside h2 { margin: 16px 0 2px; font-size: 14px; }
aside ul { margin: 0; padding-left: 18px; }
article img { max-width: 100%; }
table { border-collapse: collapse; font-size: 14px; }
td, th { border: 1px solid #d8dde3; padding: 4px 10px; text-align: left; vertical-align: top; }
pre { background: #f3f5f8; padding: 12px; overflow: auto; font-size: 13px; line-height: 1.35; }
.k, .kn, .kd, .kr, .ow, .o { color: #7c2d92; } .s, .s1, .s2, .sb { color: #0a6640; } .c, .c1, .cm { color: #6a737d; } .nb, .mi { color: #0550ae; }
`;

export function html(page: RegistryPage): string {
  const facts = Object.entries(page.facts).filter(([, value]) => value.length > 0).map(([name, value]) => `<h2>${escaped(name)}</h2>${factOf(value)}`);
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(`${page.title}: ${page.registry}`)}</title><style>${STYLE}</style></head>
<body><header><small>${escaped(page.registry)}</small><h1>${escaped(page.title)}</h1><div>${escaped(page.description)}</div><pre>${escaped(page.install)}</pre></header>
<main><aside>${facts.join('\n')}</aside><article>${page.body}</article></main></body></html>
`;
}

export function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function factOf(value: string | readonly string[]): string {
  if (typeof value === 'string') return `<div>${linked(value)}</div>`;
  return `<ul>${value.map((each) => `<li>${linked(each)}</li>`).join('')}</ul>`;
}

function linked(text: string): string {
  return escaped(text).replace(/https:\/\/[^\s,]+/g, (url) => `<a href="${url}">${url}</a>`);
}
