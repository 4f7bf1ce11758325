import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as library from '../../../src';
import { runCommandLine } from '../../src/command-line';
import { Spent } from '../../src/query/budgets';
import type { Population, SharedTable } from '../../src/query/room';
import type { CustomRule, TableRule } from '../../src/query/rules';
import type { TestTable } from '../support/rooms';
import { BRAND, MEDIA, askIn, customRule, aggregationRule, listRule, rowsOf, rulesAgainst, salesAndViews, tableOf } from '../support/rooms';

/** An intermediate table of the brand, filled by SQL. */
function filledBy(sql: string, rule: Partial<CustomRule> = {}, population: Partial<Population> = {}, more: Partial<SharedTable> = {}): TestTable {
  return tableOf('segments', BRAND, customRule(rule), {}, '', { population: { sql, additionalAnalyses: 'NOT_ALLOWED', ...population }, allowedResultReceivers: [], ...more });
}

const PEOPLE = 'SELECT s.id, v.ad, s.amount FROM sales s JOIN views v ON s.id = v.id';

/** What it is filled from, and it. */
function tablesWith(segments: TestTable, rule: TableRule = customRule(), more: Partial<SharedTable> = {}, mediaRule: TableRule = rule): TestTable[] {
  return [...salesAndViews(rule, more, mediaRule), segments];
}

describe('an intermediate table', () => {
  test('has the rows of its query, under its own rule', async () => {
    const tables = tablesWith(filledBy(PEOPLE));
    expect(await rowsOf(tables, 'SELECT ad, COUNT(DISTINCT id) AS people, SUM(amount) AS amount FROM segments GROUP BY ad ORDER BY ad')).toEqual([['a', 2, 39], ['b', 1, 7.5]]);
    expect(await rowsOf(tables, 'SELECT g.ad, COUNT(*) AS n FROM segments g JOIN sales s ON g.id = s.id GROUP BY g.ad ORDER BY g.ad')).toEqual([['a', 8], ['b', 1]]);
    expect(await rowsOf(tables, "WITH x AS (SELECT * FROM segments WHERE ad = 'b') SELECT * FROM x")).toEqual([['p3', 'b', 7.5]]);
  });

  test('can be filled from another one', async () => {
    const outer = { ...filledBy('SELECT ad, COUNT(DISTINCT id) AS people FROM people GROUP BY ad'), name: 'groups' };
    const tables = [...salesAndViews(customRule()), { ...filledBy(PEOPLE), name: 'people' }, outer];
    expect(await rowsOf(tables, 'SELECT MAX(people) AS most FROM groups')).toEqual([[2]]);
  });

  test('that reads itself is refused', async () => {
    const tables = [{ ...filledBy('SELECT id FROM two'), name: 'one' }, { ...filledBy('SELECT id FROM one'), name: 'two' }];
    expect((await askIn(tables, 'SELECT id FROM one')).refusals.map(({ message }) => message)).toEqual(["'one' is not filled: 'two' is not filled: 'one' is not filled: its query reads it"]);
  });

  test('whose query cannot be run is refused, with what is wrong in its own text', async () => {
    const tables = tablesWith(filledBy('SELECT id, COLLECT_LIST(ad) AS ads FROM views GROUP BY id'));
    const answer = await askIn(tables, 'SELECT id FROM segments');
    expect(answer.refusals).toMatchObject([{ rule: 'query: what can be checked', sql: 'SELECT id, COLLECT_LIST(ad) AS ads FROM views GROUP BY id', place: { start: 24 } }]);
    await expect(askIn(tablesWith(filledBy('SELECT nothing FROM views')), 'SELECT 1 AS one FROM segments')).rejects.toThrow("'segments' cannot be filled: there is no column 'nothing'");
  });

  test('needs names of its columns that tables can have, each once', async () => {
    const messages = async (sql: string) => (await askIn(tablesWith(filledBy(sql)), 'SELECT COUNT(*) AS n FROM segments')).refusals.map(({ message }) => message);
    expect(await messages('SELECT COUNT(id) FROM views')).toEqual(["'segments' is not filled: the column 'count(id)' of an intermediate table needs a name: count(id) AS ..."]);
    expect(await messages('SELECT s.id, v.id FROM sales s JOIN views v ON s.id = v.id')).toEqual(["'segments' is not filled: an intermediate table cannot have several columns 'id'"]);
    expect(await messages('SELECT id AS Person FROM views')).toEqual([]);
  });
});

