import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { CfnCollaboration, CfnConfiguredTable, CfnConfiguredTableAssociation, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { CfnCollaborationProps, CfnConfiguredTableProps, CfnMembershipProps } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CREATOR, PARTNER } from '../../../test/support/stacks';
import { loadProgram } from '../../src/assembly/program-tree';
import { differencesOf } from '../../src/review/difference';
import type { Difference } from '../../src/review/difference';
import { reviewOf } from '../../src/review/make-review';
import type { GivenDetails } from '../../src/review/make-review';
import type { QuestionKey } from '../../src/review/questions';
import type { Block, Review, RoomReview, Row, Statement } from '../../src/review/review';
import { plainText } from '../../src/review/text';

/*
 * Programs of L1s with one room of two members, each of which can be changed where a test needs it.
 */

/** What a program defines. */
export class TestRoom {
  public readonly app = new App({ analyticsReporting: false, outdir: mkdtempSync(join(tmpdir(), 'review-')) });
  public readonly creator = this.stack('Creator', CREATOR);
  public readonly partner = this.stack('Partner', PARTNER);
  public readonly collaboration: CfnCollaboration;
  public readonly membership: CfnMembership;
  public readonly partnerMembership?: CfnMembership;

  constructor(given: {
    readonly collaboration?: Partial<CfnCollaborationProps>;
    readonly membership?: Partial<CfnMembershipProps>;
    readonly isPartnerElsewhere?: boolean;
  } = {}) {
    this.collaboration = new CfnCollaboration(this.creator, 'Collaboration', {
      name: 'room',
      description: 'A room',
      creatorDisplayName: 'Brand',
      creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
      queryLogStatus: 'ENABLED',
      members: [{ accountId: PARTNER, displayName: 'Media', memberAbilities: [] }],
      ...given.collaboration,
    });
    const collaborationIdentifier = this.collaboration.attrCollaborationIdentifier;
    this.membership = new CfnMembership(this.creator, 'Membership', { collaborationIdentifier, queryLogStatus: 'ENABLED', ...given.membership });
    if (!given.isPartnerElsewhere) this.partnerMembership = new CfnMembership(this.partner, 'Membership', { collaborationIdentifier, queryLogStatus: 'ENABLED' });
  }

  /** Adds a table of the creator. */
  public table(name: string, rule: CfnConfiguredTable.AnalysisRuleProperty | undefined, more: {
    readonly table?: Partial<CfnConfiguredTableProps>;
    readonly receivers?: string[];
    readonly associationRules?: CfnConfiguredTableAssociation.ConfiguredTableAssociationAnalysisRuleProperty[];
    readonly roleArn?: string;
    readonly id?: string;
  } = {}): CfnConfiguredTableAssociation {
    const id = more.id ?? name;
    const table = new CfnConfiguredTable(this.creator, `${id}-table`, {
      name,
      allowedColumns: ['id', 'city', 'amount'],
      analysisMethod: 'DIRECT_QUERY',
      tableReference: { glue: { databaseName: 'sales', tableName: name } },
      analysisRules: rule && [rule],
      ...more.table,
    });
    const receivers = { allowedResultReceivers: more.receivers ?? [CREATOR] };
    const v1 = rule?.type === 'AGGREGATION' ? { aggregation: receivers } : rule?.type === 'LIST' ? { list: receivers } : { custom: receivers };
    return new CfnConfiguredTableAssociation(this.creator, id, {
      name,
      configuredTableIdentifier: table.attrConfiguredTableIdentifier,
      membershipIdentifier: this.membership.attrMembershipIdentifier,
      roleArn: more.roleArn ?? `arn:aws:iam::${CREATOR}:role/reader`,
      configuredTableAssociationAnalysisRules: more.associationRules ?? (rule && [{ type: rule.type, policy: { v1 } }]),
    });
  }

