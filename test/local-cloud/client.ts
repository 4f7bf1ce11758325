import { CleanRooms } from '@aws-sdk/client-cleanrooms';

export const TEST_REGION = 'eu-central-1';

/** A client of the local API that acts as an account, and tries each call once only. */
export function clientOf(url: string, account: string, region: string = TEST_REGION): CleanRooms {
  return new CleanRooms({ endpoint: url, region, maxAttempts: 1, credentials: { accessKeyId: account, secretAccessKey: 'any' } });
}
