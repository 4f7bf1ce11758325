import { createHash } from 'crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, LegacyStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AnalysisSource } from '../../../src';
import { resourceIn, template } from '../../support/analysis-templates';
import { expectRefused } from '../../support/faults';
import { policiesOfServiceRoles } from '../../support/policies';
import { CREATOR, ownWarningsIn } from '../../support/stacks';

const SCRIPT = 'def entrypoint(context):\n    return {"results": {}}\n';
const HASH = createHash('sha256').update(SCRIPT).digest('hex');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pyspark-'));
  writeFileSync(join(folder, 'stays.py'), SCRIPT);
});
afterEach(() => rmSync(folder, { recursive: true }));

const stackWith = (synthesizer?: LegacyStackSynthesizer) => new Stack(new App({ outdir: join(folder, 'cdk.out') }), 'Stack', {
  env: { account: CREATOR, region: 'us-east-1' }, synthesizer,
});
const fromFile = (name = 'stays.py') => AnalysisSource.pysparkFromFile(join(folder, name), { referencedTables: ['stays'] });

test('a script in a local file is uploaded with the assets of the stack, under a key of its content', () => {
  const stack = stackWith();
  const { sourceSha256 } = template(stack, { source: fromFile() });

  expect(resourceIn(stack).Properties.Source).toMatchObject({
    Artifacts: { EntryPoint: { Location: { Bucket: `cdk-hnb659fds-assets-${CREATOR}-us-east-1`, Key: `${HASH}/user_script.py` } } },
  });
  expect(sourceSha256).toBe(HASH);
  expect(ownWarningsIn(stack)).toEqual(['cdk-cleanrooms:trustNotBoundToMembers']); // the membership is known by its id alone
});

test('the assembly has the script as it is in the file', () => {
  const stack = stackWith();
  template(stack, { source: fromFile() });
  const { directory } = (stack.node.root as App).synth();
  const { files } = JSON.parse(readFileSync(join(directory, 'Stack.assets.json'), 'utf8')) as { files: Record<string, { source: { path: string } }> };

  expect(readFileSync(join(directory, files[`${HASH}/user_script`].source.path), 'utf8')).toBe(SCRIPT);
});

test('its role may read this script alone', () => {
  const stack = stackWith();
  template(stack, { source: fromFile() });

  expect(policiesOfServiceRoles(stack)[0]).toMatchObject({
    Statement: [{
      Action: ['s3:GetObject', 's3:GetObjectVersion'],
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::cdk-hnb659fds-assets-${CREATOR}-us-east-1/${HASH}/user_script.py`]] },
    }],
  });
});

test('another text is another script, of another template', () => {
  const ids = [SCRIPT, `${SCRIPT}# better\n`].map((text) => {
    writeFileSync(join(folder, 'stays.py'), text);
    const stack = stackWith();
    template(stack, { source: fromFile() });
    return Object.keys(Template.fromStack(stack).findResources('AWS::CleanRooms::AnalysisTemplate')).join();
  });

  expect(ids[0]).not.toBe(ids[1]);
});

test('a file that cannot be read is refused', () => {
  expectRefused(() => template(stackWith(), { source: fromFile('missing.py') }), 'ScriptUnreadable',
    `the file '${join(folder, 'missing.py')}' of AnalysisSource.pysparkFromFile cannot be read: Error: ENOENT`);
});

test.each<[string, () => unknown]>([
  ['another extension', () => {
    writeFileSync(join(folder, 'stays.txt'), SCRIPT);
    return template(stackWith(), { source: fromFile('stays.txt') });
  }],
  ['a synthesizer of another kind', () => template(stackWith(new LegacyStackSynthesizer()), { source: fromFile() })],
])('%s, with which the key has another end, is refused', (_, define) => {
  expectRefused(define, 'ScriptKeyUnknown', "name the file with the extension '.py', use the DefaultStackSynthesizer, or upload the script yourself");
});
