import { Rule } from 'aws-cdk-lib/aws-events';
import type { OnEventOptions } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { checked } from '../../foundation/parameters';

/**
 * Rules for the events that Clean Rooms sends to the default bus of an account.
 *
 * Events of queries and jobs are sent to the members who run them, pay for them and receive the results; events of resources to their
 * owner and to all active members. Delivery is best effort. The service does not document the detail of events, so that a rule matches
 * the events of all collaborations of the account; to narrow it by a field that you know, use `eventPattern`.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/integrating-eventbridge.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
 * import { Topic } from 'aws-cdk-lib/aws-sns';
 * import { CleanRoomsEvents } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Operations', { env: { account: '111111111111', region: 'us-east-1' } });
 * const topic = new Topic(stack, 'Failures', { enforceSSL: true });
 * CleanRoomsEvents.onProtectedQueryFailed(stack, 'QueryFailed', { target: new SnsTopic(topic) });
 */
@checked('CleanRoomsEvents')
export class CleanRoomsEvents {
  /**
   * A collaboration was created.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onCollaborationCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Collaboration Created', options);
  }

  /**
   * A collaboration was updated.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onCollaborationUpdated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Collaboration Updated', options);
  }

  /**
   * A collaboration change request was created.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onCollaborationChangeRequestCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Collaboration Change Request Created', options);
  }

  /**
   * A collaboration change request was approved.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onCollaborationChangeRequestApproved(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Collaboration Change Request Approved', options);
  }

  /**
   * A collaboration change request was cancelled.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onCollaborationChangeRequestCancelled(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Collaboration Change Request Cancelled', options);
  }

  /**
   * A collaboration change request took effect.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onCollaborationChangeRequestCommitted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Collaboration Change Request Committed', options);
  }

  /**
   * The account was invited to a collaboration.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onInvitedToCollaboration(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Invited To Collaboration', options);
  }

  /**
   * A membership was created.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onMembershipCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Membership Created', options);
  }

  /**
   * A membership was updated.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onMembershipUpdated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Membership Updated', options);
  }

  /**
   * A membership was deleted.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onMembershipDeleted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Membership Deleted', options);
  }

  /**
   * A configured table association was created.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onConfiguredTableAssociationCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Configured Table Association Created', options);
  }

  /**
   * A configured table association was updated.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onConfiguredTableAssociationUpdated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Configured Table Association Updated', options);
  }

  /**
   * A configured table association was deleted.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onConfiguredTableAssociationDeleted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Configured Table Association Deleted', options);
  }

  /**
   * A configured table association analysis rule was created.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onConfiguredTableAssociationAnalysisRuleCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Configured Table Association Analysis Rule Created', options);
  }

  /**
   * A configured table association analysis rule was updated.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onConfiguredTableAssociationAnalysisRuleUpdated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Configured Table Association Analysis Rule Updated', options);
  }

  /**
   * A configured table association analysis rule was deleted.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onConfiguredTableAssociationAnalysisRuleDeleted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Configured Table Association Analysis Rule Deleted', options);
  }

  /**
   * An analysis template was created.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onAnalysisTemplateCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Analysis Template Created', options);
  }

  /**
   * An analysis template was updated.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onAnalysisTemplateUpdated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Analysis Template Updated', options);
  }

  /**
   * An analysis template was deleted.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onAnalysisTemplateDeleted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Analysis Template Deleted', options);
  }

  /**
   * An ID mapping table was created.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onIdMappingTableCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Id Mapping Table Created', options);
  }

  /**
   * An ID mapping table was updated.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onIdMappingTableUpdated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Id Mapping Table Updated', options);
  }

  /**
   * An ID mapping table was deleted.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onIdMappingTableDeleted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Id Mapping Table Deleted', options);
  }

  /**
   * An ID namespace association was created.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onIdNamespaceAssociationCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Id Namespace Association Created', options);
  }

  /**
   * An ID namespace association was updated.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onIdNamespaceAssociationUpdated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Id Namespace Association Updated', options);
  }

  /**
   * An ID namespace association was deleted.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onIdNamespaceAssociationDeleted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Id Namespace Association Deleted', options);
  }

  /**
   * A protected query was submitted.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onProtectedQuerySubmitted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Query Submitted', options);
  }

  /**
   * A protected query started.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onProtectedQueryStarted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Query Started', options);
  }

  /**
   * A protected query is being cancelled.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onProtectedQueryCancelling(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Query Cancelling', options);
  }

  /**
   * A protected query was cancelled.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onProtectedQueryCancelled(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Query Cancelled', options);
  }

  /**
   * A protected query succeeded.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onProtectedQuerySucceeded(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Query Succeeded', options);
  }

  /**
   * A protected query failed.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onProtectedQueryFailed(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Query Failed', options);
  }

  /**
   * A protected query timed out.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onProtectedQueryTimedOut(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Query Timed Out', options);
  }

  /**
   * A protected job was submitted.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onProtectedJobSubmitted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Job Submitted', options);
  }

  /**
   * A protected job started.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onProtectedJobStarted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Job Started', options);
  }

  /**
   * A protected job is being cancelled.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onProtectedJobCancelling(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Job Cancelling', options);
  }

  /**
   * A protected job was cancelled.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onProtectedJobCancelled(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Job Cancelled', options);
  }

  /**
   * A protected job succeeded.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onProtectedJobSucceeded(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Job Succeeded', options);
  }

  /**
   * A protected job failed.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onProtectedJobFailed(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Job Failed', options);
  }

  /**
   * An event with the given detail type, such as `Protected Query Succeeded`.
   *
   * @param scope The construct in which the rule is defined.
   * @param id The id of the rule in its scope.
   * @param detailType The detail type as the service writes it. It is not checked.
   * @param options The target, the name and the description of the rule, and a pattern that narrows it. By default it has no target.
   */
  public static onEvent(scope: Construct, id: string, detailType: string, options: OnEventOptions = {}): Rule {
    const { target, eventPattern, ...others } = options;
    const rule = new Rule(scope, id, { ...others, eventPattern: { ...eventPattern, source: ['aws.cleanrooms'], detailType: [detailType] } });
    rule.addTarget(target);
    return rule;
  }

  private constructor() {}
}
