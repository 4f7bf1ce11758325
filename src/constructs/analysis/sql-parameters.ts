/** Parts of SQL with colons that are no parameters, and, in a group, the name of a parameter. */
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

/** Returns the names of the parameters (`:name`) in the text of a SQL template, each once, in order. */
export function sqlParametersIn(text: string): string[] {
  const names = [...text.matchAll(TOKENS)].flatMap(([, name]) => name ?? []);
  return [...new Set(names)];
}
