import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import type { SpdxId } from '@cyclonedx/cyclonedx-library/SPDX';
import type { BundledPackage } from './bundled-packages';

/** What the packages are bundled into. */
export interface Product {
  readonly name: string;
  readonly version: string;
  readonly license: SpdxId;
  /** The folders of the packages that its own code imports. */
  readonly imports: readonly string[];
}

/**
 * Returns the packages as a software bill of materials of CycloneDX 1.6. The same packages always give the same text: it has no serial number
 * and no timestamp.
 */
export function billOfMaterials(product: Product, packages: readonly BundledPackage[]): string {
  const components = new Map(packages.map((bundled) => [bundled.folder, componentOf(bundled)]));
  const refs = (folders: readonly string[]) => new Models.BomRefRepository(folders.flatMap((folder) => components.get(folder)?.bomRef ?? []));
  for (const { folder, imports } of packages) components.get(folder)!.dependencies = refs(imports);

  const bom = new Models.Bom({
    metadata: new Models.Metadata({
      component: new Models.Component(Enums.ComponentType.Library, product.name, {
        ...identity(product),
        licenses: new Models.LicenseRepository([new Models.SpdxLicense(product.license)]),
        dependencies: refs(product.imports),
      }),
    }),
    components: new Models.ComponentRepository(components.values()),
  });
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

function componentOf(bundled: BundledPackage): Models.Component {
  const { license, copyrights, repository, sha512 } = bundled;
  const [name, scope] = bundled.name.split('/').reverse();
  return new Models.Component(Enums.ComponentType.Library, name, {
    ...identity(bundled),
    group: scope,
    licenses: new Models.LicenseRepository([new Models.SpdxLicense(license as SpdxId)]),
    copyright: copyrights.join('\n') || undefined,
    hashes: new Models.HashDictionary(sha512 ? [[Enums.HashAlgorithm['SHA-512'], Buffer.from(sha512, 'base64').toString('hex')]] : []),
    externalReferences: new Models.ExternalReferenceRepository(
      repository ? [new Models.ExternalReference(repository, Enums.ExternalReferenceType.VCS)] : [],
    ),
  });
}

/** The package URL of npm: https://github.com/package-url/purl-spec/blob/main/types-doc/npm-definition.md */
function identity({ name, version }: { readonly name: string; readonly version: string }) {
  const purl = `pkg:npm/${name.split('/').map(encodeURIComponent).join('/')}@${version}`;
  return { version, purl, bomRef: purl };
}
