import { readFileSync, readdirSync, statSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';
import * as typescript from 'typescript';

/*
 * The sources as text and as imports, for the tests of conventions.
 */

export const ROOT = resolve(__dirname, '..', '..');

/** The TypeScript files below a folder of the project, by their paths from its root. */
export function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).sort().flatMap((name) => {
    const path = join(folder, name);
    return statSync(join(ROOT, path)).isDirectory() ? sourcesIn(path) : path.endsWith('.ts') ? [path] : [];
  });
}

/** The text of a file of the project. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

const imports = new Map<string, readonly string[]>();

/** What a file imports: files of the project by their paths from its root, packages by their names. Each file is read once. */
export function importsOf(path: string): readonly string[] {
  const known = imports.get(path) ?? readImports(path);
  imports.set(path, known);
  return known;
}

function readImports(path: string): string[] {
  return typescript.preProcessFile(textOf(path)).importedFiles.map(({ fileName }) => fileName.startsWith('.')
    ? `${relative(ROOT, resolve(ROOT, dirname(path), fileName))}${path.endsWith('.d.ts') ? '.d.ts' : '.ts'}`
    : fileName);
}

/** A file and all files of the project that it imports, directly or not. */
export function importedFrom(path: string, seen: Set<string> = new Set()): string[] {
  if (!seen.has(path)) {
    seen.add(path);
    importsOf(path).filter((imported) => imported.endsWith('.ts')).forEach((imported) => importedFrom(imported, seen));
  }
  return [...seen];
}

/** The names that a file imports as values from a package. */
export function namesFrom(path: string, packageName: string): string[] {
  const source = typescript.createSourceFile(path, textOf(path), typescript.ScriptTarget.Latest);
  return source.statements.filter(typescript.isImportDeclaration)
    .filter(({ moduleSpecifier }) => (moduleSpecifier as typescript.StringLiteral).text === packageName)
    .flatMap(({ importClause }) => importClause?.namedBindings && typescript.isNamedImports(importClause.namedBindings)
      ? importClause.namedBindings.elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text)
      : []);
}

/** The names of what a file declares and exports. */
export function exportsOf(path: string): string[] {
  const source = typescript.createSourceFile(path, textOf(path), typescript.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (typescript.isExportDeclaration(statement) && statement.exportClause && typescript.isNamedExports(statement.exportClause)) {
      return statement.exportClause.elements.map(({ name }) => name.text);
    }
    const exported = typescript.canHaveModifiers(statement)
      && typescript.getModifiers(statement)?.some(({ kind }) => kind === typescript.SyntaxKind.ExportKeyword);
    if (!exported) return [];
    if (typescript.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText(source));
    const { name } = statement as typescript.ClassDeclaration | typescript.InterfaceDeclaration;
    return name ? [name.text] : [];
  });
}
