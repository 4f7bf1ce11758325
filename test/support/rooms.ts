import { App, Aspects, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { CfnCollaboration, CfnConfiguredTable, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import * as fc from 'fast-check';
import { CREATOR, PARTNER, THIRD } from './stacks';
import type * as library from '../../src';

/*
 * Whole programs for the laws of the model: a room of three accounts, its stacks, tables, templates and runs, in any order of
 * definition, with changes of L1s at any time, from one copy of the library or several, right and wrong ones.
 */

type Library = typeof library;

/** What a program says. Each value is drawn at random; some make mistakes. */
export interface Description {
  readonly creatorAbilities: string[];
  readonly partnerAbilities: string[];
  readonly partnerPays: readonly ('QUERY_COMPUTE' | 'MODEL_TRAINING')[];
  readonly isInvited: boolean;
  readonly invitedName: string;
  readonly receivers: string[];
  readonly creatorRule: 'aggregation' | 'list' | 'custom';
  readonly partnerRule: 'aggregation' | 'list' | 'custom';
  readonly partnerTableName: string;
  /** Whether the creator has a second table, which is read with the same role as the first one. */
  readonly sharesRole: boolean;
  readonly hasBudgets: number;
  readonly addsThird: boolean;
  readonly removesPartner: boolean;
  readonly query: string;
  readonly payer: string;
}

const ABILITIES = ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'];

/** Descriptions, of right programs and of wrong ones. */
export const descriptions: fc.Arbitrary<Description> = fc.record({
  creatorAbilities: fc.subarray(ABILITIES),
  partnerAbilities: fc.subarray(['CAN_RECEIVE_RESULTS']),
  partnerPays: fc.subarray(['QUERY_COMPUTE', 'MODEL_TRAINING'] as const),
  isInvited: fc.boolean(),
  invitedName: fc.constantFrom('room', 'room', 'Room'),
  receivers: fc.subarray([CREATOR, PARTNER, THIRD]),
  creatorRule: fc.constantFrom('aggregation', 'list', 'custom'),
  partnerRule: fc.constantFrom('aggregation', 'list', 'custom'),
  partnerTableName: fc.constantFrom('impressions', 'impressions', 'purchases', 'Purchases'),
  sharesRole: fc.boolean(),
  hasBudgets: fc.integer({ min: 0, max: 2 }),
  addsThird: fc.boolean(),
  removesPartner: fc.boolean(),
  query: fc.constantFrom('SELECT 1 FROM purchases', 'SELECT 1 FROM purchase', 'SELECT 1 FROM purchases JOIN impressions USING (id)'),
  payer: fc.constantFrom(CREATOR, PARTNER, THIRD),
});

/** Something that a program defines, after what it refers to. */
interface Step {
  readonly after: readonly string[];
  define(made: Made, lib: Library): IConstruct;
}

type Made = Record<string, IConstruct>;

/** The steps of a program by their names. */
function stepsOf(description: Description): Record<string, Step> {
  const abilities = (lib: Library, names: string[]) => names.map((name) => lib.MemberAbility.of(name));
  const rule = (lib: Library, kind: Description['creatorRule']) => ({
    aggregation: lib.AnalysisRule.aggregation().joinOn('id').sum('amount').groupBy('city').requireAtLeast(100, 'id'),
    list: lib.AnalysisRule.list().joinOn('id').list('city'),
    custom: lib.AnalysisRule.custom().allowAnyQueryBy(CREATOR).withDifferentialPrivacy('id'),
  })[kind];
  const table = (stack: string, kind: Description['creatorRule'], name: string): Step => ({
    after: [],
    define: (made, lib) => new lib.ConfiguredTable(made[stack] as Stack, name, {
      source: lib.TableSource.glueTable({
        databaseName: 'sales', tableName: name, bucket: Bucket.fromBucketName(made[stack], `${name}Data`, 'sales-data'), prefix: name,
      }),
      allowedColumns: lib.AllowedColumns.of('id', 'amount', 'city'),
      analysisRule: rule(lib, kind),
    }),
  });
  const association = (stack: string, membership: string, configuredTable: string, name: string, role?: string): Step => ({
    after: [membership, configuredTable, ...role ? [role] : []],
    define: (made, lib) => new lib.ConfiguredTableAssociation(made[stack] as Stack, `${configuredTable}Association`, {
      membership: made[membership] as library.Membership,
      configuredTable: made[configuredTable] as library.ConfiguredTable,
      configuredTableAssociationName: name,
      analysisRule: lib.AnalysisRule.forAssociation().allowResultReceivers(...description.receivers),
      role: role === undefined ? undefined : made[role] as library.TableAccessRole,
    }),
  });
  return {
    collaboration: {
      after: [],
      define: (made, lib) => new lib.Collaboration(made.creator as Stack, 'Collaboration', {
        collaborationName: 'room',
        creator: { displayName: 'Creator', abilities: abilities(lib, description.creatorAbilities) },
        members: [{
          accountId: PARTNER,
          displayName: 'Partner',
          abilities: abilities(lib, description.partnerAbilities),
          paymentResponsibilities: description.partnerPays.map((cost) => lib.PaymentResponsibility[cost]),
        }],
      }),
    },
    creatorMembership: {
      after: ['collaboration'],
      define: (made, lib) => new lib.Membership(made.creator as Stack, 'Membership', { collaboration: made.collaboration as library.Collaboration }),
    },
    partnerMembership: {
      after: description.isInvited ? [] : ['collaboration'],
      define: (made, lib) => new lib.Membership(made.partner as Stack, 'Membership', {
        collaboration: description.isInvited
          ? lib.Collaboration.fromInvitation(made.partner as Stack, 'Invitation', {
            collaborationName: description.invitedName, creatorAccountId: CREATOR,
          })
          : made.collaboration as library.Collaboration,
      }),
    },
    purchases: table('creator', description.creatorRule, 'purchases'),
    impressions: table('partner', description.partnerRule, 'impressions'),
    purchasesAssociation: association('creator', 'creatorMembership', 'purchases', 'purchases', description.sharesRole ? 'role' : undefined),
    impressionsAssociation: association('partner', 'partnerMembership', 'impressions', description.partnerTableName),
    template: {
      after: ['creatorMembership'],
      define: (made, lib) => new lib.AnalysisTemplate(made.creator as Stack, 'Template', {
        membership: made.creatorMembership as library.Membership, source: lib.AnalysisSource.sql(description.query),
      }),
    },
    query: {
      after: ['creatorMembership'],
      define: (made, lib) => new lib.ProtectedQuery(made.creator as Stack, 'Query', {
        membership: made.creatorMembership as library.Membership,
        statement: lib.QueryStatement.sql(description.query),
        output: lib.QueryOutput.member(PARTNER),
        payerAccountId: description.payer,
      }),
    },
    ...description.sharesRole ? {
      role: {
        after: ['creatorMembership'],
        define: (made: Made, lib: Library) => new lib.TableAccessRole(made.creator as Stack, 'Reader', {
          membership: made.creatorMembership as library.Membership,
        }),
      },
      returns: table('creator', description.creatorRule, 'returns'),
      returnsAssociation: association('creator', 'creatorMembership', 'returns', 'returns', 'role'),
    } : {},
    ...Object.fromEntries(Array.from({ length: description.hasBudgets }, (_, index): [string, Step] => [`budget${index}`, {
      after: ['creatorMembership'],
      define: (made, lib) => new lib.PrivacyBudgetTemplate(made.creator as Stack, `Budget${index}`, {
        membership: made.creatorMembership as library.Membership,
        budget: lib.PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }),
      }),
    }])),
    ...description.addsThird ? {
      addition: {
        after: ['collaboration'],
        define: (made: Made, lib: Library) => new lib.CollaborationChangeRequest(made.creator as Stack, 'AddThird', {
          collaboration: made.collaboration as library.Collaboration,
          changes: [lib.CollaborationChange.addMember({ accountId: THIRD, displayName: 'Third', abilities: [lib.MemberAbility.CAN_RECEIVE_RESULTS] })],
        }),
      },
    } : {},
    ...description.removesPartner ? {
      removal: {
        after: ['collaboration'],
        define: (made: Made, lib: Library) => new lib.MemberRemoval(made.creator as Stack, 'RemovePartner', {
          collaboration: made.collaboration as library.Collaboration, accountId: PARTNER,
        }),
      },
    } : {},
  };
}

