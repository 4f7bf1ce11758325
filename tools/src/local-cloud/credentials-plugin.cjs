/**
 * A plugin of the CDK CLI that has credentials for every account of a local cloud, so that one run of the CLI deploys the stacks of several
 * accounts: MiniStack takes the id of an account as the key of its root user.
 */
module.exports = {
  version: '1',
  init(host) {
    host.registerCredentialProviderSource({
      name: 'local-cloud',
      isAvailable: async () => true,
      canProvideCredentials: async () => true,
      getProvider: async (account) => ({ accessKeyId: account, secretAccessKey: 'local' }),
    });
  },
};
