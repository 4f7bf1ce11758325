import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import {
  AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, ResultFormat, TableSource,
} from 'cdk-cleanrooms';

/** Properties of the advertiser's stack. */
export interface AdvertiserStackProps extends StackProps {
  /** The account of the publisher, whom the advertiser invites. */
  readonly publisherAccount: string;
}

/**
 * The advertiser measures which campaigns led to purchases. It creates the collaboration, runs the queries and pays for
 * them, and brings its purchases.
 */
export class AdvertiserStack extends Stack {
  constructor(scope: Construct, id: string, props: AdvertiserStackProps) {
    super(scope, id, props);
    Validations.of(this).acknowledge({ id: 'AwsSolutions-S1', reason: 'an example has no bucket for the access logs of its buckets' });

    const results = new Bucket(this, 'Results', { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY });
    const collaboration = new Collaboration(this, 'Collaboration', {
      collaborationName: 'campaign-measurement',
      description: 'Which campaigns led to purchases',
      creator: { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
      members: [{ accountId: props.publisherAccount, displayName: 'Publisher' }],
      queryLogging: true,
      removalPolicy: RemovalPolicy.DESTROY, // an example is there to be tried and thrown away; a live collaboration is not
    });
    const membership = collaboration.addMembership('Membership', {
      queryLogging: true,
      defaultResult: { bucket: results, prefix: 'results', format: ResultFormat.PARQUET },
    });

    const purchases = new ConfiguredTable(this, 'Purchases', {
      configuredTableName: 'purchases',
      source: TableSource.glue(this.purchasesInGlue()),
      allowedColumns: AllowedColumns.allExcept('card_number'),
      analysisRule: AnalysisRule.aggregation()
        .joinOn('hashed_email')
        .sum('amount')
        .countDistinct('hashed_email')
        .groupBy('city')
        .requireAtLeast(100, 'hashed_email'),
    });
    new ConfiguredTableAssociation(this, 'PurchasesAssociation', {
      membership,
      configuredTable: purchases,
      configuredTableAssociationName: 'purchases',
      analysisRule: AnalysisRule.forAssociation().allowResultReceivers(this.account),
    });
  }

  private purchasesInGlue(): CfnTable {
    const data = new Bucket(this, 'Data', { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY });
    const database = new CfnDatabase(this, 'Sales', { catalogId: this.account, databaseInput: { name: 'sales' } });
    return new CfnTable(this, 'PurchasesTable', {
      catalogId: this.account,
      databaseName: database.ref,
      tableInput: {
        name: 'purchases',
        tableType: 'EXTERNAL_TABLE',
        storageDescriptor: {
          location: `s3://${data.bucketName}/purchases/`,
          columns: [
            { name: 'hashed_email', type: 'string' },
            { name: 'card_number', type: 'string' },
            { name: 'city', type: 'string' },
            { name: 'amount', type: 'decimal(10,2)' },
          ],
        },
      },
    });
  }
}
