import * as ts from 'typescript';

/** A change of a source text: what stands between two positions is replaced. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A variable that holds a module, as the compiler of TypeScript writes it: `const foo_1 = require("./foo")`. */
interface ModuleVariable {
  readonly name: string;
  readonly path: string;
  readonly statement: ts.VariableStatement;
}

/**
 * Makes a compiled CommonJS module load the modules that it imports when it first uses them, and what it only exports from another module when
 * that is first asked for, as aws-cdk-lib does with its own modules. Lines stay where they are.
 *
 * What is imported for its effect, and namespaces that the compiler wraps (`import * as`), are loaded as before.
 */
export function withLazyModules(source: string): string {
  const file = ts.createSourceFile('module.js', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const modules = new Map(file.statements.flatMap(moduleVariable).map((variable) => [variable.name, variable]));
  const exports = file.statements.flatMap((statement) => reexport(statement, modules));
  const reexporting = new Set(exports.map(({ start }) => start));

  const edits = [...modules.values()].map(({ name, path, statement }) => ({
    start: statement.getStart(file), end: statement.getEnd(), text: `let ${name} = () => { const loaded = require(${path}); ${name} = () => loaded; return loaded; };`,
  }));
  const visit = (node: ts.Node): void => {
    if (reexporting.has(node.getStart(file)) && ts.isExpressionStatement(node)) return;
    if (ts.isIdentifier(node) && modules.has(node.text) && !isNameOnly(node)) {
      edits.push({ start: node.getStart(file), end: node.getEnd(), text: `(${node.text}())` }); // in brackets because of `new foo_1.Foo()`
    }
    node.forEachChild(visit);
  };
  visit(file);
  return applied(source, [...edits, ...exports]);
}

function moduleVariable(statement: ts.Statement): ModuleVariable[] {
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length !== 1) return [];
  const [{ name, initializer }] = statement.declarationList.declarations;
  if (!ts.isIdentifier(name) || !initializer || !ts.isCallExpression(initializer) || initializer.expression.getText() !== 'require') return [];
  return [{ name: name.text, path: initializer.arguments[0].getText(), statement }];
}

/** The statement `Object.defineProperty(exports, "Foo", { enumerable: true, get: function () { return foo_1.Foo; } });`, with a value once it is known. */
function reexport(statement: ts.Statement, modules: ReadonlyMap<string, ModuleVariable>): Edit[] {
  const [, exported, variable, name] = REEXPORT.exec(statement.getText()) ?? [];
  if (!modules.has(variable)) return [];
  return [{
    start: statement.getStart(),
    end: statement.getEnd(),
    text: `Object.defineProperty(exports, "${exported}", { enumerable: true, configurable: true, get: function () { const value = ${variable}().${name}; `
      + `Object.defineProperty(exports, "${exported}", { enumerable: true, configurable: true, value }); return value; } });`,
  }];
}

const REEXPORT = /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+)\.(\w+); \} \}\);$/;

/** Whether an identifier is the name of something, and not the use of a variable. */
function isNameOnly(node: ts.Identifier): boolean {
  const { parent } = node;
  return ts.isVariableDeclaration(parent) && parent.name === node
    || ts.isPropertyAccessExpression(parent) && parent.name === node
    || (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === node;
}

function applied(source: string, edits: readonly Edit[]): string {
  return [...edits].sort((one, other) => other.start - one.start)
    .reduce((text, { start, end, text: replacement }) => text.slice(0, start) + replacement + text.slice(end), source);
}
