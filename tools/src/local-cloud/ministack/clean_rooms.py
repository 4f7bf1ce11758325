"""AWS::CleanRooms::* for MiniStack's CloudFormation: forwarded to the local Clean Rooms, which knows what they mean."""

import json
import urllib.error
import urllib.request

from ministack.core import responses
from ministack.services.cloudformation import changesets, provisioners, stacks

# A resource is made in milliseconds; only what the tests delay on purpose takes longer.
TIMEOUT_SECONDS = 60


def register(api_url: str) -> None:
    """Adds every resource type that the local Clean Rooms serves."""
    types = _request(f"{api_url}/_local/cloudformation/types")
    for resource_type, description in types.items():
        provisioners._RESOURCE_HANDLERS[resource_type] = _handlers(f"{api_url}/_local/cloudformation", resource_type)
        provisioners._REPLACING_PROPERTIES[resource_type] = tuple(description["replacing"])
        changesets._IMPORT_LOOKUPS[resource_type] = (tuple(description["primaryIdentifier"]), _problem_of(resource_type, description))
        if "tags" in description:
            # CloudFormation then adds the stack's tags and its own three.
            provisioners._STACK_TAG_PROPERTY[resource_type] = (description["tags"], "list")

    # The local Clean Rooms may ask this server about permissions meanwhile, so its event loop must stay free.
    blocks = stacks._runs_on_worker_thread
    stacks._runs_on_worker_thread = lambda resource_type: resource_type in types or blocks(resource_type)


def _handlers(url: str, resource_type: str) -> dict:
    def call(action: str, **details):
        place = {"account": responses.get_account_id(), "region": responses.get_region()}
        return _request(url, {"action": action, "type": resource_type, **place, **details})

    def create(logical_id, properties, stack_name):
        made = call("create", logicalId=logical_id, stackName=stack_name, properties=properties)
        return made["physicalId"], made["attributes"]

    def update(physical_id, old_properties, properties, stack_name, logical_id):
        made = call("update", logicalId=logical_id, stackName=stack_name, physicalId=physical_id,
                    properties=properties, oldProperties=old_properties)
        return made["physicalId"], made["attributes"]

    def delete(physical_id, properties, logical_id):
        call("delete", logicalId=logical_id, physicalId=physical_id, properties=properties)

    def adopt(identifier):
        found = call("import", properties=identifier)
        return found["physicalId"], found["attributes"]

    return {"create": create, "update": update, "update_with_logical_id": True,
            "delete": delete, "delete_with_logical_id": True, "import": adopt}


def _problem_of(resource_type: str, description: dict):
    """Why a resource cannot be imported, or None, by the values of its identifiers."""
    def problem(*values):
        identifier = dict(zip(description["primaryIdentifier"], values))
        try:
            provisioners._RESOURCE_HANDLERS[resource_type]["import"](identifier)
        except RuntimeError as failure:
            return str(failure)
        return None
    return problem


def _request(url: str, body: "dict | None" = None) -> dict:
    """Sends JSON and returns JSON; the text of a refusal becomes the resource's failure reason."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
            return json.load(response)
    except urllib.error.HTTPError as refusal:
        text = refusal.read().decode()
        raise RuntimeError(json.loads(text).get("error", text)) from None
