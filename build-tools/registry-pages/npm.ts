import { execFileSync } from 'child_process';
import { statSync } from 'fs';
import { renderReadme } from './readme';
import type { Checked, Release } from './release';
import { filesIn, kilobytes, sizeOf, unpacked } from './release';

/** What a package says of itself on npm. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly keywords?: readonly string[];
  readonly license?: string;
  readonly homepage?: string;
  readonly repository?: { readonly url: string; readonly directory?: string };
  readonly bugs?: { readonly url: string };
  readonly engines?: { readonly node?: string };
  readonly types?: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const SHOWN = ['description', 'keywords', 'license', 'homepage', 'repository', 'bugs', 'engines'] as const;

export function npmPage(release: Release, tarball: string): Checked {
  return unpacked((folder) => execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder]), (read, folder) => {
    const manifest = JSON.parse(read('package.json')) as Manifest;
    const readme = renderReadme(read('README.md'), release.python);
    const files = filesIn(folder);
    const starts = Object.values(manifest.bin ?? {}).filter((path) => !files.includes(path) || !read(path).startsWith('#!/usr/bin/env node\n'));
    const findings = [
      ...SHOWN.filter((field) => Object.keys(manifest[field] ?? {}).length === 0).map((field) => `package.json has no ${field}`),
      ...(manifest.version === release.version ? [] : [`package.json has the version ${manifest.version}`]),
      ...(manifest.bin || (manifest.types && files.includes(manifest.types)) ? [] : ['package.json names no declarations, so that npm does not mark it as TypeScript']),
      ...['LICENSE', 'CHANGELOG.md'].filter((name) => !files.includes(name)).map((name) => `the tarball has no ${name}`),
      ...starts.map((path) => `the command ${path} is not in the tarball, or does not start Node`),
      ...readme.findings,
    ];
    const dependencies = (of: Readonly<Record<string, string>> = {}) => Object.entries(of).map(([name, range]) => `${name} ${range}`);
    return {
      findings,
      page: {
        registry: 'npm',
        title: `${manifest.name} ${manifest.version}${manifest.types ? ' (TypeScript)' : ''}`,
        description: manifest.description ?? '',
        install: `npm i ${manifest.name}`,
        facts: {
          'Repository': `${manifest.repository?.url ?? ''} ${manifest.repository?.directory ?? ''}`,
          'Homepage': manifest.homepage ?? '',
          'Issues': manifest.bugs?.url ?? '',
          'License': manifest.license ?? '',
          'Node': manifest.engines?.node ?? '',
          'Size': `${kilobytes(statSync(tarball).size)} packed, ${kilobytes(sizeOf(folder))} unpacked`,
          'Total files': String(files.length),
          'Keywords': manifest.keywords ?? [],
          'Dependencies': dependencies(manifest.dependencies),
          'Peer dependencies': dependencies(manifest.peerDependencies),
        },
        body: readme.html,
      },
    };
  });
}
