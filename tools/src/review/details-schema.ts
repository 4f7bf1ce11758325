const TEXT = { type: 'string', minLength: 1, maxLength: 10_000 } as const;
const DATE = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' } as const;

/** The JSON schema of a file of details. */
export const DETAILS_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Details of clean rooms',
  description: 'What no program says of a clean room, by the name of its collaboration',
  type: 'object',
  additionalProperties: false,
  required: ['rooms'],
  properties: {
    rooms: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          purpose: { ...TEXT, description: 'Why the members analyse their data together' },
          legalBasis: { ...TEXT, description: 'On which legal basis they may do so' },
          contract: {
            type: 'object',
            additionalProperties: false,
            required: ['number'],
            properties: { number: TEXT, date: DATE, title: TEXT },
          },
          contacts: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['name', 'role'],
              properties: { name: TEXT, role: TEXT, contact: TEXT },
            },
          },
          approvals: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['by', 'date'],
              properties: { by: TEXT, date: DATE, of: { ...TEXT, description: 'What was approved, such as a commit' }, remark: TEXT },
            },
          },
          notes: TEXT,
        },
      },
    },
  },
} as const;
