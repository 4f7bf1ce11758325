import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { findingsIn } from './support/cdk-nag';
import { synthesize } from './support/program';
import { ROOT } from './support/sources';

/*
 * AwsSolutions of cdk-nag, over every program of the examples. What the library needs is acknowledged by the library, what an example does
 * without by the example.
 */

const PROGRAMS = readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((file) => !file.startsWith('languages')) // has the room of README, whose bucket of results has no access log
  .filter((file) => file.endsWith('.ts') && readFileSync(join(ROOT, 'examples', file), 'utf8').includes('new App('));

test('all programs of the examples are known', () => {
  expect([...PROGRAMS].sort()).toEqual([
    'campaign-measurement/app.ts', 'campaign-measurement/newspaper.ts', 'campaign-with-l2s/app.ts', 'health-research/app.ts',
    'lookalikes/app.ts',
  ]);
});

test.each(PROGRAMS)('%s has no finding, and no acknowledgement in its templates', (program) => {
  const apps = jest.spyOn(App.prototype, 'synth');
  const { templates } = synthesize(join(ROOT, 'examples', program));
  const [app] = apps.mock.contexts as App[];
  expect(findingsIn(app)).toEqual([]);
  expect(JSON.stringify(templates)).not.toMatch(/AwsSolutions|cdk_nag/);
});