describe('what fills an intermediate table', () => {
  test('is asked under the rules of its tables', async () => {
    const closed = tablesWith(filledBy(PEOPLE), customRule(), {}, customRule({ allowedAnalysisProviders: [MEDIA] }));
    expect(await rulesAgainst(closed, 'SELECT ad FROM segments')).toEqual(['custom: allowedAnalyses']);
    const compared = tablesWith(filledBy("SELECT ad FROM views WHERE city = 'Rome'"), customRule(), {}, customRule({ comparisonControls: { literalColumns: [], columnColumns: [] } }));
    expect(await rulesAgainst(compared, 'SELECT ad FROM segments')).toEqual(['custom: allowedLiteralComparisonColumns']);
  });

  test('loses the rows that stand for too few, before it is stored', async () => {
    const threshold = customRule({ threshold: { identityColumn: 'id', minimum: 2, allowsExpressions: true, outputColumns: new Map() } });
    const tables = tablesWith(filledBy('SELECT ad, city, COUNT(*) AS n FROM views GROUP BY ad, city'), customRule(), {}, threshold);
    const answer = await askIn(tables, 'SELECT ad, n FROM segments ORDER BY ad');
    expect(answer.result!.rows).toEqual([['a', 2], ['b', 2]]);
    const rows = await askIn(tablesWith(filledBy('SELECT id, ad FROM views'), customRule(), {}, threshold), 'SELECT id FROM segments');
    expect(rows).toMatchObject({ result: { rows: [] }, notes: ["to fill 'segments': 4 of 4 rows are left out: they stand for too few people"] });
  });

  test('may be of an aggregation rule, about which the documentation is silent, and no list of people', async () => {
    const rule = aggregationRule();
    const tables = tablesWith(filledBy('SELECT city, COUNT(DISTINCT id) AS people FROM views GROUP BY city'), rule);
    const answer = await askIn(tables, 'SELECT city, people FROM segments ORDER BY city');
    expect(answer).toMatchObject({ result: { rows: [['Oslo', 2], ['Rome', 2]] }, notes: [expect.stringContaining("'views' has a rule of the type AGGREGATION, of which the documentation does not say")] });
    expect(await rulesAgainst(tablesWith(filledBy('SELECT id FROM views'), rule), 'SELECT id FROM segments')).toContain('aggregation: dimensionColumns');
    expect(await rulesAgainst(tablesWith(filledBy('SELECT DISTINCT id FROM views'), listRule()), 'SELECT id FROM segments')).toContain('list: listColumns');
  });

  test('cannot be a table for which nobody but additional analyses gets results', async () => {
    const tables = tablesWith(filledBy(PEOPLE), customRule(), { notReady: 'its rule requires additional analyses' });
    expect(await rulesAgainst(tables, 'SELECT ad FROM segments')).toEqual(['table: readiness']);
  });
});

