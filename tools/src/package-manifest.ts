import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';

/** What the package.json of this package says. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Reads the package.json of this package: one of the folders above has it, the same for its sources and for its bundle. */
export function packageManifest(directory = __dirname): PackageManifest {
  const file = join(directory, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as PackageManifest : packageManifest(dirname(directory));
}
