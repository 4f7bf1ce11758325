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

/** Returns what reads a setting. One that is malformed has its default. */
export function loadConfig<T>({ environmentVariableSelector: select, default: otherwise }: Setting<T>, options?: object): () => Promise<T> {
  const selected = (): T | undefined => {
    try {
      return select(process.env, options);
    } catch {
      return undefined;
    }
  };
  return async () => selected() ?? (otherwise instanceof Function ? otherwise() : otherwise);
}

/** Returns what reads how clients behave where nothing is said: as they always have. */
export function resolveDefaultsModeConfig(): () => Promise<string> {
  return async () => 'legacy';
}
