/** What can have a colon in it that stands for no parameter, and, in a group, the name of a parameter. */
const TOKENS = new RegExp([
  /'(?:[^'\\]|\\.)*'/, // text
  /"(?:[^"\\]|\\.)*"/, // text or a name
  /`[^`]*`/, // a name
  /--[^\n]*/, // a comment
  /\/\*[\s\S]*?\*\//, // a comment
  /\w?::/, // a cast
  /\w:/, // the type of a field, as in STRUCT<city:STRING>
  /:(\w+)/,
].map(({ source }) => source).join('|'), 'g');

/** The names of the parameters in the text of a SQL template, where each stands as `:name`; each once, in order. */
export function sqlParametersIn(text: string): string[] {
  const names = [...text.matchAll(TOKENS)].flatMap(([, name]) => name ?? []);
  return [...new Set(names)];
}
