import { App, CfnOutput, PhysicalName, Resource, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import type { Construct } from 'constructs';
import { contentHash, contentName } from '../../src/foundation/content-name';
import { nameOr, physicalNameOf, requiredName } from '../../src/foundation/physical-names';
import { CREATOR, PARTNER, stackOf } from '../support/stacks';

/** A resource with a name that other environments can refer to. */
class Named extends Resource {
  public readonly arn: string;

  constructor(scope: Construct, id: string, given?: string) {
    super(scope, id, { physicalName: given });
    new CfnCollaboration(this, 'Resource', {
      name: physicalNameOf(this, given, this.physicalName, { maxLength: 20 }),
      description: '',
      creatorDisplayName: '',
      creatorMemberAbilities: [],
      queryLogStatus: 'DISABLED',
    });
    this.arn = this.getResourceArnAttribute((this.node.defaultChild as CfnResource).ref, { service: 'test', resource: this.physicalName });
  }
}

const nameIn = (stack: Stack) => Object.values(Template.fromStack(stack).findResources('AWS::CleanRooms::Collaboration'))[0].Properties.Name as string;
const nameWith = (given?: string) => {
  const stack = stackOf();
  new Named(stack, 'NameThatIsTooLong', given);
  return nameIn(stack);
};

describe('a physical name', () => {
  test('is the given one', () => {
    expect(nameWith('given')).toBe('given');
  });

  test('is generated from the path within the given length if none is given', () => {
    expect(nameWith()).toMatch(/^[A-Za-z0-9-]{20}$/);
    expect(nameWith()).toBe(nameWith());
  });

  test('is the generated one for PhysicalName.GENERATE_IF_NEEDED if no other environment refers to it', () => {
    expect(nameWith(PhysicalName.GENERATE_IF_NEEDED)).toBe(nameWith());
  });

  test('is that of the CDK for PhysicalName.GENERATE_IF_NEEDED if another environment refers to it', () => {
    const app = new App();
    const [here, there] = [CREATOR, PARTNER].map((account) => new Stack(app, `Stack${account}`, { env: { account, region: 'us-east-1' } }));
    const named = new Named(here, 'Named', PhysicalName.GENERATE_IF_NEEDED);
    new CfnOutput(there, 'Arn', { value: named.arn });

    expect(JSON.stringify(Template.fromStack(there).toJSON().Outputs.Arn.Value)).toContain(`:${nameIn(here)}"`);
    expect(nameIn(here)).toMatch(/named[a-z0-9]+$/);
  });

  test('can be generated in another way', () => {
    expect(nameOr(undefined, '', () => 'generated')).toBe('generated');
    expect(nameOr('given', '', () => 'generated')).toBe('given');
  });
});

describe('the name of what is no resource of the CDK', () => {
  test('is the given one', () => {
    expect(requiredName(stackOf(), 'given', { maxLength: 20 })).toBe('given');
  });

  test.each<[string | undefined, RegExp]>([[undefined, /^[\w-]{1,20}$/], ['_', /^\w{1,20}$/]])(
    'is always generated for PhysicalName.GENERATE_IF_NEEDED, within the given length, with the separator %s', (separator, form) => {
      const long = new Stack(new App(), 'StackWithAVeryLongNameThatHasToBeCut');
      expect(requiredName(long, PhysicalName.GENERATE_IF_NEEDED, { maxLength: 20, separator })).toMatch(form);
    });
});

describe('a name with a hash of the content', () => {
  const options = { maxLength: 30, separator: '_' };
  const named = (content: () => object) => {
    const stack = stackOf();
    return stack.resolve(contentName(stack, content, options)) as string;
  };

  test('has the separator and at most the given length', () => {
    expect(named(() => ({}))).toMatch(/^Stack_[0-9a-f]{8}$/);
    const long = new Stack(new App(), 'StackWithAVeryLongNameThatHasToBeCut');
    expect(long.resolve(contentName(long, () => ({}), options))).toMatch(/^\w{1,21}_[0-9a-f]{8}$/);
  });

  test('changes with the content, also after it has been read', () => {
    const stack = stackOf();
    const content = { value: 1 };
    const name = contentName(stack, () => content, options);
    const before = stack.resolve(name);
    content.value = 2;
    expect(stack.resolve(name)).not.toBe(before);
    content.value = 1;
    expect(stack.resolve(name)).toBe(before);
  });

  test('ignores undefined values, and resolves tokens', () => {
    const stack = stackOf();
    expect(contentHash(stack, { a: 1, b: undefined })).toBe(contentHash(stack, { a: 1 }));
    expect(contentHash(stack, { a: new CfnCollaboration(stack, 'One', COLLABORATION).ref })).toBe(contentHash(stack, { a: { Ref: 'One' } }));
  });
});

const COLLABORATION = { name: '', description: '', creatorDisplayName: '', creatorMemberAbilities: [], queryLogStatus: 'DISABLED' };
