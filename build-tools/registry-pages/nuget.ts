import { execFileSync } from 'child_process';
import { readFileSync, symlinkSync } from 'fs';
import { join, resolve } from 'path';
import type { Checked, Release } from './release';
import { docstringFindings, filesIn, theFile, unpacked } from './release';

const SHOWN = ['Description', 'PackageId', 'PackageLicenseExpression', 'Authors', 'PackageTags', 'ProjectUrl', 'RepositoryUrl'];

/** The page of the package for .NET, of its sources as they are generated from the library: packing them needs dotnet. jsii packs no README for NuGet. */
export function nugetPage(release: Release, tarball: string): Checked {
  return unpacked((folder) => {
    execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder]);
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    execFileSync(resolve('node_modules/.bin/jsii-pacmak'), ['--code-only', '--target', 'dotnet', '--outdir', 'generated', '.'], { cwd: folder, stdio: 'pipe' });
  }, (_, root) => {
    const folder = join(root, 'generated');
    const project = readFileSync(theFile(folder, '.csproj'), 'utf8');
    const field = (name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(project)?.[1] ?? '';
    const sources = Object.fromEntries(filesIn(folder).filter((path) => path.endsWith('.cs')).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
    return {
      findings: [
        ...SHOWN.filter((name) => field(name) === '').map((name) => `the project has no ${name}`),
        ...(field('PackageVersion') === release.version ? [] : [`the project has the version ${field('PackageVersion')}`]),
        ...docstringFindings(sources),
      ],
      page: {
        registry: 'NuGet Gallery',
        title: `${field('PackageId')} ${field('PackageVersion')}`,
        description: field('Description'),
        install: `dotnet add package ${field('PackageId')} --version ${field('PackageVersion')}`,
        facts: {
          'Project website': field('ProjectUrl'),
          'Source repository': field('RepositoryUrl'),
          'License': field('PackageLicenseExpression'),
          'Owners': field('Authors'),
          'Tags': field('PackageTags').split(';'),
          'Framework': field('TargetFramework'),
          'Dependencies': [...project.matchAll(/<PackageReference Include="([^"]*)" Version="([^"]*)"/g)].map(([, name, range]) => `${name} ${range}`),
        },
        body: `<p>${field('Description')}</p><p>The package has no README. Its documentation is in its ${Object.keys(sources).length} types.</p>`,
      },
    };
  });
}
