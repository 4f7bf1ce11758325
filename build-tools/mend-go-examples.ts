/*
 * Mends the Go of the translated examples: tsx build-tools/mend-go-examples.ts <tablet of jsii-rosetta>
 */
import { readFileSync, writeFileSync } from 'fs';
import { gunzipSync, gzipSync } from 'zlib';
import { mended } from './go-examples';

interface Tablet {
  readonly snippets: Record<string, { readonly translations: Record<string, { source: string }> }>;
}

const [path] = process.argv.slice(2);
const tablet = JSON.parse(gunzipSync(readFileSync(path)).toString()) as Tablet;
for (const { translations: { go, $: typescript } } of Object.values(tablet.snippets)) go.source = mended(go.source, typescript.source);
writeFileSync(path, gzipSync(JSON.stringify(tablet)));
