import { knownValue } from '../../../../src/program/analysis-rule';
import { UNKNOWN, fact } from '../fact';
import type { Fact } from '../fact';
import { accessBudgetsOf, differentialPrivacyOf } from '../reading/budget';
import type { ReviewedRoom } from '../reading/room';
import type { ReviewedTable } from '../reading/table';
import { row, statement, table, unknown } from '../review';
import type { Block, Certainty, Row, Statement } from '../review';
import { count, list, say, sentences, words } from '../text';
import type { Text } from '../text';
import { absent, elsewhere } from './absent';

/** The answers to a question for each table, with what is not known of others. */
function forEachTable(
  room: ReviewedRoom, caption: string, columns: readonly string[], rowOf: (table: ReviewedTable) => Row, question: string,
): Block[] {
  return [
    ...room.tables.length ? table(words(caption), columns, room.tables.map(rowOf)) : [absent(room, 'This program has no table in the room.')],
    ...elsewhere(room, (members) => say`${words(question)} of ${members}`),
  ];
}

interface Answer {
  readonly text: Text;
  readonly certainty: Certainty;
  /** `undefined` for what is not known. */
  readonly value?: boolean;
}

/** Whether rows about one person can come out. */
export function rowsSection(room: ReviewedRoom): Block[] {
  return forEachTable(room, 'Rows about one person', ['Table', 'Of', 'Can they come out?'], (each) => {
    const { text, certainty, value } = rowsOf(each);
    return row([say`${each.name}`, room.ownerOf(each.association), text], each.sources, {
      certainty, facts: [fact(room.subjectOfTable(each), words('whether rows about one person can come out'), value ?? UNKNOWN, 'YES')],
    });
  }, 'Whether rows about one person can come out of tables');
}

function rowsOf(each: ReviewedTable): Answer {
  const { rule, methods } = each;
  const byJobs = methods?.includes('jobs') ? words('Jobs return what their scripts return: no control of the table binds them.') : [];
  const mayBeJobs = methods === undefined ? words('Whether jobs may read the table is not known here.') : [];
  const more = [byJobs, mayBeJobs];
  if (rule === 'unknown') return { text: words('Not known: its rule is not known here in full.'), certainty: 'unknown' };
  if (rule === 'none') return { text: words('No: it has no analysis rule, so that nothing can be asked of it.'), certainty: 'known', value: false };
  switch (rule.type) {
    case 'AGGREGATION':
      return { text: words('No: only totals of groups come out.'), certainty: 'known', value: false };
    case 'LIST':
      return rule.listColumns.length ? { text: say`Yes: for each match with a table of the member who queries, the values of ${list(rule.listColumns)} come out.`, certainty: 'attention', value: true }
        : { text: words('No: it has no column that may be listed.'), certainty: 'known', value: false };
    case 'CUSTOM': {
      const { threshold, differentialPrivacyColumn, allowedAnalyses } = rule;
      const exempt = [...threshold?.outputColumns ?? []].filter(([, minimum]) => minimum < 2).map(([column]) => column);
      if (methods?.length === 1 && methods[0] === 'jobs') {
        return { text: words('Yes, if an allowed script returns them: read the scripts. No control of the table binds jobs.'), certainty: 'attention', value: true };
      }
      const isProtected = differentialPrivacyColumn !== undefined || (threshold !== undefined && threshold.minimum > 1 && !exempt.length);
      if (isProtected) {
        const why = differentialPrivacyColumn !== undefined ? words('Not by queries: differential privacy lets out totals with noise only.')
          : say`Not by queries: there are at least ${threshold!.minimum} different values of ${threshold!.identityColumn} behind each row.`;
        return { text: sentences(why, ...more), certainty: methods === undefined ? 'unknown' : methods.includes('jobs') ? 'attention' : 'known', value: methods === undefined ? undefined : methods.includes('jobs') };
      }
      const except = exempt.length ? say`Rows with ${list(exempt)} need no minimum.` : [];
      const asked = allowedAnalyses.some((analysis) => analysis.startsWith('ANY_')) ? words('Yes: any query may ask for them.')
        : allowedAnalyses.length ? words('Yes, if an allowed analysis asks for them: read the analyses.') : undefined;
      if (!asked) return { text: words('No: the rule allows no analysis.'), certainty: 'known', value: false };
      const kept = rule.disallowedOutputColumns.length ? say`No query may return ${list(rule.disallowedOutputColumns, 'or')}.` : [];
      return { text: sentences(asked, kept, except, ...more), certainty: 'attention', value: true };
    }
  }
}

/** The lowest number that the service accepts. */
const LOWEST = 2;

