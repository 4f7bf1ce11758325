import { mended } from '../build-tools/go-examples';
import { readmeFindings } from '../build-tools/registry-pages/readme';
import { docstringFindings } from '../build-tools/registry-pages/release';

/*
 * What is checked of the pages that registries show, and what is mended of the translations in them.
 */

const REPOSITORY = 'https://github.com/cdk-cleanrooms/cdk-cleanrooms/blob/main';

describe('README', () => {
  const CODE = '```ts\nconst a = 1;\n```\n';

  test.each([
    ['a link to a page', '', '<a href="https://example.com">', []],
    ['a link to a file', '', `<a href="${REPOSITORY}/docs/cost.md#what">`, []],
    ['a link to a file that is not there', '', `<a href="${REPOSITORY}/docs/none.md">`, ['README: the repository has no docs/none.md']],
    ['a link that is relative', '', '<a href="docs/cost.md">', ['README: docs/cost.md is relative, and leads nowhere on a registry']],
    ['a picture that is relative', '', '<img src="room.png">', ['README: room.png is relative, and leads nowhere on a registry']],
    ['a link to a heading', '', '<h2 id="user-content-install"></h2><a href="#install">', []],
    ['a link to a heading that is not there', '', '<a href="#install">', ['README: the link #install leads to no heading']],
    ['code with colours', CODE, '<pre><span class="k">const</span></pre>', []],
    ['code without colours', CODE, '<pre>const</pre>', ['README: nothing is highlighted in the 1. block of code, which is called ts']],
    ['commands that pass for output', '```console\nls\n```\n', '<pre><span class="go">ls</span></pre>', ['README: nothing is highlighted in the 1. block of code, which is called console']],
    ['text', '```text\na\n```\n', '<pre>a</pre>', []],
    ['code without a language', '```\na\n```\n', '<pre>a</pre>', ['README: the 1. block of code has no language']],
    ['code that is lost', CODE, '', ['README: 1 blocks of code are written between fences, and 0 are shown']],
    ['a table', '| a |\n| --- |\n', '<table>', []],
    ['a table that is lost', '| a |\n| --- |\n', '', ['README: 1 tables are written, and 0 are shown']],
  ])('with %s', (_, markdown, html, findings) => {
    expect(readmeFindings(markdown, html)).toEqual(findings);
  });
});

test('docstrings with programs in TypeScript, or with marks of stability, are found', () => {
  expect(docstringFindings({
    'a.py': "    import { App } from 'aws-cdk-lib'",
    'b.java': ' * const app = new App();',
    'c.py': "'''(experimental) A room.",
    'd.go': '// Experimental.',
    'e.py': 'from aws_cdk import App',
    'f.cs': '(experimental) A reference to a Membership resource.', // of the CDK
  })).toEqual([
    'a.py: an example is in TypeScript', 'b.java: an example is in TypeScript', 'c.py: docstrings are marked as experimental', 'd.go: docstrings are marked as experimental',
  ]);
});

describe('a program in Go', () => {
  const IMPORTS = "import { App } from 'aws-cdk-lib';\nimport { Bucket } from 'aws-cdk-lib/aws-s3';\nimport { AllowedColumns, MemberAbility } from 'cdk-cleanrooms';\n";
  const body = (go: string) => mended(`import "github.com/aws/aws-cdk-go/awscdk"\n\n${go}`, IMPORTS).replace(/^import .*\n/gm, '').trim();

  test.each([
    ['calls what it named with an asterisk', 'cdkcleanrooms.AllowedColumns_*Of(jsii.String("a"))', 'cdkcleanrooms.AllowedColumns_Of(jsii.String("a"))'],
    ['points to no interface', 'F(*cdkcleanrooms.MemberAbility_CAN_QUERY())', 'F(cdkcleanrooms.MemberAbility_CAN_QUERY())'],
    ['has names in their packages', 'awscdk.NewBucket(stack, jsii.String("B"), &BucketProps{\n})', 'awss3.NewBucket(stack, jsii.String("B"), &awss3.BucketProps{\n})'],
    ['passes lists by reference', 'F([]MemberAbility{\n}, []MemberSpecification{\n})', 'F(&[]cdkcleanrooms.MemberAbility{\n}, &[]*cdkcleanrooms.MemberSpecification{\n})'],
    ['passes nil for what is omitted', 'app := awscdk.NewApp()', 'app := awscdk.NewApp(nil)'],
    ['leaves what a comment does not close as it is', '// as in awscdk.NewApp(', '// as in awscdk.NewApp('],
    ['reads texts of both kinds', 'F(`")`, "\\")", awscdk.NewApp())', 'F(`")`, "\\")", awscdk.NewApp(nil))'],
    ['reads properties by methods', 'room := F()\nG(room.Creator)', 'room := F()\nG(room.Creator())'],
    ['calls a variable by its name', 'room := F()\nX{\n\tRoom: Room,\n}', 'room := F()\nX{\n\tRoom: room,\n}'],
  ])('%s', (_, go, expected) => {
    expect(body(go)).toBe(expected);
  });

  test('imports what it uses, and is mended once', () => {
    const once = mended('import "github.com/aws/aws-cdk-go/awscdk"\n\napp := awscdk.NewApp()\nF(jsii.Boolean(true))', IMPORTS);
    expect(once).toBe('import "github.com/aws/aws-cdk-go/awscdk/v2"\nimport "github.com/aws/jsii-runtime-go"\n\napp := awscdk.NewApp(nil)\nF(jsii.Bool(true))');
    expect(mended(once, IMPORTS)).toBe(once);
  });
});
