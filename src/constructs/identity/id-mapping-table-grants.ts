import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { MANAGE_ID_MAPPING_TABLE, POPULATE_ID_MAPPING_TABLE, READ_ID_MAPPING_TABLE } from './identity-actions';
import { membershipArnOf } from '../../foundation/arns';

/** Permissions on an ID mapping table. */
export class IdMappingTableGrants {
  /** Permissions on the given table, be it an L2, an L1 or imported. */
  public static fromIdMappingTable(table: refs.IIdMappingTableRef): IdMappingTableGrants {
    return new IdMappingTableGrants(table);
  }

  private constructor(private readonly table: refs.IIdMappingTableRef) {}

  /** Lets the grantee see the table. Not its rows: these are for queries alone. */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_ID_MAPPING_TABLE);
  }

  /** Lets the grantee fill the table by running its workflow, and follow that. */
  public populate(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_ID_MAPPING_TABLE, ...POPULATE_ID_MAPPING_TABLE);
  }

  /** Lets the grantee fill the table, and change its key and its description. */
  public manage(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_ID_MAPPING_TABLE, ...POPULATE_ID_MAPPING_TABLE, ...MANAGE_ID_MAPPING_TABLE);
  }

  /** Lets the grantee call the given actions, such as `cleanrooms:GetIdMappingTable`, on this table. */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    const { idMappingTableArn, membershipIdentifier } = this.table.idMappingTableRef;
    return Grant.addToPrincipal({
      grantee,
      actions,
      resourceArns: [idMappingTableArn, membershipArnOf(this.table, membershipIdentifier)],
    });
  }
}
