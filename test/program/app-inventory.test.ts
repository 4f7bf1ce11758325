import { App, Stack, Stage } from 'aws-cdk-lib';
import { AppInventory } from '../../src/program/app-inventory';

let app: App;
let one: Stack;
let two: Stack;

beforeEach(() => {
  app = new App();
  [one, two] = ['One', 'Two'].map((id) => new Stack(new Stage(app, id), 'Stack'));
});

describe('the count of what all stages have together', () => {
  test('is that of the stages so far', () => {
    expect(AppInventory.of(one).count('tables', 3)).toBe(3);
    expect(AppInventory.of(two).count('tables', 4)).toBe(7);
    expect(AppInventory.of(new Stack(app, 'Stack')).count('tables', 5)).toBe(12);
  });

  test('has each stage once, with what it had last', () => {
    AppInventory.of(one).count('tables', 3);
    expect(AppInventory.of(new Stack(one.node.scope!, 'Other')).count('tables', 2)).toBe(2);
    expect(AppInventory.of(two).count('tables', 1)).toBe(3);
  });

  test('is another one for other things, and for other apps', () => {
    AppInventory.of(one).count('tables', 3);
    expect(AppInventory.of(one).count('memberships', 1)).toBe(1);
    expect(AppInventory.of(new Stack(new App(), 'Stack')).count('tables', 1)).toBe(1);
  });
});

describe('what the app can have once', () => {
  test('is where another stage has claimed it', () => {
    expect(AppInventory.of(one).claim('membership', 'One/Stack/Membership')).toBeUndefined();
    expect(AppInventory.of(two).claim('membership', 'Two/Stack/Membership')).toBe('One/Stack/Membership');
    expect(AppInventory.of(two).claim('other', 'Two/Stack/Membership')).toBeUndefined();
  });

  test('can be claimed by a stage again, as it is synthesized again', () => {
    AppInventory.of(one).claim('membership', 'One/Stack/Membership');
    expect(AppInventory.of(one).claim('membership', 'One/Stack/Renamed')).toBeUndefined();
    expect(AppInventory.of(two).claim('membership', 'Two/Stack/Membership')).toBe('One/Stack/Renamed');
  });

  test('is claimed by the app itself as well', () => {
    expect(AppInventory.of(new Stack(app, 'Stack')).claim('membership', 'Stack/Membership')).toBeUndefined();
    expect(AppInventory.of(one).claim('membership', 'One/Stack/Membership')).toBe('Stack/Membership');
  });
});

describe('the collaborations of stages', () => {
  test('are those of all other stages, as they are when they are asked for', () => {
    const collaborations = new Map([['invitation', { path: 'One/Stack/Collaboration', payers: [] }]]);
    AppInventory.of(one).publish(() => collaborations);
    expect([...AppInventory.of(two).collaborationsElsewhere()]).toEqual([...collaborations]);
    collaborations.set('other', { path: 'One/Stack/Other', payers: [] });
    expect([...AppInventory.of(new Stack(app, 'Stack')).collaborationsElsewhere()]).toEqual([...collaborations]);
    expect([...AppInventory.of(one).collaborationsElsewhere()]).toEqual([]);
  });

  test('are published beside what the first version of the library keeps', () => {
    Object.defineProperty(app, Symbol.for('cdk-cleanrooms.inventory'), { value: { counts: new Map(), claims: new Map() } });
    expect([...AppInventory.of(one).collaborationsElsewhere()]).toEqual([]);
  });
});