describe('what an intermediate table inherits', () => {
  const hidden = customRule({ disallowedOutputColumns: ['id', 'amount'] });

  test('disallowed output columns, under whatever names they are stored', async () => {
    const sql = "SELECT id, CONCAT(id, '!') AS tag, ad, CASE WHEN amount > 1 THEN 'much' ELSE 'little' END AS spending FROM views";
    const tables = tablesWith(filledBy(sql, { disallowedOutputColumns: ['id', 'amount'] }), customRule(), {}, hidden);
    for (const column of ['id', 'tag', 'spending', 'UPPER(tag)', "CASE WHEN spending = 'much' THEN 1 ELSE 0 END"]) {
      expect(await rulesAgainst(tables, `SELECT ${column} AS x FROM segments`)).toEqual(['custom: disallowedOutputColumns']);
    }
    expect(await rulesAgainst(tables, 'SELECT COUNT(tag) AS n FROM segments')).toEqual(['custom: disallowedOutputColumns']);
    expect(await rowsOf(tables, "SELECT ad, COUNT(*) AS n FROM segments WHERE tag <> 'p1!' GROUP BY ad ORDER BY ad")).toEqual([['a', 1], ['b', 2]]);
  });

  test('through another intermediate table, too', async () => {
    const inner = { ...filledBy('SELECT id AS person, ad FROM views', { disallowedOutputColumns: ['id', 'amount'] }), name: 'people' };
    const outer = filledBy('SELECT person AS somebody, ad FROM people', { disallowedOutputColumns: ['id', 'amount', 'person'] });
    const tables = [...salesAndViews(customRule(), {}, hidden), inner, outer];
    expect(await rulesAgainst(tables, 'SELECT somebody FROM segments')).toEqual(['custom: disallowedOutputColumns']);
    expect(await rowsOf(tables, 'SELECT ad FROM segments ORDER BY ad')).toEqual([['a'], ['a'], ['b'], ['b']]);
    const loose = [...salesAndViews(customRule(), {}, hidden), inner, filledBy('SELECT person AS somebody FROM people')];
    expect((await askIn(loose, 'SELECT somebody FROM segments')).refusals.map(({ rule, message }) => [rule, message])).toContainEqual(
      ['table: readiness', "the table 'segments' is not ready: its rule is looser than those of the tables it is filled from: disallowedOutputColumns lacks id, amount, person"]);
  });

  test('receivers: those that all tables allow, or those of its rule, which may not be more', async () => {
    const receivers = async (segments: TestTable, more: Partial<SharedTable>) => rulesAgainst(tablesWith(segments, customRule(), more), 'SELECT ad FROM segments');
    expect(await receivers(filledBy(PEOPLE), { allowedResultReceivers: [BRAND] })).toEqual([]);
    expect(await receivers(filledBy(PEOPLE), { allowedResultReceivers: [MEDIA] })).toEqual(['association: allowedResultReceivers']);
    expect(await receivers(filledBy(PEOPLE, {}, { allowedResultReceivers: [] }), {})).toEqual(['association: allowedResultReceivers']);
    expect(await receivers(filledBy(PEOPLE, {}, { allowedResultReceivers: [BRAND, MEDIA] }), {})).toEqual(['table: readiness']);
  });

  test('whether additional analyses are allowed', async () => {
    const tables = (own: Population['additionalAnalyses']) => tablesWith(filledBy(PEOPLE, {}, { additionalAnalyses: own }), customRule(), { additionalAnalyses: 'ALLOWED' });
    expect(await rulesAgainst(tables('NOT_ALLOWED'), 'SELECT ad FROM segments')).toEqual(['table: readiness']);
    expect(await rulesAgainst(tables('ALLOWED'), 'SELECT ad FROM segments')).toEqual([]);
  });

  test('nothing, where all tables are of its owner', async () => {
    const own = tablesWith(filledBy('SELECT id, city FROM sales', {}, { allowedResultReceivers: [BRAND] }), hidden, { allowedResultReceivers: [] });
    expect(await rowsOf(own, 'SELECT COUNT(id) AS n FROM segments')).toEqual([[8]]);
  });
});

describe('budgets', () => {
  const budget = (amount: number) => ({ accessBudgets: [{ period: 'LIFETIME', budget: amount }] });

  test('of the tables underneath are spent when it is filled, and whenever it is queried', async () => {
    const tables = tablesWith(filledBy(PEOPLE), customRule(), budget(3));
    const spent = new Spent();
    const ask = () => askIn(tables, 'SELECT ad FROM segments', { spent });
    expect((await ask()).notes).toEqual(["to fill 'segments': access budget (LIFETIME) of 'views': 1 of 3 spent", "access budget (LIFETIME) of 'views': 2 of 3 spent"]);
    expect((await ask()).notes).toEqual(["access budget (LIFETIME) of 'views': 3 of 3 spent"]);
    expect((await ask()).refusals.map(({ rule }) => rule)).toEqual(['budget: access budget (LIFETIME)']);
  });

  test('of its own are spent, too', async () => {
    const tables = tablesWith(filledBy(PEOPLE, {}, {}, budget(1)));
    const spent = new Spent();
    expect((await askIn(tables, 'SELECT ad FROM segments', { spent })).notes).toEqual(["access budget (LIFETIME) of 'segments': 1 of 1 spent"]);
    expect(await rulesAgainst(tables, 'SELECT ad FROM segments', { spent })).toEqual(['budget: access budget (LIFETIME)']);
  });
});

test('a template fills it with the values of its parameters', async () => {
  const template = { name: 'bigger', owner: { accountId: MEDIA }, text: 'SELECT id, ad FROM views WHERE visits >= :least', parameters: [{ name: 'least', type: 'INTEGER' }] };
  const filled = (parameters: ReadonlyMap<string, string>) => ({ ...filledBy('', {}, { sql: undefined, template: { name: 'bigger', parameters } }) });
  const allowing = { allowsTemplate: () => true };
  const ask = async (segments: TestTable) => askIn([...salesAndViews(customRule({ allowedAnalyses: [], allowedAnalysisProviders: [] }), allowing), segments], 'SELECT COUNT(*) AS n FROM segments', {}, [template]);
  expect((await ask(filled(new Map([['least', '1']])))).result!.rows).toEqual([[4]]);
  await expect(ask(filled(new Map()))).rejects.toThrow("'segments' cannot be filled: the parameter 'least' needs a value");
});