  /** Adds a role that is trusted under some conditions. */
  public role(id: string, condition: object | undefined, principal: object | string = { Service: 'cleanrooms.amazonaws.com' }): CfnRole {
    return new CfnRole(this.creator, id, {
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...condition && { Condition: condition } }],
      },
    });
  }

  /** A value that is known at deployment only. */
  public parameter(id: string): string {
    return new CfnParameter(this.creator, id).valueAsString;
  }

  public get reviewed(): RoomReview {
    const { rooms: [room] } = this.review();
    return room;
  }

  public review(details?: GivenDetails): Review {
    return reviewOf(loadProgram(this.synthesized()), details);
  }

  /** The folder of its cloud assembly. */
  public synthesized(): string {
    return this.app.synth().directory;
  }

  /** The answers to a question. */
  public answers(question: QuestionKey): string[] {
    return answersIn(this.reviewed, question);
  }

  private stack(id: string, account: string): Stack {
    return new Stack(this.app, id, { env: { account, region: 'us-east-1' } });
  }
}

/** The answers of a room to a question as texts: `?` says that one is not known, `!` that it is to be looked at. */
export function answersIn(room: RoomReview, question: QuestionKey): string[] {
  return room.sections.find((section) => section.question === question)!.blocks.flatMap(linesOf);
}

function linesOf(block: Block): string[] {
  switch (block.kind) {
    case 'statement': return [marked(block, plainText(block.text))];
    case 'listing': return [`${plainText(block.caption)}\n${block.text}`];
    case 'table': return block.rows.map((row) => marked(row, row.cells.map(plainText).join(' | ')));
  }
}

function marked({ certainty }: Statement | Row, text: string): string {
  return `${certainty === 'unknown' ? '? ' : certainty === 'attention' ? '! ' : ''}${text}`;
}

/** What changes from one program to another: `>` says that something is looser. */
export function changes(before: TestRoom, now: TestRoom): string[] {
  return inWords(differencesOf(now.review(), before.review()));
}

export function inWords(differences: readonly Difference[]): string[] {
  return differences.map(({ isLooser, text }) => `${isLooser ? '> ' : ''}${plainText(text)}`);
}

export const AGGREGATION: CfnConfiguredTable.AnalysisRuleProperty = {
  type: 'AGGREGATION',
  policy: {
    v1: {
      aggregation: {
        aggregateColumns: [{ columnNames: ['amount'], function: 'SUM' }],
        joinColumns: ['id'],
        dimensionColumns: ['city'],
        scalarFunctions: [],
        outputConstraints: [{ columnName: 'id', minimum: 100, type: 'COUNT_DISTINCT' }],
        additionalAnalyses: 'NOT_ALLOWED',
      },
    },
  },
};

export const LIST: CfnConfiguredTable.AnalysisRuleProperty = {
  type: 'LIST', policy: { v1: { list: { joinColumns: ['id'], listColumns: ['city'], additionalAnalyses: 'NOT_ALLOWED' } } },
};

/** An aggregation rule with some of its parts changed. */
export function aggregation(more: Partial<CfnConfiguredTable.AnalysisRuleAggregationProperty>): CfnConfiguredTable.AnalysisRuleProperty {
  const { v1 } = AGGREGATION.policy as { readonly v1: { readonly aggregation: CfnConfiguredTable.AnalysisRuleAggregationProperty } };
  return { type: 'AGGREGATION', policy: { v1: { aggregation: { ...v1.aggregation, ...more } } } };
}

/** A custom rule that allows any query of the creator, with some parts added. */
export function custom(more: Partial<CfnConfiguredTable.AnalysisRuleCustomProperty> = {}): CfnConfiguredTable.AnalysisRuleProperty {
  return {
    type: 'CUSTOM',
    policy: { v1: { custom: { allowedAnalyses: ['ANY_QUERY'], allowedAnalysisProviders: [CREATOR], additionalAnalyses: 'NOT_ALLOWED', ...more } } },
  };
}

/** A table with a custom rule whose newest parts no L1 of the oldest aws-cdk-lib has. */
export function customTable(room: TestRoom, rule: Parameters<typeof custom>[0], raw: object = {}, analysisMethod = 'DIRECT_QUERY'): TestRoom {
  room.table('sales', custom(rule), { table: { analysisMethod } });
  const table = room.creator.node.findChild('sales-table') as CfnResource;
  Object.entries(raw).forEach(([name, value]) => table.addPropertyOverride(`AnalysisRules.0.Policy.V1.Custom.${name}`, value));
  return room;
}

/** Whole answers that a room is to have among others. */
export function expectAnswers(room: TestRoom, question: QuestionKey, ...answers: string[]): void {
  expect(room.answers(question)).toEqual(expect.arrayContaining(answers));
}
