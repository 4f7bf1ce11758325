import { join } from 'path';
import ts from 'typescript';
import { AnalysisRule } from '../src/constructs/table/analysis-rules/analysis-rule';
import { columns } from '../src/typed-columns';

test('a rule of typed columns is equal to the rule that the same methods of AnalysisRule return', () => {
  const typed = columns('hashed_email', 'amount', 'city');

  expect(typed.allowed._chosenFrom(undefined).columns).toEqual(['hashed_email', 'amount', 'city']);
  expect(typed.aggregation().joinOn('hashed_email').sum('amount').requireAtLeast(100, 'hashed_email')._render())
    .toEqual(AnalysisRule.aggregation().joinOn('hashed_email').sum('amount').requireAtLeast(100, 'hashed_email')._render());
  expect(typed.list().joinOn('hashed_email').list('city')._render())
    .toEqual(AnalysisRule.list().joinOn('hashed_email').list('city')._render());
  expect(typed.custom().allowAnyQueryBy('222222222222').disallowOutput('city')._render())
    .toEqual(AnalysisRule.custom().allowAnyQueryBy('222222222222').disallowOutput('city')._render());
});

test('the compiler finds exactly the columns that are mistyped', () => {
  const lines = [
    "typed.aggregation().joinOn('hashed_email').aggregate(AggregateFunction.SUM, 'amount').requireAtLeast(100, 'hashed_email')",
    "typed.aggregation().allowScalarFunctions(ScalarFunction.of('MOD')).groupBy('city').requireJoin()",
    "typed.custom().allowAnyQueryBy('222222222222').allowTemplateArns('arn').disallowOutput('hashed_email')",
    "typed.custom().requireAtLeast(2, 'hashed_email', { outputColumns: [{ column: 'city', minimum: 0 }] }).allowLiteralComparison('city')",
    "typed.list().joinOn('hashed_email').list('city')",
  ];
  const accepted = lines.map((line) => `rules.push(${line});`);
  const mistyped = lines.map((line) => `rules.push(${line.replace('city', 'ctiy').replace("'hashed_email')", "'hashed_emial')")});`);

  const found = errorsIn([
    "import type { ConfiguredTableAnalysisRule } from '../src/constructs/table/analysis-rules/configured-table-analysis-rule';",
    "import { AggregateFunction } from '../src/constructs/table/analysis-rules/aggregation-analysis-rule';",
    "import { ScalarFunction } from '../src/constructs/table/analysis-rules/scalar-function';",
    "import { columns } from '../src/typed-columns';",
    "const typed = columns('hashed_email', 'amount', 'city');",
    'const rules: ConfiguredTableAnalysisRule[] = [];',
    ...accepted,
    ...mistyped,
  ]);

  expect([...new Set(found.map(({ text }) => text))]).toEqual(mistyped);
  expect(found.every(({ message }) => /'"(ctiy|hashed_emial)"' is not assignable to /.test(message))).toBe(true);
});

/** The errors of a program of the given lines, beside this file, with the line of each. Without the types of aws-cdk-lib it is quick. */
function errorsIn(lines: string[]): { text: string; message: string }[] {
  const file = join(__dirname, 'program.ts');
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Node16, strict: true, skipLibCheck: true, noEmit: true, types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || (!name.includes('aws-cdk-lib') && fileExists(name));
  host.getSourceFile = (name, ...rest) => name === file ? ts.createSourceFile(name, lines.join('\n'), ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);

  const program = ts.createProgram([file], options, host);
  return program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ start, messageText }) => ({
    text: lines[program.getSourceFile(file)!.getLineAndCharacterOfPosition(start!).line],
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
}
