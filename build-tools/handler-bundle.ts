/*
 * Bundles the handler of the custom resources: tsx build-tools/handler-bundle.ts <entry point> <bundle> <metafile>
 *
 * A bundle is loaded before anything is done, so that it has of the SDK what the handler can reach. esbuild leaves out the rest of a module where it
 * knows that to be without effect; what it does not see of itself is said here. A test compares it with the whole SDK (test/lambda/bundled-sdk.test.ts).
 */
import { readFile, writeFile } from 'fs/promises';
import { resolve } from 'path';
import { build, type Metafile, type Plugin } from 'esbuild';

const CONFIGURATION = resolve('lambda', 'environment-configuration.ts');

/** What the modules of schemas say of themselves: `const _h = "http";`. */
const NAME = /^const (_\w+) = ("[^"\\]*");$/gm;
/** A key of an object that is such a name: `{ [_h]: ...`. */
const KEY = /\[(_\w+)\]:/g;

/**
 * Writes the keys of objects in the schemas of a client as the texts that they are. A key that is to be computed could have an effect, so that
 * esbuild keeps the schemas of all operations because of it.
 */
const schemasInUse: Plugin = {
  name: 'schemas-in-use',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]\w+\.js$/ }, async ({ path }) => ({
      contents: withPlainKeys(await readFile(path, 'utf8')), loader: 'js',
    }));
  },
};

/** Returns the text of a module of schemas in which no key is computed that need not be. */
export function withPlainKeys(schemas: string): string {
  const names = new Map([...schemas.matchAll(NAME)].map(([, name, value]) => [name, value]));
  return schemas.replace(KEY, (key: string, name: string) => names.has(name) ? `${names.get(name)}:` : key);
}

/** Leaves the version in what a client imports of its own package.json, and nothing else: it names itself and its version in calls. */
const versionAlone: Plugin = {
  name: 'version-alone',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { readonly version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** Has the SDK read its settings as `lambda/environment-configuration.ts` does, which takes everything else from where it is. */
const environmentAlone: Plugin = {
  name: 'environment-alone',
  setup({ onResolve }) {
    onResolve({ filter: /^@smithy\/core\/config$/ }, ({ importer }) => importer === CONFIGURATION ? undefined : { path: CONFIGURATION });
  },
};

/** Bundles an entry point as the handler is bundled, and returns what is in the bundle. */
async function bundleHandler(entryPoint: string, outfile: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    metafile: true,
    minify: true,
    target: 'node22',
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    // A dynamic import would have Node load what it loads modules of the Web with, before the first call of an API.
    supported: { 'dynamic-import': false },
    // A function has its credentials in its environment, and calls nothing with event streams.
    alias: {
      '@aws-sdk/credential-provider-node': './lambda/environment-credentials.ts',
      '@smithy/core/event-streams': './lambda/no-event-streams.ts',
    },
    plugins: [schemasInUse, versionAlone, environmentAlone],
  });
  return metafile;
}

if (require.main === module) {
  const [entryPoint, outfile, metafile] = process.argv.slice(2);
  void bundleHandler(entryPoint, outfile).then(async (made) => writeFile(metafile, JSON.stringify(made)));
}
