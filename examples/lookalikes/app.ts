import { App, Duration, RemovalPolicy, Stack, Tags, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import {
  AudienceModel, AudienceSizes, CleanRoom, ConfiguredAudienceModel, ConfiguredAudienceModelAssociation, GenerateAudience, MemberAbility, TableSource,
  TrainingDataset,
} from 'cdk-cleanrooms';

/*
 * A publisher finds among its viewers those who are like the customers of an advertiser, without seeing who these are. The publisher's table of views in
 * AWS Glue and the advertiser's bucket with the seed exist.
 */
const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' } });
const region = app.node.tryGetContext('region') ?? 'us-east-1';
const room = new CleanRoom(app, 'Lookalikes', {
  collaborationName: 'lookalikes',
  description: 'Viewers who are like the customers of the advertiser',
  region,
  queryLogging: true,
  removalPolicy: RemovalPolicy.DESTROY, // an example is there to be tried and thrown away; a live clean room is not
  creator: { name: 'Advertiser', account: '111111111111', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
});
const advertiser = room.creator;
const publisher = room.addMember('Publisher', { account: '222222222222' });
Tags.of(app).add('purpose', 'lookalikes');

// How long a deployment waits for the training, if not as long as by default.
const seconds = app.node.tryGetContext('trainingSeconds');
const timeout = seconds === undefined ? undefined : Duration.seconds(Number(seconds));

// The training takes up to a day: in a stack of its own, it goes on when the deployment has ended, whatever becomes of the rest.
const training = new Stack(app, 'Training', { env: { account: publisher.account, region } });
const views = new TrainingDataset(training, 'Views', {
  source: TableSource.glueTable({
    databaseName: 'media', tableName: 'views', bucket: Bucket.fromBucketName(training, 'ViewsData', 'media-views'), prefix: 'views',
  }),
  userIdColumn: 'user_id',
  itemIdColumn: 'video_id',
  timestampColumn: 'viewed_at',
  categoricalFeatures: ['genre'],
});
const audienceModel = new AudienceModel(training, 'Viewers', { trainingDataset: views, timeout });

// How the model may be used, and in which collaboration. This waits until it is trained, and can fail without touching the membership.
const sharing = new Stack(app, 'Sharing', { env: { account: publisher.account, region } });
const lookalikes = new ConfiguredAudienceModel(sharing, 'Lookalikes', {
  audienceModel,
  output: { bucket: new Bucket(sharing, 'Audiences', { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY }) },
  minMatchingSeedSize: 1_000,
  audienceSizes: AudienceSizes.percentage(1, 5, 10),
  timeout,
});
new ConfiguredAudienceModelAssociation(sharing, 'Association', {
  membership: publisher.membership,
  configuredAudienceModelArn: lookalikes.configuredAudienceModelArn,
  configuredAudienceModelAssociationName: 'viewers-like-yours',
});

// The advertiser finds the model by the name under which the publisher shares it, and generates audiences with it at run time.
const audiences = new Stack(app, 'Audiences', { env: { account: advertiser.account, region } });
audiences.addStackDependency(sharing);
const generate = new GenerateAudience(audiences, 'Generate', {
  configuredAudienceModel: ConfiguredAudienceModel.fromCollaboration(audiences, 'Model', {
    collaboration: advertiser.collaboration,
    ownerAccountId: publisher.account,
    configuredAudienceModelAssociationName: 'viewers-like-yours',
    timeout: Duration.minutes(5),
  }),
  collaboration: advertiser.collaboration,
  seedBucket: Bucket.fromBucketName(audiences, 'Seeds', 'advertiser-seeds'),
  seedKey: 'customers.jsonl',
});
new StateMachine(audiences, 'GenerateAudience', { definitionBody: DefinitionBody.fromChainable(generate) });

for (const stack of [advertiser.stack, sharing]) {
  Validations.of(stack).acknowledge({ id: 'AwsSolutions-S1', reason: 'an example has no bucket for the access logs of its results' });
}
for (const id of ['AwsSolutions-SF1', 'AwsSolutions-SF2']) {
  Validations.of(audiences).acknowledge({ id, reason: 'an example has neither logs nor traces of its state machine' });
}