describe('a program', () => {
  let assembly: string;

  beforeAll(() => {
    const app = new App({ analyticsReporting: false, outdir: mkdtempSync(join(tmpdir(), 'app-')) });
    const stack = new Stack(app, 'Stack', { env: { account: BRAND, region: 'us-east-1' } });
    const membership = new library.Collaboration(stack, 'Collaboration', {
      collaborationName: 'room',
      creator: { displayName: 'Brand', abilities: [library.MemberAbility.CAN_QUERY, library.MemberAbility.CAN_RECEIVE_RESULTS] },
      members: [{ accountId: MEDIA, displayName: 'Media' }],
    }).addMembership('Membership');
    const template = new library.AnalysisTemplate(stack, 'Template', {
      membership,
      analysisTemplateName: 'bigger',
      source: library.AnalysisSource.sql('SELECT city, amount FROM sales WHERE amount > :least', { parameters: { least: { type: library.AnalysisParameterType.INTEGER } } }),
    });
    const rule = library.AnalysisRule.custom().allowAnyQueryBy(BRAND);
    new library.ConfiguredTableAssociation(stack, 'Association', {
      membership,
      configuredTable: new library.ConfiguredTable(stack, 'Table', {
        source: library.TableSource.glueTable({ databaseName: 'shop', tableName: 'sales', bucket: new Bucket(stack, 'Data'), columns: ['id', 'city', 'amount'] }),
        allowedColumns: library.AllowedColumns.of('id', 'city', 'amount'),
        analysisRule: rule,
      }),
      configuredTableAssociationName: 'sales',
      analysisRule: library.AnalysisRule.forAssociation().allowResultReceivers(BRAND),
    });
    const { PopulationAnalysis } = library;
    const intermediate = (id: string, populationAnalysis: library.PopulationAnalysis, more: Partial<library.IntermediateTableProps> = {}) =>
      new library.IntermediateTable(stack, id, {
        membership, intermediateTableName: id.toLowerCase(), populationAnalysis, analysisRule: rule, ...more,
      });
    intermediate('Cities', PopulationAnalysis.sql('SELECT city, COUNT(*) AS n FROM sales GROUP BY city'));
    intermediate('Lonely', PopulationAnalysis.sql('SELECT city FROM sales'), { analysisRule: undefined });
    intermediate('Elsewhere', PopulationAnalysis.templateArn(`arn:aws:cleanrooms:us-east-1:${MEDIA}:membership/x/analysistemplate/y`));
    const large = intermediate('Large', PopulationAnalysis.template(template));
    new library.IntermediateTablePopulation(stack, 'Population', { intermediateTable: large, parameters: { least: '5' } });
    assembly = app.synth().directory;
  });

  async function query(sql: string) {
    const data = mkdtempSync(join(tmpdir(), 'rows-'));
    writeFileSync(join(data, 'sales.csv'), 'id,city,amount\np1,Rome,1\np2,Rome,7\np3,Bern,9\n');
    const [out, err]: [string[], string[]] = [[], []];
    const output = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
    const code = await runCommandLine(['query', assembly, '--as', BRAND, '--data', data, '--format', 'csv', sql], output);
    return { code, out: out.join('\n'), err: err.join('\n') };
  }

  test('has its tables filled by SQL, and by a template with the values that the program populates it with', async () => {
    expect(await query('SELECT city, n FROM cities ORDER BY city')).toEqual({ code: 0, out: 'city,n\nBern,1\nRome,2', err: '' });
    expect(await query('SELECT city FROM large ORDER BY city')).toEqual({ code: 0, out: 'city\nBern\nRome', err: '' });
  });

  test('has tables that cannot be queried, with the reason', async () => {
    expect(await query('SELECT city FROM lonely')).toMatchObject({ code: 3, err: expect.stringContaining("the table 'lonely' is not ready: it has no analysis rule") });
    expect(await query('SELECT city FROM elsewhere')).toMatchObject({ code: 3, err: expect.stringContaining("the table 'elsewhere' is not ready: the template that fills it is not in this program") });
  });
});
