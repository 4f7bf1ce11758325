import { Rule } from 'aws-cdk-lib/aws-events';
import type { OnEventOptions } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';

/**
 * Rules for the events that Clean Rooms sends to the default bus of an account.
 *
 * Events of queries and jobs are sent to the members who run them, pay for them and receive the results; events of resources to their
 * owner and to all active members. Delivery is best effort. The service does not document the detail of events, so that a rule matches
 * the events of all collaborations of the account; to narrow it by a field that you know, use `eventPattern`.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/integrating-eventbridge.html
 */
export class CleanRoomsEvents {
  /** A collaboration was created. */
  public static onCollaborationCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Collaboration Created', options);
  }

  /** A collaboration was updated. */
  public static onCollaborationUpdated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Collaboration Updated', options);
  }

  /** A collaboration change request was created. */
  public static onCollaborationChangeRequestCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Collaboration Change Request Created', options);
  }

  /** A collaboration change request was approved. */
  public static onCollaborationChangeRequestApproved(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Collaboration Change Request Approved', options);
  }

  /** A collaboration change request was cancelled. */
  public static onCollaborationChangeRequestCancelled(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Collaboration Change Request Cancelled', options);
  }

  /** A collaboration change request took effect. */
  public static onCollaborationChangeRequestCommitted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Collaboration Change Request Committed', options);
  }

  /** The account was invited to a collaboration. */
  public static onInvitedToCollaboration(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Invited To Collaboration', options);
  }

  /** A membership was created. */
  public static onMembershipCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Membership Created', options);
  }

  /** A membership was updated. */
  public static onMembershipUpdated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Membership Updated', options);
  }

  /** A membership was deleted. */
  public static onMembershipDeleted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Membership Deleted', options);
  }

  /** A configured table association was created. */
  public static onConfiguredTableAssociationCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Configured Table Association Created', options);
  }

  /** A configured table association was updated. */
  public static onConfiguredTableAssociationUpdated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Configured Table Association Updated', options);
  }

  /** A configured table association was deleted. */
  public static onConfiguredTableAssociationDeleted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Configured Table Association Deleted', options);
  }

  /** A configured table association analysis rule was created. */
  public static onConfiguredTableAssociationAnalysisRuleCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Configured Table Association Analysis Rule Created', options);
  }

  /** A configured table association analysis rule was updated. */
  public static onConfiguredTableAssociationAnalysisRuleUpdated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Configured Table Association Analysis Rule Updated', options);
  }

  /** A configured table association analysis rule was deleted. */
  public static onConfiguredTableAssociationAnalysisRuleDeleted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Configured Table Association Analysis Rule Deleted', options);
  }

  /** An analysis template was created. */
  public static onAnalysisTemplateCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Analysis Template Created', options);
  }

  /** An analysis template was updated. */
  public static onAnalysisTemplateUpdated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Analysis Template Updated', options);
  }

  /** An analysis template was deleted. */
  public static onAnalysisTemplateDeleted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Analysis Template Deleted', options);
  }

  /** An ID mapping table was created. */
  public static onIdMappingTableCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Id Mapping Table Created', options);
  }

  /** An ID mapping table was updated. */
  public static onIdMappingTableUpdated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Id Mapping Table Updated', options);
  }

  /** An ID mapping table was deleted. */
  public static onIdMappingTableDeleted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Id Mapping Table Deleted', options);
  }

  /** An ID namespace association was created. */
  public static onIdNamespaceAssociationCreated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Id Namespace Association Created', options);
  }

  /** An ID namespace association was updated. */
  public static onIdNamespaceAssociationUpdated(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Id Namespace Association Updated', options);
  }

  /** An ID namespace association was deleted. */
  public static onIdNamespaceAssociationDeleted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Id Namespace Association Deleted', options);
  }

  /** A protected query was submitted. */
  public static onProtectedQuerySubmitted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Query Submitted', options);
  }

  /** A protected query started. */
  public static onProtectedQueryStarted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Query Started', options);
  }

  /** A protected query is being cancelled. */
  public static onProtectedQueryCancelling(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Query Cancelling', options);
  }

  /** A protected query was cancelled. */
  public static onProtectedQueryCancelled(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Query Cancelled', options);
  }

  /** A protected query succeeded. */
  public static onProtectedQuerySucceeded(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Query Succeeded', options);
  }

  /** A protected query failed. */
  public static onProtectedQueryFailed(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Query Failed', options);
  }

  /** A protected query timed out. */
  public static onProtectedQueryTimedOut(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Query Timed Out', options);
  }

  /** A protected job was submitted. */
  public static onProtectedJobSubmitted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Job Submitted', options);
  }

  /** A protected job started. */
  public static onProtectedJobStarted(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Job Started', options);
  }

  /** A protected job is being cancelled. */
  public static onProtectedJobCancelling(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Job Cancelling', options);
  }

  /** A protected job was cancelled. */
  public static onProtectedJobCancelled(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Job Cancelled', options);
  }

  /** A protected job succeeded. */
  public static onProtectedJobSucceeded(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Job Succeeded', options);
  }

  /** A protected job failed. */
  public static onProtectedJobFailed(scope: Construct, id: string, options: OnEventOptions = {}): Rule {
    return CleanRoomsEvents.onEvent(scope, id, 'Protected Job Failed', options);
  }

  /** An event with the given detail type, such as `Protected Query Succeeded`. */
  public static onEvent(scope: Construct, id: string, detailType: string, options: OnEventOptions = {}): Rule {
    const { target, eventPattern, ...others } = options;
    const rule = new Rule(scope, id, { ...others, eventPattern: { ...eventPattern, source: ['aws.cleanrooms'], detailType: [detailType] } });
    rule.addTarget(target);
    return rule;
  }

  private constructor() {}
}