/** The smallest group. */
export function groupsSection(room: ReviewedRoom): Block[] {
  return forEachTable(room, 'Smallest group behind a row of a result', ['Table', 'Of', 'At least'], (each) => {
    const minimums = minimumsOf(each);
    const subject = room.subjectOfTable(each);
    const facts = (minimums ?? []).map(({ what, minimum }): Fact => fact(subject, say`the smallest number of different ${what} behind a row`, minimum, 'LOWER'));
    const onlyUnknown = [fact(subject, words('the smallest group'), UNKNOWN, 'LOWER')];
    const isLow = minimums?.length ? Math.max(...minimums.map(({ minimum }) => minimum)) <= LOWEST : true;
    return row([
      say`${each.name}`, room.ownerOf(each.association),
      minimums === undefined ? words('not known: its rule is not known here in full')
        : minimums.length ? sentences(list(minimums.map(({ what, minimum }) => say`${minimum} different ${what}`)), controlsOnlyQueries(each)) : words(isNoisy(each) ? 'one: the rule has no minimum, and differential privacy hides with noise what each person adds' : 'one: the rule has no minimum'),
    ], each.sources, {
      certainty: minimums === undefined ? 'unknown' : isLow && each.rule !== 'none' && !isNoisy(each) ? 'attention' : 'known',
      facts: minimums === undefined ? onlyUnknown : facts,
    });
  }, 'The smallest group in results from tables');
}

function isNoisy({ rule }: ReviewedTable): boolean {
  return typeof rule !== 'string' && rule.type === 'CUSTOM' && rule.differentialPrivacyColumn !== undefined;
}

function controlsOnlyQueries({ rule, methods }: ReviewedTable): Text {
  return typeof rule !== 'string' && rule.type === 'CUSTOM' && methods?.includes('jobs') ? words('(in queries; jobs have no minimum)') : [];
}

function minimumsOf({ rule }: ReviewedTable): { readonly what: Text; readonly minimum: number }[] | undefined {
  if (rule === 'unknown') return undefined;
  if (rule === 'none') return [];
  switch (rule.type) {
    case 'AGGREGATION': return rule.outputConstraints.map(({ column, minimum }) => ({ what: say`values of ${column}`, minimum }));
    case 'LIST': return [];
    case 'CUSTOM': {
      const { threshold } = rule;
      if (!threshold) return [];
      return [
        { what: say`values of ${threshold.identityColumn}`, minimum: threshold.minimum },
        ...[...threshold.outputColumns].map(([column, minimum]) => ({ what: say`values of ${threshold.identityColumn} where ${column} comes out`, minimum })),
      ];
    }
  }
}

