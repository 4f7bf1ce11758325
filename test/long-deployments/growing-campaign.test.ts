import { CHANGE, DONE, testGrowth, type Example } from './growing-example';

const LOYALTY = "retailer.addTable('loyalty', {\n"
  + "  source: TableSource.glue(glueTable(retailer.stack, 'shop', 'loyalty', { hashed_email: 'string', points: 'int' })),\n"
  + "  allowedColumns: AllowedColumns.all(),\n  analysisRule: people.sum('points'),\n});\n";

const CAMPAIGN: Example = {
  name: 'campaign-measurement',
  context: {},
  stages: [
    {
      name: 'a member',
      edits: [
        ['import { AdditionalAnalyses,', 'import { LiveChange, PaymentResponsibility, AdditionalAnalyses,'],
        ["const newspaper = room.addPartner('Newspaper'", `const retailer = room.addMember('Retailer', { account: '444444444444', since: ${CHANGE('RetailerJoins')} });\n`
          + "const newspaper = room.addPartner('Newspaper'"],
      ],
    },
    {
      name: 'a table',
      edits: [
        DONE('RetailerJoins'),
        ["advertiser.addTable('customers', {", `${LOYALTY}advertiser.addTable('customers', {`],
      ],
    },
    {
      name: 'an ability',
      edits: [["room.addMember('Publisher', { account: '222222222222' })", "room.addMember('Publisher', {\n  account: '222222222222',\n  changes: [\n"
        + `    { since: ${CHANGE('PublisherReceives')}, abilities: [MemberAbility.CAN_RECEIVE_RESULTS] },\n  ],\n})`]],
    },
    {
      name: 'a payer',
      edits: [
        DONE('PublisherReceives'),
        ['abilities: [MemberAbility.CAN_RECEIVE_RESULTS] },\n', 'abilities: [MemberAbility.CAN_RECEIVE_RESULTS] },\n'
          + `    { since: ${CHANGE('PublisherPays')}, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] },\n`],
      ],
    },
    {
      name: 'no more than it has, and shrinks by a member',
      edits: [
        DONE('PublisherPays'),
        ["since: new LiveChange('RetailerJoins', { done: true }) }", "since: new LiveChange('RetailerJoins', { done: true }), leaves: true }"],
        [LOYALTY, ''],
      ],
    },
  ],
};

describe(CAMPAIGN.name, () => testGrowth(CAMPAIGN));
