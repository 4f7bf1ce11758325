import * as typescript from 'typescript';
import { textOf } from './sources';

/*
 * The messages of errors and warnings as the sources have them, with a name in place of each value.
 */

/** A code or an id, and what its messages say. */
export interface FoundMessage {
  readonly name: string;
  readonly message: string;
  readonly path: string;
}

/** The errors in a file: the message stands beside its code, in an object or as the next argument of a call. */
export function errorsIn(path: string): FoundMessage[] {
  return visited(path, (node) => {
    if (!typescript.isTaggedTemplateExpression(node) || node.tag.getText() !== 'code') return [];
    const name = (node.template as typescript.NoSubstitutionTemplateLiteral).text;
    return messagesBeside(node).map((message) => ({ name, message, path }));
  });
}

/** The warnings in a file: the message stands beside the id. */
export function warningsIn(path: string): FoundMessage[] {
  return visited(path, (node) => {
    if (!isId(node)) return [];
    const name = placeholders(node);
    const property = typescript.isAsExpression(node.parent) ? node.parent.parent : node.parent;
    if (!typescript.isPropertyAssignment(property) || property.name.getText() !== 'id') return [];
    return messagesBeside(typescript.isAsExpression(node.parent) ? node.parent : node).map((message) => ({ name, message, path }));
  });
}

/** The errors that fail a deployment, in a file of the handler. */
export function deploymentErrorsIn(path: string): FoundMessage[] {
  return visited(path, (node) => {
    if (!typescript.isNewExpression(node) || node.expression.getText() !== 'DeploymentError' || !node.arguments?.length) return [];
    const message = textIn(node.arguments[0]);
    return message.includes(' ') ? [{ name: '', message, path }] : [];
  });
}

function isId(node: typescript.Node): node is typescript.StringLiteralLike | typescript.TemplateExpression {
  return (typescript.isStringLiteralLike(node) || typescript.isTemplateExpression(node)) && /^['`]cdk-cleanrooms:/.test(node.getText());
}

function messagesBeside(node: typescript.Node): string[] {
  const { parent } = node;
  if (typescript.isPropertyAssignment(parent)) {
    const message = (parent.parent as typescript.ObjectLiteralExpression).properties
      .find((property) => property.name?.getText() === 'message' && typescript.isPropertyAssignment(property));
    return message ? [textIn((message as typescript.PropertyAssignment).initializer)] : [];
  }
  if (typescript.isCallExpression(parent)) {
    const message = parent.arguments[parent.arguments.indexOf(node as typescript.Expression) + 1];
    return message ? [textIn(message)] : [];
  }
  return [];
}

/** What an expression says, as far as it stands in the source. */
function textIn(node: typescript.Node): string {
  if (typescript.isStringLiteralLike(node)) return node.text;
  if (typescript.isTemplateExpression(node)) return placeholders(node);
  if (typescript.isParenthesizedExpression(node)) return textIn(node.expression);
  if (typescript.isBinaryExpression(node) && node.operatorToken.kind === typescript.SyntaxKind.PlusToken) return `${textIn(node.left)}${textIn(node.right)}`;
  if (typescript.isConditionalExpression(node)) {
    const branches = [textIn(node.whenTrue), textIn(node.whenFalse)].filter((text) => text);
    return branches.length ? `[${branches.join(', or: ')}]` : '';
  }
  return `<${nameOf(node)}>`;
}

function placeholders(node: typescript.StringLiteralLike | typescript.TemplateExpression): string {
  if (typescript.isStringLiteralLike(node)) return node.text;
  return `${node.head.text}${node.templateSpans.map(({ expression, literal }) => `${textIn(expression)}${literal.text}`).join('')}`;
}

/** The name of a value: its last property, or the function that it comes from. */
function nameOf(node: typescript.Node): string {
  if (typescript.isIdentifier(node)) return node.text;
  if (typescript.isPropertyAccessExpression(node)) return node.name.text === 'length' ? 'number' : node.name.text;
  if (typescript.isCallExpression(node)) {
    const { expression } = node;
    if (typescript.isPropertyAccessExpression(expression) && ['join', 'map', 'toString', 'filter', 'slice'].includes(expression.name.text)) return nameOf(expression.expression);
    return node.arguments.length ? nameOf(node.arguments[0]) : nameOf(expression);
  }
  if (typescript.isArrayLiteralExpression(node) && node.elements.length) return nameOf(node.elements[0]);
  if (typescript.isSpreadElement(node) || typescript.isNonNullExpression(node) || typescript.isAsExpression(node)) return nameOf(node.expression);
  if (typescript.isElementAccessExpression(node)) return nameOf(node.expression);
  if (typescript.isBinaryExpression(node)) return nameOf(node.left);
  return 'value';
}

function visited<Found>(path: string, found: (node: typescript.Node) => Found[]): Found[] {
  const source = typescript.createSourceFile(path, textOf(path), typescript.ScriptTarget.Latest, true);
  const all: Found[] = [];
  const visit = (node: typescript.Node): void => {
    all.push(...found(node));
    typescript.forEachChild(node, visit);
  };
  visit(source);
  return all;
}
