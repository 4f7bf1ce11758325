import { App } from 'aws-cdk-lib';
import { AdvertiserStack } from './advertiser';
import { PublisherStack } from './publisher';

/*
 * Two companies, two accounts, one collaboration. Deploy the advertiser's stack first, with the credentials of its account,
 * then the publisher's with its own, which finds the invitation by its name:
 *
 *   cdk deploy Advertiser
 *   cdk deploy Publisher
 */
const app = new App();
const setting = (name: string, otherwise: string): string => app.node.tryGetContext(name) ?? otherwise;

const region = setting('region', 'us-east-1');
const advertiserAccount = setting('advertiserAccount', '111111111111');
const publisherAccount = setting('publisherAccount', '222222222222');

new AdvertiserStack(app, 'Advertiser', {
  env: { account: advertiserAccount, region },
  publisherAccount,
});
new PublisherStack(app, 'Publisher', {
  env: { account: publisherAccount, region },
  advertiserAccount,
  audienceModelArn: setting('audienceModelArn', `arn:aws:cleanrooms-ml:${region}:${publisherAccount}:configured-audience-model/lookalikes`),
  leastPeople: Number(setting('leastPeople', '100')),
});