/** A change of an L1 that the library made, by the name of the step that made it. */
export interface Change {
  readonly step: string;
  apply(resource: CfnResource): void;
}

/** Changes that matter to other constructs. */
export const changes: fc.Arbitrary<Change> = fc.constantFrom<Change>(
  { step: 'collaboration', apply: (resource) => resource.addPropertyOverride('IsMetricsEnabled', true) },
  { step: 'collaboration', apply: (resource) => ((resource as CfnCollaboration).creatorMemberAbilities = ['CAN_QUERY', 'CAN_RECEIVE_RESULTS']) },
  { step: 'collaboration', apply: (resource) => resource.addPropertyOverride('Members.0.MemberAbilities', ['CAN_RECEIVE_RESULTS']) },
  { step: 'collaboration', apply: (resource) => ((resource as CfnCollaboration).name = 'Room') },
  { step: 'partnerMembership', apply: (resource) => ((resource as CfnMembership).isMetricsEnabled = true) },
  {
    step: 'purchases',
    apply: (resource) => ((resource as CfnConfiguredTable).analysisRules = [{
      type: 'LIST', policy: { v1: { list: { joinColumns: ['id'], listColumns: ['city'] } } },
    }]),
  },
  { step: 'impressions', apply: (resource) => resource.addPropertyDeletionOverride('AnalysisRules') },
  { step: 'impressionsAssociation', apply: (resource) => resource.addPropertyOverride('Name', 'clicks') },
  { step: 'template', apply: (resource) => resource.addPropertyOverride('Source.Text', 'SELECT 2 FROM purchases') },
);

