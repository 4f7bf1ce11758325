import { Annotations, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { Dashboard, GraphWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { DashboardProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_cleanrooms as refs, aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { awaitedTables, tablesOfQuery, tablesOfTemplate } from './awaited-tables';
import { checkJobRunner, checkObservability, checkQuerier, checkResults } from './clean-room-rules';
import type { RoomMember } from './clean-room-rules';
import { CleanRoomTable } from './clean-room-table';
import type { CleanRoomIdMappingTableOptions, CleanRoomIntermediateTableOptions, CleanRoomTableOptions } from './clean-room-table';
import { checkExpectedTable, warnAboutExpectedRule } from './expected-table';
import type { ExpectedTableOptions } from './expected-table';
import { MemberResults } from './member-results';
import type { CleanRoomMemberSettings } from './member-settings';
import type { RoomRegister } from './room-register';
import { Phase } from './room-stacks';
import type { MemberStacks } from './room-stacks';
import { ScheduledQuery } from './scheduled-query';
import type { ScheduledQueryOptions } from './scheduled-query';
import { copied } from '../../foundation/copied';
import { groupIn } from '../../foundation/group-in';
import { checked } from '../../foundation/parameters';
import { resourceBehind } from '../../foundation/references';
import { code, throwIfAny } from '../../foundation/validation-faults';
import { recordFoundTemplate } from '../../program/analysis-template';
import { Program } from '../../program/program';
import { AnalysisTemplate } from '../analysis/analysis-template';
import type { AnalysisTemplateOptions } from '../analysis/analysis-template';
import { ProtectedJob } from '../analysis/protected-job';
import type { ProtectedJobOptions } from '../analysis/protected-job';
import { ProtectedQuery } from '../analysis/protected-query';
import type { ProtectedQueryOptions } from '../analysis/protected-query';
import type { QueryStatement } from '../analysis/query-statement';
import type { ICollaboration } from '../collaboration/collaboration';
import type { PaymentResponsibility } from '../collaboration/collaboration-member';
import { MembersJoined } from '../collaboration/members-joined';
import { IdMappingTable } from '../identity/id-mapping-table';
import { IdMappingTablePopulation } from '../identity/id-mapping-table-population';
import { IdNamespaceAssociation } from '../identity/id-namespace-association';
import type { IdNamespaceAssociationOptions } from '../identity/id-namespace-association';
import { Membership } from '../membership/membership';
import type { JobResultConfiguration, QueryResultConfiguration } from '../membership/result-configuration';
import { PrivacyBudget } from '../privacy-budget/privacy-budget';
import { PrivacyBudgetTemplate } from '../privacy-budget/privacy-budget-template';
import type { PrivacyBudgetTemplateOptions } from '../privacy-budget/privacy-budget-template';
import { AnalysisRule } from '../table/analysis-rules/analysis-rule';
import { ConfiguredTable } from '../table/configured-table';
import { ConfiguredTableAssociation } from '../table/configured-table-association';
import { IntermediateTable } from '../table/intermediate-table';
import { PopulationAnalysis } from '../table/population-analysis';
import { SchemaReadiness } from '../table/schema-readiness';

/** What a member is made of. @internal */
export interface MemberParts {
  readonly member: RoomMember;
  readonly room: Construct;
  readonly register: RoomRegister;
  readonly stacks: MemberStacks;
  readonly collaboration: ICollaboration;
  readonly settings: CleanRoomMemberSettings;
  /** What the collaboration has on; `undefined` where it is not known. */
  readonly ofRoom: { readonly queryLogging?: boolean; readonly jobLogging?: boolean; readonly metrics?: boolean };
  readonly metrics: boolean;
  readonly paymentResponsibilities?: PaymentResponsibility[];
  readonly resultReceivers?: string[];
  readonly allowReplacement?: boolean;
  readonly removalPolicy?: RemovalPolicy;
  readonly timeout: Duration;
}

/**
 * A member of a clean room whose stacks this app has.
 *
 * Everything that it brings is an ordinary construct in one of its stacks, and what the room does not know can be defined beside it, with its
 * `stack` as the scope and its `membership`. The stacks are deployed in the order that they need: what needs nothing of others stands in the
 * member's own stack, what needs templates or ID namespaces of others in `<name>-Exchange`, and what names tables of others in
 * `<name>-Analysis`.
 */
@checked('CleanRoomMember')
export class CleanRoomMember {
  /** @internal */
  public static _create(parts: MemberParts): CleanRoomMember {
    return new CleanRoomMember(parts);
  }

  /** The name of the member in the app. */
  public readonly name: string;

  /** The AWS account of the member. */
  public readonly account: string;

  /** The stack in which the member takes part in the collaboration. */
  public readonly stack: Stack;

  /** The collaboration as the stack of the member knows it: its definition for the creator, what the invitation leads to for everybody else. */
  public readonly collaboration: ICollaboration;

  /** The membership of the member. */
  public readonly membership: Membership;

  /** The bucket for the results that the member receives; `undefined` if it has none. */
  public readonly resultsBucket?: s3Refs.IBucketRef;

  private readonly tables = new Map<string, CleanRoomTable>();

  private constructor(private readonly parts: MemberParts) {
    const { member, room, stacks, settings, ofRoom, removalPolicy } = parts;
    this.name = member.name;
    this.account = member.account;
    this.stack = Stack.of(stacks.entry);
    this.collaboration = parts.collaboration;

    const receives = member.abilities.includes('CAN_RECEIVE_RESULTS');
    const results = settings.results ?? (receives ? MemberResults.newBucket() : MemberResults.none());
    throwIfAny(room, [
      ...checkResults(results._isPlace, member),
      ...checkObservability(member.name, { queryLogging: settings.queryLogging, jobLogging: settings.jobLogging }, ofRoom),
    ]);
    const bucket = results._bucketIn(stacks.entry, removalPolicy);
    this.resultsBucket = bucket;
    this.membership = new Membership(stacks.entry, 'Membership', {
      collaboration: this.collaboration,
      queryLogging: settings.queryLogging ?? ofRoom.queryLogging,
      jobLogging: settings.jobLogging ?? ofRoom.jobLogging,
      metrics: parts.metrics || undefined,
      paymentResponsibilities: parts.paymentResponsibilities,
      queryRunnerMembershipId: settings.queryRunnerMembershipId,
      defaultResult: bucket && results._placeOf('queries', bucket) as QueryResultConfiguration,
      defaultJobResult: bucket && (results._isForJobs ?? member.abilities.includes('CAN_RUN_JOB')) ? results._placeOf('jobs', bucket) as JobResultConfiguration : undefined,
      allowReplacement: parts.allowReplacement,
      removalPolicy,
    });
    if (member.leaves) this.leave();
  }

  /**
   * Adds a table: a configured table with its association, and the role with which Clean Rooms reads it.
   *
   * @param id The id of the table among those of this member, and the name by which SQL finds it unless `tableName` is given.
   * @param options Where the rows are, the allowed columns, the analysis rule, and who may receive results.
   */
  public addTable(id: string, options: CleanRoomTableOptions): CleanRoomTable {
    const {
      tableName = id, associationDescription, resultReceivers, allowedAdditionalAnalyses, role, accessBudget, afterOtherMembers, ...table
    } = options;
    const { member, register, stacks, settings, removalPolicy } = this.parts;
    register.addTable(tableName, member);
    const receivers = this.receiversOf(tableName, resultReceivers);

    const owners = (table.analysisRule?._templates ?? []).flatMap((template) => register.templateOf(template, member)?.owner ?? []);
    // The stack of the creator is deployed before everybody else's.
    const isAfterOthers = afterOtherMembers ?? owners.some((owner) => owner !== member && !owner.creates);
    const place = isAfterOthers ? stacks.in(Phase.EXCHANGE) : stacks.entry;
    register.whenRunnerIsKnown((runner) => {
      if (runner.creates || (isAfterOthers && (owners.includes(runner) || !runner.deploysItself))) this.findMembershipOf(runner, place);
    });
    const scope = groupIn(groupIn(place, 'Tables'), id);
    const configuredTable = new ConfiguredTable(scope, 'ConfiguredTable', {
      ...table,
      analysisRule: table.analysisRule?._withTemplates((template) => this.templateIn(place, template)),
    });
    const association = new ConfiguredTableAssociation(scope, 'Association', {
      membership: this.membership,
      configuredTable,
      configuredTableAssociationName: tableName,
      description: associationDescription,
      role,
      queryRunnerMembershipId: role ? undefined : settings.queryRunnerMembershipId,
      analysisRule: table.analysisRule && AnalysisRule.forAssociation({ allowedResultReceivers: receivers, allowedAdditionalAnalyses }),
    });
    const added = CleanRoomTable._of(configuredTable, association, accessBudget && new PrivacyBudgetTemplate(scope, 'AccessBudget', {
      membership: this.membership, budget: PrivacyBudget.access(association, accessBudget), removalPolicy,
    }));
    this.tables.set(tableName.toLowerCase(), added);
    return added;
  }

  /**
   * Checks at synthesis that this member brings a table as the clean room expects it: an error where the table or columns of it are missing, a warning
   * where it has another rule. The creator of the room declares its expectations with `CleanRoomPartner.declareTable`.
   *
   * @param tableName The name of the table, in any spelling of capitals.
   * @param options The columns and the analysis rule that are expected. By default, only that there is such a table.
   */
  public expectTable(tableName: string, options: ExpectedTableOptions = {}): void {
    const { room } = this.parts;
    Program.of(room).addCheck((_, findings) => {
      const table = this.tables.get(tableName.toLowerCase())?.configuredTable;
      const brought = table && { columns: table.allowedColumns, rule: table.analysisRule };
      findings.fault(room, ...checkExpectedTable(tableName, options, brought));
      findings.warning(table ?? room, ...warnAboutExpectedRule(tableName, options, brought));
    });
  }

  /**
   * Adds an analysis template. Members allow it in the rules of their tables by the value that this returns: their stacks find it by its owner and
   * its name, and accept nothing but its text.
   *
   * @param id The id of the template among those of this member.
   * @param options The SQL or PySpark script, and what describes the template. Without a name, each new content gets a new one.
   */
  public addAnalysisTemplate(id: string, options: AnalysisTemplateOptions): AnalysisTemplate {
    const { member, register, stacks } = this.parts;
    const template = new AnalysisTemplate(groupIn(stacks.entry, 'AnalysisTemplates'), id, { ...options, membership: this.membership });
    const { name } = template.node.defaultChild as CfnAnalysisTemplate;
    register.addTemplate(template, { owner: member, id, analysisTemplateName: name, sourceSha256: template.sourceSha256 });
    return template;
  }

  /**
   * Adds a privacy budget. The limits of a table are better given to the table, as its `accessBudget`.
   *
   * @param id The id of the budget among those of this member.
   * @param options The budget, and when it is refreshed.
   */
  public addPrivacyBudget(id: string, options: PrivacyBudgetTemplateOptions): PrivacyBudgetTemplate {
    const { stacks, removalPolicy } = this.parts;
    return new PrivacyBudgetTemplate(groupIn(stacks.entry, 'PrivacyBudgets'), id, { removalPolicy, ...options, membership: this.membership });
  }

  /**
   * Associates an ID namespace of AWS Entity Resolution with the collaboration.
   *
   * @param id The id of the association among those of this member.
   * @param options The ID namespace, and how it may be used.
   */
  public addIdNamespace(id: string, options: IdNamespaceAssociationOptions): IdNamespaceAssociation {
    return new IdNamespaceAssociation(groupIn(this.parts.stacks.entry, 'IdNamespaces'), id, { ...options, membership: this.membership });
  }

  /**
   * Adds an ID mapping table, and populates it when the ID namespaces of all members are there.
   *
   * @param id The id of the table among the ID mapping tables of this member, and its name unless `tableName` is given.
   * @param options The workflow of AWS Entity Resolution that fills the table, its name and its encryption.
   */
  public addIdMappingTable(id: string, options: CleanRoomIdMappingTableOptions): IdMappingTable {
    const { member, register, stacks, removalPolicy } = this.parts;
    const { tableName = id, populationVersion: version, ...others } = options;
    register.addTable(tableName, member);
    const scope = groupIn(groupIn(stacks.in(Phase.EXCHANGE), 'IdMappingTables'), id);
    const table = new IdMappingTable(scope, 'IdMappingTable', { removalPolicy, ...others, idMappingTableName: tableName, membership: this.membership });
    new IdMappingTablePopulation(scope, 'Population', { idMappingTable: table, version });
    return table;
  }

  /**
   * Adds an intermediate table, for the member who can query. It is created after the tables of all members whose stacks this app has.
   *
   * @param id The id of the table among the intermediate tables of this member, and its name unless `tableName` is given.
   * @param options The query that fills the table, its analysis rule, its receivers and its encryption.
   */
  public addIntermediateTable(id: string, options: CleanRoomIntermediateTableOptions): IntermediateTable {
    const { member, register, room, stacks, removalPolicy } = this.parts;
    const { tableName = id, populationAnalysis, analysisRule, ...others } = options;
    throwIfAny(room, checkQuerier(`the intermediate table '${tableName}'`, member));
    register.addTable(tableName, member);
    const place = stacks.in(Phase.ANALYSIS);
    const template = populationAnalysis._templateRef;
    return new IntermediateTable(groupIn(place, 'IntermediateTables'), id, {
      removalPolicy,
      ...others,
      populationAnalysis: template ? PopulationAnalysis.template(this.templateIn(place, template)) : populationAnalysis,
      analysisRule: analysisRule?._withTemplates((each) => this.templateIn(place, each)),
      intermediateTableName: tableName,
      membership: this.membership,
    });
  }

  /**
   * Runs a query once at deployment, when the tables that it names are ready, whoever brings them. It waits for at most 25 tables, as many as
   * the service answers for at once.
   *
   * @param id The id of the query among those of this member.
   * @param options The statement, and where results go: by default to the default result place of this member.
   */
  public runQuery(id: string, options: ProtectedQueryOptions): ProtectedQuery {
    throwIfAny(this.parts.room, checkQuerier(`the query '${id}'`, this.parts.member));
    const place = this.parts.stacks.in(Phase.ANALYSIS);
    const scope = groupIn(groupIn(place, 'Queries'), id);
    const query = new ProtectedQuery(scope, 'Query', {
      ...options, membership: this.membership, statement: this.statementIn(place, options.statement),
    });
    query.node.addDependency(new SchemaReadiness(scope, 'Tables', {
      collaboration: this.collaboration, ...awaitedTables(this.parts.register, () => tablesOfQuery(options.statement)), timeout: this.parts.timeout,
    }));
    return query;
  }

  /**
   * Runs a PySpark job once at deployment, when the tables that its template names are ready, whoever brings them: at most 25, as many as the
   * service answers for at once.
   *
   * @param id The id of the job among those of this member.
   * @param options The template with the script, its parameters, and who receives the results.
   */
  public runJob(id: string, options: ProtectedJobOptions): ProtectedJob {
    const { member, register, room, stacks, timeout } = this.parts;
    throwIfAny(room, checkJobRunner(`the job '${id}'`, member));
    const place = stacks.in(Phase.ANALYSIS);
    const scope = groupIn(groupIn(place, 'Jobs'), id);
    const job = new ProtectedJob(scope, 'Job', {
      ...options, membership: this.membership, analysisTemplate: this.templateIn(place, options.analysisTemplate),
    });
    job.node.addDependency(new SchemaReadiness(scope, 'Tables', {
      collaboration: this.collaboration, ...awaitedTables(register, () => tablesOfTemplate(options.analysisTemplate)), timeout,
    }));
    return job;
  }

  /**
   * Runs a query on a schedule, with an alarm for those that do not succeed.
   *
   * @param id The id of the query among the scheduled queries of this member.
   * @param options The statement, the schedule, where results go, and who is alarmed.
   */
  public scheduleQuery(id: string, options: ScheduledQueryOptions): ScheduledQuery {
    throwIfAny(this.parts.room, checkQuerier(`the query '${id}'`, this.parts.member));
    const place = this.parts.stacks.in(Phase.ANALYSIS);
    return new ScheduledQuery(groupIn(place, 'ScheduledQueries'), id, {
      ...options, membership: this.membership, statement: this.statementIn(place, options.statement),
    });
  }

  /**
   * Adds a dashboard with the metrics of the clean room in the account of the member, who must be able to query or pay.
   *
   * @param props The name and the settings of the dashboard. Widgets of the clean room are added to those that are given.
   */
  public addDashboard(props: DashboardProps = {}): Dashboard {
    const { metrics, register, stacks } = this.parts;
    if (!metrics) {
      register.refuse(code`RoomMetricsOff`, `member '${this.name}' has no metrics for a dashboard: set 'metrics' of the clean room, and take a member who can query or pays`);
    }
    const dashboard = new Dashboard(stacks.entry, 'Dashboard', props);
    const { membership } = this;
    dashboard.addWidgets(
      new GraphWidget({ title: 'Analyses', left: [membership.metricAnalysesCount()], right: [membership.metricAnalysisRuntime()] }),
      new GraphWidget({ title: 'At the same time', left: [membership.metricConcurrentQueries()], right: [membership.metricConcurrentVcpus()] }),
      new GraphWidget({ title: 'Clean Rooms processing units', left: [membership.metricCrpuConsumed()] }),
    );
    return dashboard;
  }

  /** The membership stays in the stack, without a use, because nobody can have another one. */
  private leave(): void {
    const { member, register, stacks } = this.parts;
    const scope = Annotations.of(stacks.entry);
    ['membershipOfRemovedMember', 'stackOfRemovedMember'].forEach((id) => scope.acknowledgeWarning(`cdk-cleanrooms:${id}`, 'the program says that the member leaves'));
    stacks.close(() => register.refuseWhatLeaves(member));
  }

  /** Returns who may receive the results of a table: whom the user says, or else whoever can. */
  private receiversOf(table: string, given: string[] | undefined): string[] {
    const { register, resultReceivers } = this.parts;
    const receivers = copied(given ?? resultReceivers);
    if (receivers) {
      register.checkReceivers(table, receivers);
      return receivers;
    }
    return register.isComplete ? Lazy.uncachedList({ produce: () => register.receivers() })
      : register.refuse(code`RoomReceiversUnknown`,
        `who may receive the results of table '${table}' is not known, because another app defines this clean room: give 'resultReceivers', of the table or of CleanRoom.join`);
  }

  /** Has the roles in a stack trust the membership of the runner by its id, which has joined when the stack is deployed. */
  private findMembershipOf(runner: RoomMember, place: Construct): void {
    const { member, settings, timeout } = this.parts;
    if (runner === member || runner.leaves || settings.queryRunnerMembershipId !== undefined || place.node.tryFindChild('RunnerJoined')) return;
    new MembersJoined(place, 'RunnerJoined', { collaboration: this.collaboration, accountIds: [runner.account], timeout });
  }

  /**
   * Returns a template as a stack of this member can name it: where it is in another stack, what its owner and its name lead to. Also where that
   * stack is the member's: a template that changes is another resource, and what an export of CloudFormation is used for cannot go.
   */
  private templateIn(place: Construct, template: refs.IAnalysisTemplateRef): refs.IAnalysisTemplateRef {
    const { member, register, timeout } = this.parts;
    const registered = register.templateOf(template, member);
    if (!registered || template.node.scopes.includes(Stack.of(place))) return template;
    const { owner, id, analysisTemplateName, sourceSha256, acceptedIdentifier } = registered;
    const lookups = groupIn(groupIn(place, 'AnalysisTemplateLookups'), owner.name);
    const known = lookups.node.tryFindChild(id)?.node.tryFindChild('AnalysisTemplate') as AnalysisTemplate | undefined;
    if (known) return known;
    const found = AnalysisTemplate.fromCollaboration(lookups, id, {
      collaboration: this.collaboration, ownerAccountId: owner.account, analysisTemplateName, sourceSha256, acceptedIdentifier, timeout,
    });
    if (resourceBehind(template, CfnAnalysisTemplate.CFN_RESOURCE_TYPE_NAME)) recordFoundTemplate(found, template);
    return found;
  }

  private statementIn(place: Construct, statement: QueryStatement): QueryStatement {
    const template = statement._templateRef;
    return template ? statement._withTemplate(this.templateIn(place, template)) : statement;
  }
}
