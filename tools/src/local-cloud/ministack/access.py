"""Who may do what: MiniStack's IAM, asked by the local Clean Rooms and by tests.

Each function takes and returns plain JSON; launch.py serves them over HTTP.
"""

import collections
import json
import uuid

from ministack import app
from ministack.core import iam_evaluator, responses
from ministack.services import iam, sts

# What each role was granted while it made calls, and what it used of that: an action of the first alone is superfluous.
_granted = collections.defaultdict(set)
_used = collections.defaultdict(set)


def authorize(call: dict) -> dict:
    """Whether the holder of an access key may take an action; without one, only who the holder is."""
    access_key_id = call["accessKeyId"]
    responses.set_request_account_id(app._request_account_scope(access_key_id))
    account = responses.get_account_id()
    credential = iam_evaluator.resolve_credential(access_key_id, account, call.get("sessionToken"))
    if isinstance(credential, iam_evaluator.CredentialResolutionError):
        return {"allowed": False, "reason": f"{credential.code}: {credential.message}"}

    principal = credential.principal_arn
    caller = {"account": credential.account_id, "principal": principal}
    if "action" not in call:
        return {"allowed": True, **caller}
    reason = _refusal(access_key_id, principal, call)
    if ":assumed-role/" in principal:
        _record(principal, call["action"], allowed=reason is None)
    return {"allowed": reason is None, **({"reason": reason} if reason else {}), **caller}


def authorized(_: dict) -> list:
    """Each role that made a call, with the actions granted to it and those it used."""
    return [{"role": role, "granted": sorted(_granted[role]), "used": sorted(_used[role])} for role in sorted(_granted)]


def describe_role(request: dict) -> dict:
    """A role's trust policy and permissions, and when it was made."""
    role = _role(request["roleArn"])
    if role is None:
        return {"exists": False}
    attached = {arn: iam_evaluator._resolve_managed_policy_document(arn, _account(role["Arn"]))
                for arn in role["AttachedPolicies"]}
    documents = {**role["InlinePolicies"], **attached}
    return {
        "exists": True,
        "createdAt": role["CreateDate"],
        "trustPolicy": _document(role["AssumeRolePolicyDocument"]),
        "policies": {name: _document(document) for name, document in documents.items() if document},
    }


def simulate(request: dict) -> dict:
    """Whether a role may take an action, by its own policies and the resource's."""
    role = _role(request["roleArn"])
    if role is None:
        return {"allowed": False, "reason": f"{request['roleArn']} does not exist"}
    account = _account(role["Arn"])
    responses.set_request_account_id(account)
    responses.set_request_region(request.get("region"))  # where the policies of keys are looked for
    access_key_id = f"ASIA{uuid.uuid4().hex[:16].upper()}"
    principal = f"arn:aws:sts::{account}:assumed-role/{role['RoleName']}/simulated"
    sts.register_session(access_key_id, {"Arn": principal, "SecretAccessKey": "simulated", "SessionToken": "simulated"})
    origin = iam_evaluator._request_origin.get()
    iam_evaluator.pin_request_origin(origin[0], True)  # services use TLS, though nothing here does
    try:
        reason = _refusal(access_key_id, principal, request)
    finally:
        iam_evaluator.pin_request_origin(*origin)
        del sts._sessions[access_key_id]
    return {"allowed": reason is None, **({"reason": reason} if reason else {})}


def assume(request: dict) -> dict:
    """Whether a role's trust policy lets a service assume it under the given condition keys."""
    role = _role(request["roleArn"])
    if role is None:
        return {"allowed": False, "reason": f"{request['roleArn']} does not exist"}
    context = iam_evaluator.EvalContext(
        principal_arn=request["service"],
        principal_type="Service",
        principal_account="",
        action="sts:AssumeRole",
        resource_arn=role["Arn"],
        region=request.get("region", ""),
        service_context=_condition_keys(request),
    )
    trust = _document(role["AssumeRolePolicyDocument"])
    result = iam_evaluator.evaluate_resource_policy(trust, context, service=request["service"])
    if result.decision == "Allow":
        return {"allowed": True}
    return {"allowed": False, "reason": f"the trust policy of {role['Arn']} does not let {request['service']} assume it"}


def _refusal(access_key_id: str, principal: str, call: dict) -> "str | None":
    """AWS's words for why an action is refused; nothing where it is allowed."""
    action, resource = call["action"], call["resource"]
    denied = iam_evaluator.enforce(access_key_id, action, action.split(":")[0], call.get("region", ""),
                                   resource_arn=resource, service_context=_condition_keys(call))
    if denied is None:
        return None
    if isinstance(denied, iam_evaluator.AuthError):
        return f"{denied.code}: {denied.message}"
    because = ("with an explicit deny" if denied.decision == "Deny"
               else f"because no identity-based policy allows the {action} action")
    return f"User: {principal} is not authorized to perform: {action} on resource: {resource} {because}"


def _condition_keys(call: dict) -> dict:
    return {key.lower(): value for key, value in call.get("context", {}).items()}


def _record(principal: str, action: str, allowed: bool) -> None:
    account, name = _account(principal), principal.split("/")[1]
    role = f"arn:aws:iam::{account}:role/{name}"
    _granted[role].update(pattern for policy in iam_evaluator._gather_role_policies(name, account)
                          for statement in policy if statement.effect == "Allow" for pattern in statement.actions)
    if allowed:
        _used[role].add(action)


def _role(arn: str) -> "dict | None":
    return iam._roles.get_scoped(_account(arn), None, arn.split("/")[-1])


def _account(arn: str) -> str:
    return arn.split(":")[4]


def _document(document: "str | dict") -> dict:
    return json.loads(document) if isinstance(document, str) else document
