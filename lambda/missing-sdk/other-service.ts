import type { CleanRoomsClientConfig } from '@aws-sdk/client-cleanrooms';

/**
 * Returns what makes a client of Clean Rooms one of another service: settings that clients have for themselves, and that their types do not
 * show.
 *
 * @param serviceId The name by which the environment sets the endpoint, such as `AWS_ENDPOINT_URL_<name>`.
 * @param signingName The name in signatures, and of the host: one in each Region, in the partition that has Clean Rooms.
 */
export function ofService(serviceId: string, signingName: string): CleanRoomsClientConfig {
  const settings = {
    serviceId,
    endpointProvider: ({ Endpoint: endpoint, Region: region, UseFIPS: usesFips, UseDualStack: usesDualStack }: EndpointParameters) =>
      ({ url: new URL(endpoint ?? `https://${signingName}${usesFips ? '-fips' : ''}.${region}.${usesDualStack ? 'api.aws' : 'amazonaws.com'}`) }),
    signingName,
  };
  return settings as CleanRoomsClientConfig;
}

/** What an endpoint depends on. */
interface EndpointParameters {
  readonly Endpoint?: string;
  readonly Region?: string;
  readonly UseFIPS?: boolean;
  readonly UseDualStack?: boolean;
}