/** Whether somebody can be singled out. */
export function singlingOutSection(room: ReviewedRoom): Block[] {
  const blocks = forEachTable(room, 'What keeps filters and repeated queries from singling somebody out', ['Table', 'Of', 'Filters', 'Repeated queries'], (each) => {
    const { rule } = each;
    const subject = room.subjectOfTable(each);
    const budgets = accessBudgetsOf(room, each);
    const budget = budgets.length ? say`An access budget limits how often it is read: ${list(budgets.map((one) => say`${one.budget ?? words('a number that is not known here')} ${one.period}`))}.` : words('Nothing limits how often it is asked.');
    if (typeof rule === 'string') {
      return row([say`${each.name}`, room.ownerOf(each.association), words(rule === 'none' ? 'nothing can be asked' : 'not known'), budget], each.sources, { certainty: rule === 'none' ? 'known' : 'unknown' });
    }
    const facts: Fact[] = rule.type === 'CUSTOM' ? [
      fact(subject, words('whether differential privacy blurs its results'), isNoisy(each), 'NO'),
      fact(subject, words('the columns that may be compared with fixed values'), rule.comparisonControls?.literalColumns, 'MORE'),
      fact(subject, words('the columns that may be compared with other columns'), rule.comparisonControls?.columnColumns, 'MORE'),
      fact(subject, words('whether aggregates may be of expressions'), rule.threshold?.allowsExpressions ?? true, 'YES'),
    ] : [];
    const repeated = isNoisy(each) ? sentences(words('Noise and the privacy budget limit what the difference of two queries shows.'), ...budgets.length ? [budget] : []) : budget;
    return row([say`${each.name}`, room.ownerOf(each.association), filtersOf(each), repeated], each.sources, {
      certainty: isNoisy(each) || budgets.length ? 'known' : 'attention', facts,
    });
  }, 'Whether somebody can be singled out in tables');
  return [
    ...blocks,
    statement([
      'AWS Clean Rooms checks each query by itself: it does not compare a query with those before. What two queries over nearly the same people differ by can be about one of them. ',
      { link: 'Analysis rules in AWS Clean Rooms', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules.html' },
    ], [room.path]),
  ];
}

function filtersOf({ rule, methods }: ReviewedTable): Text {
  if (typeof rule === 'string') return [];
  switch (rule.type) {
    case 'AGGREGATION': return rule.dimensionColumns.length ? say`Queries may filter by ${list(rule.dimensionColumns)} only.` : words('Queries may filter by no column.');
    case 'LIST': return rule.listColumns.length ? say`Queries may filter by ${list(rule.listColumns)} only.` : words('Queries may filter by no column.');
    case 'CUSTOM': {
      if (methods?.length === 1 && methods[0] === 'jobs') return words('Scripts of jobs may filter by every shared column.');
      const { comparisonControls: controls } = rule;
      if (!controls) return words('Allowed analyses may filter by every shared column.');
      return controls.literalColumns.length ? say`Only ${list(controls.literalColumns)} may be compared with fixed values.` : words('No column may be compared with fixed values.');
    }
  }
}

/** Which controls jobs escape. */
export function jobsSection(room: ReviewedRoom): Block[] {
  const withJobs = room.tables.filter(({ methods }) => methods === undefined || methods.includes('jobs'));
  const answers: Statement[] = withJobs.map((each) => {
    const { name, methods, rule, sources } = each;
    if (methods === undefined) return unknown(say`Whether jobs may read table ${name} is not known here.`, sources);
    const escaped = typeof rule === 'string' || rule.type !== 'CUSTOM' ? [] : [
      ...rule.threshold ? ['the smallest group'] : [], ...rule.comparisonControls ? ['the limits of comparisons'] : [],
      ...rule.differentialPrivacyColumn === undefined ? [] : ['differential privacy'], ...rule.disallowedOutputColumns.length ? ['the columns that no query may return'] : [],
      ...knownValue(each.additionalAnalyses) === 'REQUIRED' ? ['the rule that results only feed further analyses'] : [],
    ];
    return statement(sentences(
      say`PySpark jobs may read table ${name}. Only the list of allowed scripts binds them.`,
      escaped.length ? say`They escape ${list(escaped.map((control) => words(control)))}, which the rule of the table sets for queries.` : words('Its rule has no other control that they could escape.'),
    ), sources, { certainty: 'attention' });
  });
  const none = room.tables.length && !withJobs.length ? [statement(say`No job may read ${words(count(room.tables.length, 'table'))} of this program: their analysis method is for queries only.`, room.tables.map(({ path }) => path))] : [];
  return [
    ...answers, ...none,
    ...room.tables.length ? [] : [absent(room, 'This program has no table in the room.')],
    ...elsewhere(room, (members) => say`Whether jobs may read tables of ${members}`),
    statement([
      'Minimum sizes of groups, limits of comparisons, differential privacy, columns that may not be returned and additional analyses bind SQL queries, and no PySpark job. ',
      { link: 'Considerations of custom rules', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/custom-considerations.html' },
    ], [room.path]),
  ];
}

/** Privacy budgets. */
export function budgetsSection(room: ReviewedRoom): Block[] {
  const { budgets, facts } = differentialPrivacyOf(room);
  const rows = budgets.map(({ resource, epsilon, noise, isMonthly }, index) => row([
    room.ownerOf(resource),
    epsilon === undefined ? words('not known') : say`ε = ${epsilon}`,
    noise === undefined ? words('not known') : say`of ${words(count(noise, 'person').replace('persons', 'people'))}`,
    words(isMonthly === undefined ? 'not known' : isMonthly ? 'each month anew' : 'once, for the whole life of the room'),
  ], [resource.path], { certainty: epsilon === undefined || noise === undefined || isMonthly === undefined ? 'unknown' : 'known', facts: facts[index] }));
  const withPrivacy = room.tables.filter(({ rule }) => typeof rule !== 'string' && rule.type === 'CUSTOM' && rule.differentialPrivacyColumn !== undefined);
  const withoutBudget = withPrivacy.filter((each) => !budgets.some(({ resource }) => resource.key('MembershipIdentifier') === each.association.key('MembershipIdentifier')));
  const access = room.tables.flatMap((each) => accessBudgetsOf(room, each).map((budget) => row([
    say`${each.name}`, budget.budget === undefined ? words('not known') : say`${budget.budget}`, budget.period,
  ], [budget.path], {
    certainty: budget.budget === undefined ? 'unknown' : 'known',
    facts: [fact(room.subjectOfTable(each), say`the number of accesses ${budget.period}`, budget.budget ?? UNKNOWN, 'HIGHER')],
  })));
  return [
    ...table(words('Budgets of differential privacy'), ['Of', 'Budget', 'Noise hides the part', 'Is given'], rows),
    ...budgets.length ? [statement([
      'The smaller ε, the less can be learnt about one person from all answers together. Each query spends a part of the budget; when it is spent, no further query on these tables runs. How many queries it buys depends on '
      + 'the queries: the preview of AWS says it. ', { link: 'AWS Clean Rooms Differential Privacy', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/differential-privacy.html' },
    ], budgets.map(({ resource }) => resource.path))] : [],
    ...withoutBudget.map((each) => statement(say`Table ${each.name} has differential privacy, and this program has no budget of ${room.ownerOf(each.association)} for it.`, each.sources, { certainty: 'attention' })),
    ...table(words('Access budgets'), ['Table', 'Accesses', 'For which period'], access),
    ...!budgets.length && !access.length ? [absent(room, 'This program has no privacy budget and no access budget, so that it does not limit how often its tables are asked.')] : [],
  ];
}
