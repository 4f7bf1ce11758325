import { createRequire } from 'module';

/** Loads a library, and says how many files that takes. */
export function run(name: string) {
  const require = createRequire(__filename);
  require(name);
  return { files: Object.keys(require.cache).filter((file) => /node_modules\/(aws-cdk-lib|constructs|cdk-cleanrooms)/.test(file)).length };
}
