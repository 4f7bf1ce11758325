import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import type { Metafile } from 'esbuild';
import { ROOT, textOf } from './support/sources';
import { billOfMaterials } from '../build-tools/bill-of-materials';
import { bundledPackages, importedPackages } from '../build-tools/bundled-packages';
import { licenseTexts } from '../build-tools/license-texts';

/*
 * What is published about the packages in the handler's bundle.
 */

interface Component {
  readonly 'group'?: string;
  readonly 'name': string;
  readonly 'version': string;
  readonly 'purl': string;
  readonly 'bom-ref': string;
  readonly 'hashes'?: { readonly alg: string; readonly content: string }[];
  readonly 'licenses': { readonly license: { readonly id: string } }[];
}

interface Bill {
  readonly metadata: { readonly component: Component; readonly timestamp?: string };
  readonly components: Component[];
  readonly dependencies: { readonly ref: string; readonly dependsOn?: string[] }[];
}

const metafile: Metafile = JSON.parse(textOf('.handler.metafile.json'));
const bill: Bill = JSON.parse(textOf('sbom.cdx.json'));
const licenses = textOf('THIRD-PARTY-LICENSES');

/** The packages that the bundle was made of, as they are installed. */
const installed = [...new Set(Object.keys(metafile.inputs).filter((path) => path.includes('node_modules/'))
  .map((path) => path.slice(0, path.lastIndexOf('node_modules/')) + /node_modules\/(@[^/]+\/)?[^/]+/.exec(path.slice(path.lastIndexOf('node_modules/')))![0]))]
  .map((folder): { name: string; version: string; license: string } => JSON.parse(textOf(join(folder, 'package.json'))))
  .map(({ name, version, license }) => `${name} ${version} ${license}`).sort();

describe('the bundle of the handler', () => {
  test('has packages of others, among them the SDK\'s client', () => {
    expect(installed).toContainEqual(expect.stringMatching(/^@aws-sdk\/client-cleanrooms /));
    expect(Object.keys(metafile.outputs)).toEqual(['assets/lambda/handler/index.js']);
  });

  test('has each package in the licenses, with its version, license and the text', () => {
    const heads = [...licenses.matchAll(/^(\S+ \d+\.\d+\.\d+\S*)\nLicense: (\S+)$/gm)].map(([, head, license]) => `${head} ${license}`);
    expect(heads.sort()).toEqual(installed);
    expect(licenses).toContain(textOf('node_modules/@aws-sdk/client-cleanrooms/LICENSE').trim());
    expect(licenses).toContain(textOf('node_modules/bowser/LICENSE').trim());
  });

  test('has each package in the bill of materials, with its version, license and hash', () => {
    expect(bill.components.map(({ group, name, version, licenses: [{ license }] }) => `${group ? `${group}/` : ''}${name} ${version} ${license.id}`).sort())
      .toEqual(installed);
    expect(bill.components.filter(({ hashes }) => !/^[0-9a-f]{128}$/.test(hashes?.[0].content ?? ''))).toEqual([]);
    expect(bill.components.map(({ purl }) => purl)).toContain('pkg:npm/%40aws-sdk/client-cleanrooms@3.1048.0');
  });

  test('has a bill of materials that is valid by the schema of CycloneDX 1.6', async () => {
    expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(textOf('sbom.cdx.json'))).toBeNull();
  });

  test('has a bill of materials that says which package is there for which other', () => {
    const reached = new Set<string>();
    const reach = (ref: string) => {
      if (reached.has(ref)) return;
      reached.add(ref);
      bill.dependencies.find((dependency) => dependency.ref === ref)?.dependsOn?.forEach(reach);
    };
    reach(bill.metadata.component['bom-ref']);
    expect([...reached].sort()).toEqual([bill.metadata.component, ...bill.components].map((component) => component['bom-ref']).sort());
  });

  test('gives the same files each time', () => {
    const product = { name: 'cdk-cleanrooms', version: bill.metadata.component.version, license: 'Apache-2.0', imports: importedPackages(metafile.inputs) } as const;
    const packages = bundledPackages(ROOT, metafile);
    expect(billOfMaterials(product, packages)).toBe(textOf('sbom.cdx.json'));
    expect(licenseTexts('assets/lambda/handler/index.js', packages)).toBe(licenses);
    expect(JSON.stringify(bill)).not.toMatch(/serialNumber|timestamp/);
  });
});

describe('a package in a bundle', () => {
  let project: string;
  beforeEach(() => { project = mkdtempSync(join(tmpdir(), 'bundled-')); });
  afterEach(() => rmSync(project, { recursive: true }));

  function bundled(packageJson: object, files: Record<string, string> = {}) {
    const folder = 'node_modules/@scope/outer/node_modules/inner';
    const all = {
      'package-lock.json': JSON.stringify({ packages: { [folder]: { integrity: 'sha512-AAAA' } } }),
      'LICENSE': 'The Apache License',
      [`${folder}/package.json`]: JSON.stringify({ name: 'inner', version: '1.2.3', ...packageJson }),
      ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text])),
    };
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
    }
    const inputs = { [`${folder}/index.js`]: { bytes: 1, imports: [] }, 'lambda/handler.ts': { bytes: 1, imports: [] } };
    return bundledPackages(project, { inputs, outputs: {} });
  }

  test('is read where it is installed, with its license, notice and copyright', () => {
    const files = { 'LICENSE.md': 'MIT\r\n\r\nCopyright (c) 2020 A. Holder  \r\n', 'NOTICE': 'Copyright 2019 Another\n', 'license.js': 'code' };
    expect(bundled({ license: 'MIT', repository: { url: 'git+https://github.com/owner/inner.git' } }, files)).toEqual([{
      folder: 'node_modules/@scope/outer/node_modules/inner',
      name: 'inner',
      version: '1.2.3',
      license: 'MIT',
      licenseText: 'MIT\n\nCopyright (c) 2020 A. Holder',
      notice: 'Copyright 2019 Another',
      copyrights: ['Copyright (c) 2020 A. Holder', 'Copyright 2019 Another'],
      repository: 'https://github.com/owner/inner',
      sha512: 'AAAA',
      imports: [],
    }]);
  });

  test('has its notice published', () => {
    expect(licenseTexts('index.js', bundled({ license: 'ISC' }, { LICENSE: 'The ISC License', NOTICE: 'Made by A. Holder' })))
      .toMatch(/^inner 1\.2\.3\nLicense: ISC\n\nThe ISC License\n\nNOTICE\n\nMade by A\. Holder\n$/m);
  });

  test.each([
    ['no license', {}, 'inner@1.2.3 has no license'],
    ['a license in the form of old', { license: { type: 'MIT' } }, 'inner@1.2.3 has no license'],
    ['another license', { license: 'GPL-3.0-only' }, 'inner@1.2.3 has the license GPL-3.0-only, which is none of 0BSD, Apache-2.0, '],
    ['a choice of licenses', { license: '(MIT OR GPL-3.0-only)' }, 'inner@1.2.3 has the license (MIT OR GPL-3.0-only), which is none of '],
  ])('with %s is refused', (_, packageJson, message) => {
    expect(() => bundled(packageJson, { LICENSE: 'text' })).toThrow(message);
  });

  test('without the text of its license is refused, unless that is the Apache License, the same for everyone', () => {
    expect(() => bundled({ license: 'MIT' })).toThrow('inner@1.2.3 has no file with the text of its license, MIT');
    expect(bundled({ license: 'Apache-2.0' })).toMatchObject([{ licenseText: 'The Apache License', copyrights: [] }]);
  });
});
