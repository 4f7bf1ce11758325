/*
 * What a reviewer of a clean room asks, in the order of the page.
 */

/** A question. */
export interface Question {
  /** Its anchor in the page. */
  readonly id: string;
  readonly question: string;
  /** In the table of contents. */
  readonly title: string;
}

const QUESTIONS = {
  MEMBERS: { id: 'members', title: 'Members', question: 'Who takes part, and who deploys for itself, so that this program does not know its part?' },
  ABILITIES: { id: 'abilities', title: 'Abilities', question: 'Who may query, run jobs, receive results, train models, export logs?' },
  PAYMENTS: { id: 'payments', title: 'Payments', question: 'Who pays for what?' },
  DATA: { id: 'data', title: 'Data', question: 'Which data enters, and which columns were left out?' },
  COLUMNS: { id: 'columns', title: 'Use of columns', question: 'What may each column be used for, and which are good for nothing?' },
  ROWS: { id: 'rows', title: 'Rows about one person', question: 'Can rows about one person come out?' },
  GROUPS: { id: 'groups', title: 'Smallest group', question: 'What is the smallest group?' },
  SINGLING_OUT: { id: 'singling-out', title: 'Singling out', question: 'Can somebody be singled out by filters, or by the difference of two queries?' },
  ANALYSES: { id: 'analyses', title: 'Analyses', question: 'Which analyses may run, and who has seen them?' },
  EXAMPLES: { id: 'examples', title: 'Examples', question: 'Which questions does each table answer, and which does it refuse?' },
  JOBS: { id: 'jobs', title: 'Jobs', question: 'Which controls do jobs escape?' },
  BUDGETS: { id: 'budgets', title: 'Privacy budgets', question: 'How large is the privacy budget, for which period, and what does it buy?' },
  RESULTS: { id: 'results', title: 'Results', question: 'Who receives results, where, in which Region, encrypted with whose key, and kept how long?' },
  MODELS: { id: 'models', title: 'Models', question: 'May results feed machine learning or lookalike models?' },
  CHANGES: { id: 'changes', title: 'Changes without a vote', question: 'What can change without our vote?' },
  RAW_DATA: { id: 'raw-data', title: 'Raw data', question: 'Who can read the raw data, and whom do these roles trust?' },
  LOGS: { id: 'logs', title: 'Logs and metrics', question: 'What is logged and measured, and who sees it?' },
  END: { id: 'end', title: 'When it ends', question: 'What stays when a member leaves, or the room ends?' },
  DIFFERENCES: { id: 'differences', title: 'What changed', question: 'What changed since the last approval?' },
  PURPOSE: { id: 'purpose', title: 'Purpose', question: 'What is the purpose, the legal basis, the contract?' },
  COSTS: { id: 'costs', title: 'Costs', question: 'What does it cost, in which unit, and who is billed?' },
} as const satisfies Record<string, Question>;

export type QuestionKey = keyof typeof QUESTIONS;

export const Questions: Readonly<Record<QuestionKey, Question>> = QUESTIONS;

export const QUESTION_KEYS = Object.keys(QUESTIONS) as readonly QuestionKey[];
