import { CHANGE, DONE, testGrowth, type Example } from './growing-example';
import { REGION } from '../local-cloud/local-cloud';

const PATIENTS_EAST = "east.addTable('patients_east', { allowedColumns, source: dataOf(east.stack, 'patients'), analysisRule: reviewed });\n";

const RESEARCH: Example = {
  name: 'health-research',
  context: { region: REGION },
  stages: [
    {
      name: 'a member',
      edits: [
        ['AdditionalAnalyses, AllowedColumns,', 'LiveChange, PaymentResponsibility, AdditionalAnalyses, AllowedColumns,'],
        ["const university = room.addMember('University'", "const east = room.addMember('East', { displayName: 'Hospital East', account: '444444444444', "
          + `since: ${CHANGE('EastJoins')} });\nconst university = room.addMember('University'`],
      ],
    },
    {
      name: 'a table',
      edits: [
        DONE('EastJoins'),
        ["south.addTable('patients_south'", `${PATIENTS_EAST}south.addTable('patients_south'`],
      ],
    },
    {
      name: 'an ability',
      edits: [["displayName: 'Hospital South', account: '222222222222' }", "displayName: 'Hospital South', account: '222222222222', changes: [\n"
        + `  { since: ${CHANGE('SouthReceives')}, abilities: [MemberAbility.CAN_RECEIVE_RESULTS] },\n] }`]],
    },
    {
      name: 'a payer',
      edits: [
        DONE('SouthReceives'),
        ['abilities: [MemberAbility.CAN_RECEIVE_RESULTS] },\n', 'abilities: [MemberAbility.CAN_RECEIVE_RESULTS] },\n'
          + `  { since: ${CHANGE('SouthPays')}, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] },\n`],
      ],
    },
    {
      name: 'no more than it has, and shrinks by a member',
      destroyed: 'Research/East-Exchange',
      edits: [
        DONE('SouthPays'),
        ["since: new LiveChange('EastJoins', { done: true }) }", "since: new LiveChange('EastJoins', { done: true }), leaves: true }"],
        [PATIENTS_EAST, ''],
      ],
    },
  ],
};

describe(RESEARCH.name, () => testGrowth(RESEARCH));
