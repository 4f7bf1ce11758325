import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import Ajv from 'ajv';
import { TestRoom, answersIn } from './rooms';
import { ROOT } from '../../../test/support/sources';
import { readDetails } from '../../src/review/details';
import { DETAILS_SCHEMA } from '../../src/review/details-schema';

function fileOf(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'details-')), 'details.yaml');
  writeFileSync(file, text);
  return file;
}

const COMPLETE = `rooms:
  room:
    purpose: |
      Which campaigns
      led to purchases
    legalBasis: legitimate interest
    contract: { number: 007, date: 2026-01-31, title: Data agreement }
    contacts:
      - { name: A. Person, role: privacy officer, contact: privacy@example.com }
    approvals:
      - { by: The committee, date: 2026-02-01, of: commit 1234567, remark: for a year }
`;

/** What is said of the purpose of the room, with the details of a file. */
function purpose(text: string): string[] {
  const file = fileOf(text);
  return answersIn(new TestRoom().review({ file, details: readDetails(file) }).rooms[0], 'PURPOSE');
}

/** What is wrong with a file. */
function faultsOf(text: string): string[] {
  const file = fileOf(text);
  try {
    readDetails(file);
    return [];
  } catch (error) {
    return (error as Error).message.replace(`'${file}'`, 'FILE').split('\n');
  }
}

test('says what the members say, as it is written', () => {
  expect(purpose(COMPLETE)).toEqual([
    'The collaboration has the description A room.',
    'Purpose | Which campaigns led to purchases',
    'Legal basis | legitimate interest',
    'Contract | Data agreement, number 007, of 2026-01-31',
    'Contact | A. Person, privacy officer: privacy@example.com',
    'Approval | The committee, 2026-02-01; of commit 1234567; for a year',
  ]);
});

test('says what is missing', () => {
  expect(purpose('rooms: { room: { purpose: x, contacts: [{ name: y, role: z }] } }')).toContain('? Missing: the legal basis, the contract, an approval. No program says them: give them with --details.');
  expect(new TestRoom().answers('PURPOSE')[1]).toContain('? Missing: the purpose, the legal basis, the contract, contacts, an approval.');
});

test.each<[string, string, string[]]>([
  ['a name that is not known', 'rooms:\n  room:\n    purpos: x\n', ['line 3: \'purpos\' of rooms/room is not known: purpose, legalBasis, contract, contacts, approvals, notes are']],
  ['something that is missing', 'rooms:\n  room:\n    contract:\n      date: 2026-01-01\n', ["line 4: rooms/room/contract needs 'number'"]],
  ['a date that is none', 'rooms:\n  room:\n    contract:\n      number: 1\n      date: soon\n', ['line 5: rooms/room/contract/date must match pattern "^\\d{4}-\\d{2}-\\d{2}$"']],
  ['a list in place of a text', 'rooms:\n  room:\n    purpose:\n      - x\n', ['line 4: rooms/room/purpose must be string']],
  ['no rooms', 'purpose: x\n', ["line 1: the file needs 'rooms'", "line 1: 'purpose' of the file is not known: rooms are"]],
  ['several things', 'rooms:\n  room:\n    purpose: ""\n    contacts: []\n', ['line 3: rooms/room/purpose must NOT have fewer than 1 characters', 'line 4: rooms/room/contacts must NOT have fewer than 1 items']],
  ['nothing', '', ['line 1: the file must be object']],
])('reports %s with its line', (_, text, faults) => {
  expect(faultsOf(text)).toEqual(['the file of details FILE cannot be used:', ...faults.map((fault) => `  ${fault}`)]);
});

test('reports what is no YAML', () => {
  expect(faultsOf('rooms:\n  room: {\n')[1]).toMatch(/line 3/);
  expect(faultsOf('rooms:\n  room: { purpose: x }\n  room: { purpose: y }\n')[1]).toMatch(/unique.*line 3/);
  expect(() => readDetails('/does/not/exist.yaml')).toThrow("the file of details '/does/not/exist.yaml' does not exist");
});

test('reports a room that the program does not have', () => {
  const file = fileOf('rooms: { rom: { purpose: x } }');
  expect(() => new TestRoom().review({ file, details: readDetails(file) })).toThrow(`'${file}' has details of 'rom', which this program does not have. Its rooms are: room`);
});

test('the schema is one, and is published for editors', () => {
  expect(() => new Ajv({ strict: true }).compile(DETAILS_SCHEMA)).not.toThrow();
  expect(JSON.parse(readFileSync(join(ROOT, 'docs/review-details.schema.json'), 'utf8'))).toEqual(DETAILS_SCHEMA);
});
