/*
 * Takes the place of `@aws-sdk/credential-provider-node` in the bundle. Lambda gives a function its credentials in the environment, so that what
 * looks for them in profiles, for sessions or on instances is left out.
 */
import { fromEnv } from '@aws-sdk/credential-provider-env';

/** What the clients of the SDK ask for, by the name under which they import it. */
export const defaultProvider = () => fromEnv();
