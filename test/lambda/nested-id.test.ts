import { idOf, idsIn, idsInMembership } from '../../lambda/guarded/guarded-type';
import { isMadeUp, isNestedId, nestedId, parseNestedId } from '../../lambda/nested-id';

const PARENT = '11111111-1111-4111-8111-111111111111';
const OWN = '22222222-2222-4222-8222-22222222222a';

describe('the physical id of what belongs to something', () => {
  test('is parsed into both ids', () => {
    expect(parseNestedId(nestedId(PARENT, OWN))).toEqual([PARENT, OWN]);
    expect(isNestedId(nestedId(PARENT, OWN))).toBe(true);
    expect(isMadeUp(nestedId(PARENT, OWN))).toBe(false);
  });

  test.each([
    PARENT, `${PARENT}/`, `/${OWN}`, `${PARENT}/${OWN}/${OWN}`, `${PARENT}/${OWN}\n`, ` ${PARENT}/${OWN}`, `${PARENT}/${OWN.toUpperCase()}`, `${PARENT}/${'-'.repeat(36)}`,
    `${PARENT}/${'1'.repeat(36)}`, `${PARENT}/../../collaborations/${OWN}`, `${PARENT}/*`, '',
  ])('has no other form, such as %j', (physicalId) => {
    expect(isNestedId(physicalId)).toBe(false);
    expect(() => parseNestedId(physicalId)).toThrow(`the physical id '${physicalId}' is none that this resource has had: take the resource out of the template`);
  });

  test('that CloudFormation made up is recognized', () => {
    expect(isMadeUp('Campaign-Resource-1GQ4LZMVN0KXW')).toBe(true);
  });
});

describe('the physical id of a guarded resource', () => {
  test('has one id, or that of the membership and its own', () => {
    expect(idOf(PARENT)).toBe(PARENT);
    expect(idOf(`arn:aws:cleanrooms:us-east-1:111111111111:membership/${PARENT}`)).toBe(PARENT);
    expect(idsInMembership(`${OWN}|${PARENT}`)).toEqual([PARENT, OWN]);
    expect(idsInMembership(`arn:aws:cleanrooms:us-east-1:111111111111:membership/${PARENT}/idmappingtable/${OWN}`)).toEqual([PARENT, OWN]);
  });

  test.each(['', 'room', `x${PARENT}`, `${PARENT}/${OWN}`, `${PARENT}|${OWN}|${OWN}`, `arn:aws:s3:::${PARENT}`, `${PARENT}\n`, `${PARENT} ${OWN}`])(
    'has no other form, such as %j', (physicalId) => {
      expect(idsIn(physicalId)).toEqual([]);
      expect(() => idOf(physicalId)).toThrow(`CloudFormation has '${physicalId}' as the physical id of the guarded resource, which is none of its type`);
      expect(() => idsInMembership(physicalId)).toThrow('which is none of its type');
    });

  test('has no more and no fewer ids than its type', () => {
    expect(() => idOf(`${OWN}|${PARENT}`)).toThrow('none of its type');
    expect(() => idsInMembership(PARENT)).toThrow('none of its type');
  });
});
