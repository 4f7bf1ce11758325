"""The stacks of all accounts and Regions."""

from ministack.services import cloudformation

import bootstrapping


def stacks(_: dict) -> list:
    """Each stack that exists, less those of the CDK's bootstrapping."""
    return [{"account": account, "region": region, "name": name, "status": stack["StackStatus"]}
            for (account, region, name), stack in cloudformation._stacks.all_items()
            if name != bootstrapping.STACK and stack["StackStatus"] != "DELETE_COMPLETE"]
