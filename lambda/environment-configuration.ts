/*
 * Takes the place of `@smithy/core/config` in the bundle. A function is configured by its environment alone, so that what looks for settings in
 * files, or for a Region on the network, is left out, and no call waits for it.
 */
export * from '@smithy/core/config';

/** Where a setting comes from: the environment, or else a default. What it has for files is not asked. */
interface Setting<T> {
  readonly environmentVariableSelector: (environment: NodeJS.ProcessEnv, options?: object) => T | undefined;
  readonly default: T | (() => T | Promise<T>);
}

/** Returns what reads a setting. */
export function loadConfig<T>({ environmentVariableSelector: select, default: otherwise }: Setting<T>, options?: object): () => Promise<T> {
  return async () => select(process.env, options) ?? (otherwise instanceof Function ? otherwise() : otherwise);
}

/** Returns what reads how clients behave where nothing is said: as they always have. */
export function resolveDefaultsModeConfig(): () => Promise<string> {
  return async () => 'legacy';
}
