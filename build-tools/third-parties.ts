/*
 * Writes the licenses and the bill of materials of what is bundled, from the metafile of esbuild:
 * tsx build-tools/third-parties.ts <metafile> <licenses> <bill of materials>
 */
import { readFileSync, writeFileSync } from 'fs';
import type { Metafile } from 'esbuild';
import { billOfMaterials } from './bill-of-materials';
import type { Product } from './bill-of-materials';
import { bundledPackages, importedPackages } from './bundled-packages';
import { licenseTexts } from './license-texts';

const [metafilePath, licensesPath, billPath] = process.argv.slice(2);
const metafile = JSON.parse(readFileSync(metafilePath, 'utf8')) as Metafile;
const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8')) as Product;
const packages = bundledPackages('.', metafile);

writeFileSync(licensesPath, licenseTexts(Object.keys(metafile.outputs).join(', '), packages));
writeFileSync(billPath, billOfMaterials({ name, version, license, imports: importedPackages(metafile.inputs) }, packages));