/** How a program is written: in which order, with which copy of the library each part, and when its L1s are changed. */
export interface Writing {
  /** Numbers by which the steps are ordered, as far as references allow it. */
  readonly order?: number[];
  readonly libraryOf?: (step: string) => Library;
  readonly changes?: readonly Change[];
  /** When the changes are made: at once, when all else is defined, or by an aspect. */
  readonly changed?: 'at once' | 'at the end' | 'by an aspect';
  /** Whether what is defined is synthesized without being checked, so that a wrong program has a cloud assembly. */
  readonly unchecked?: boolean;
  /** Is given the app once it is synthesized. */
  readonly synthesized?: (app: App, folder: string) => void;
}

/** What came of a program: its templates and warnings, or its error. */
export interface Outcome {
  readonly templates?: Record<string, unknown>;
  readonly warnings?: string[];
  readonly error?: string[];
}

/** Writes the program, synthesizes it, and says what came of it. */
export function outcomeOf(description: Description, lib: Library, writing: Writing = {}): Outcome {
  const { order = [], libraryOf, changes: made = [], changed, unchecked, synthesized } = writing;
  const app = new App({ analyticsReporting: false });
  const constructs: Made = {
    creator: new Stack(app, 'Creator', { env: { account: CREATOR, region: 'us-east-1' } }),
    partner: new Stack(app, 'Partner', { env: { account: PARTNER, region: 'us-east-1' } }),
  };
  const apply = (step: string) => made.filter((change) => change.step === step)
    .forEach((change) => change.apply(constructs[step].node.defaultChild as CfnResource));
  try {
    for (const [name, step] of ordered(stepsOf(description), order)) {
      constructs[name] = step.define(constructs, libraryOf?.(name) ?? lib);
      if (changed === 'at once') apply(name);
    }
    if (changed === 'at the end') [...new Set(made.map(({ step }) => step))].filter((step) => constructs[step]).forEach(apply);
    if (changed === 'by an aspect') {
      const isChanged = (step: string, node: IConstruct) => constructs[step]?.node.defaultChild === node;
      Aspects.of(app).add({ visit: (node) => [...new Set(made.map(({ step }) => step))].filter((step) => isChanged(step, node)).forEach(apply) });
    }
    const assembly = app.synth({ skipValidation: unchecked });
    synthesized?.(app, assembly.directory);
    return {
      templates: Object.fromEntries(assembly.stacks.map(({ stackName, template }) => [stackName, template])),
      warnings: assembly.stacks.flatMap(({ messages }) => messages.map(({ id, entry }) => `${id} ${String(entry.data)}`)).sort(),
    };
  } catch (error) {
    return { error: (error as Error).message.split('\n') };
  }
}

/** The steps in the order of the given numbers, each after what it refers to. */
function ordered(steps: Record<string, Step>, order: readonly number[]): [string, Step][] {
  const names = Object.keys(steps);
  const rank = (name: string) => order[names.indexOf(name)] ?? names.indexOf(name);
  const sorted: [string, Step][] = [];
  const place = (name: string) => {
    if (sorted.some(([placed]) => placed === name)) return;
    steps[name].after.forEach(place);
    sorted.push([name, steps[name]]);
  };
  [...names].sort((one, other) => rank(one) - rank(other)).forEach(place);
  return sorted;
}
