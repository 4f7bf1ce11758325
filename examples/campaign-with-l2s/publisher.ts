import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import {
  AllowedColumns, AnalysisRule, Collaboration, ConfiguredAudienceModelAssociation, ConfiguredTable, ConfiguredTableAssociation, Membership,
  MembersJoined, TableSource,
} from 'cdk-cleanrooms';

/** Properties of the publisher's stack. */
export interface PublisherStackProps extends StackProps {
  /** The account of the advertiser, who created the collaboration. */
  readonly advertiserAccount: string;

  /**
   * The name of the advertiser's collaboration.
   *
   * @default 'campaign-measurement'
   */
  readonly collaborationName?: string;

  /** The ARN of the publisher's configured audience model. */
  readonly audienceModelArn: string;

  /**
   * The name of the model in the collaboration.
   *
   * @default 'lookalikes'
   */
  readonly audienceModelName?: string;

  /** The number of distinct people that a row of the results must at least stand for. */
  readonly leastPeople: number;
}

/** The publisher knows who saw which campaign. It brings its impressions and a lookalike model, and learns nothing. */
export class PublisherStack extends Stack {
  constructor(scope: Construct, id: string, props: PublisherStackProps) {
    super(scope, id, props);
    Validations.of(this).acknowledge({ id: 'AwsSolutions-S1', reason: 'an example has no bucket for the access logs of its buckets' });

    const collaboration = Collaboration.fromInvitation(this, 'Collaboration', {
      collaborationName: props.collaborationName ?? 'campaign-measurement',
      creatorAccountId: props.advertiserAccount,
      memberAccountIds: [this.account],
    });
    // The role of the table then trusts the advertiser's membership by its id.
    new MembersJoined(this, 'AdvertiserJoined', { collaboration, accountIds: [props.advertiserAccount] });
    const membership = new Membership(this, 'Membership', {
      collaboration,
      queryLogging: true,
      removalPolicy: RemovalPolicy.DESTROY, // whoever leaves a collaboration cannot join it again
    });

    const impressions = new ConfiguredTable(this, 'Impressions', {
      configuredTableName: 'impressions',
      source: TableSource.glue(this.impressionsInGlue()),
      allowedColumns: AllowedColumns.all(),
      analysisRule: AnalysisRule.aggregation()
        .joinOn('hashed_email')
        .requireJoin()
        .count('impression_id')
        .countDistinct('hashed_email')
        .groupBy('campaign', 'device')
        .requireAtLeast(props.leastPeople, 'hashed_email'),
    });
    new ConfiguredTableAssociation(this, 'ImpressionsAssociation', {
      membership,
      configuredTable: impressions,
      configuredTableAssociationName: 'impressions',
      analysisRule: AnalysisRule.forAssociation().allowResultReceivers(props.advertiserAccount),
    });

    new ConfiguredAudienceModelAssociation(this, 'Lookalikes', {
      membership,
      configuredAudienceModelArn: props.audienceModelArn,
      configuredAudienceModelAssociationName: props.audienceModelName ?? 'lookalikes',
    });
  }

  private impressionsInGlue(): CfnTable {
    const data = new Bucket(this, 'Data', { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY });
    const database = new CfnDatabase(this, 'Ads', { catalogId: this.account, databaseInput: { name: 'ads' } });
    return new CfnTable(this, 'ImpressionsTable', {
      catalogId: this.account,
      databaseName: database.ref,
      tableInput: {
        name: 'impressions',
        tableType: 'EXTERNAL_TABLE',
        storageDescriptor: {
          location: `s3://${data.bucketName}/impressions/`,
          columns: [
            { name: 'impression_id', type: 'string' },
            { name: 'hashed_email', type: 'string' },
            { name: 'device', type: 'string' },
          ],
        },
        partitionKeys: [{ name: 'campaign', type: 'string' }],
      },
    });
  }
}
