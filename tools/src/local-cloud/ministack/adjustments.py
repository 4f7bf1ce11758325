"""Where MiniStack behaves otherwise for us, and why. Each function replaces one of its own."""

import asyncio
import contextlib
from xml.etree import ElementTree

from ministack import app
from ministack.core import responses
from ministack.services import cloudformation, lambda_svc, s3
from ministack.services.cloudformation import helpers, provisioners

SETTLED_WITHIN_SECONDS = 20


def adjust() -> None:
    _trust_the_loopback()
    _keep_accounts_apart()
    _print_function_logs()
    _answer_when_settled()
    _list_change_sets_by_arn()
    _change_outputs_alone()
    _keep_properties_of_buckets()


def _trust_the_loopback() -> None:
    """Counts every request as sent over TLS: none leaves this machine, and the CDK's bootstrap bucket refuses others."""
    pin = app.pin_request_origin
    app.pin_request_origin = lambda source_ip, _secure: pin(source_ip, True)


def _keep_accounts_apart() -> None:
    """Making a function in one account otherwise kills the running functions of that name in all the others."""
    invalidate = lambda_svc.invalidate_worker
    lambda_svc.invalidate_worker = lambda name, qualifier=None, account=None, region=None: invalidate(
        name, qualifier, account or responses.get_account_id(), region or responses.get_region())


def _print_function_logs() -> None:
    """What functions print is in this server's log, too: there it can be read when all is over."""
    emit = lambda_svc._emit_lambda_logs

    def emit_and_print(function, request_id, text, *rest, **options):
        print(function["config"]["FunctionArn"], text, sep="\n", flush=True)
        emit(function, request_id, text, *rest, **options)

    lambda_svc._emit_lambda_logs = emit_and_print


def _answer_when_settled() -> None:
    """Holds the answer to what starts a deployment until it has ended: the CDK CLI otherwise looks again after five
    seconds, and most deployments here take less than one."""
    handle = cloudformation.handle_request

    def settled() -> bool:
        statuses = {stack["StackStatus"] for stack in cloudformation._stacks.values()}
        return not any(status.endswith("_IN_PROGRESS") for status in statuses - {"REVIEW_IN_PROGRESS"})

    async def wait_until_settled():
        while not settled():
            await asyncio.sleep(0.02)

    async def handle_and_wait(method, path, headers, body, query_params):
        answer = await handle(method, path, headers, body, query_params)
        if b"Action=ExecuteChangeSet" in body or b"Action=DeleteStack" in body:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(wait_until_settled(), SETTLED_WITHIN_SECONDS)
        return answer

    cloudformation.handle_request = handle_and_wait


def _list_change_sets_by_arn() -> None:
    """Takes a stack's ARN in place of its name, as the API does."""
    handlers = cloudformation._ACTION_HANDLERS
    list_change_sets = handlers["ListChangeSets"]

    def list_by_name(params):
        name = helpers._p(params, "StackName")
        return list_change_sets({**params, "StackName": [name.split("/")[1] if name.startswith("arn:") else name]})

    handlers["ListChangeSets"] = list_by_name


def _change_outputs_alone() -> None:
    """Deploys a template that has other outputs and nothing else, as a stack gets it whose values another one comes to refer to."""
    handlers = cloudformation._ACTION_HANDLERS
    create_change_set = handlers["CreateChangeSet"]

    def create(params):
        before = set(cloudformation._change_sets)
        answer = create_change_set(params)
        for change_set in (cloudformation._change_sets[key] for key in set(cloudformation._change_sets) - before):
            stack = cloudformation._stacks.get(change_set["StackName"], {})
            outputs = (stack.get("_template") or {}).get("Outputs", {}), change_set["_template"].get("Outputs", {})
            if change_set["StatusReason"].startswith("The submitted information didn't contain changes") and outputs[0] != outputs[1]:
                change_set.update(Status="CREATE_COMPLETE", ExecutionStatus="AVAILABLE", StatusReason="")
        return answer

    handlers["CreateChangeSet"] = create


def _keep_properties_of_buckets() -> None:
    """Gives buckets the tags of their templates, of which the CDK's function that empties a bucket looks for one, and the keys that they are
    encrypted with, which roles need. Without a key of its own, as the bootstrap bucket, none is: MiniStack would want one for each object."""
    bucket = provisioners._RESOURCE_HANDLERS["AWS::S3::Bucket"]

    def with_properties(provision):
        def provision_whole(*args):
            name, attributes = provision(*args)
            properties = args[-2]
            s3._bucket_tags[name] = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}
            rules = properties.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
            defaults = [rule.get("ServerSideEncryptionByDefault", {}) for rule in rules]
            if any("KMSMasterKeyID" in default for default in defaults):
                s3._put_bucket_encryption(name, _encryption_in_xml(defaults))
            else:
                s3._delete_bucket_encryption(name)
            return name, attributes

        return provision_whole

    bucket.update(create=with_properties(bucket["create"]), update=with_properties(bucket["update"]))


def _encryption_in_xml(defaults: list) -> bytes:
    configuration = ElementTree.Element("ServerSideEncryptionConfiguration", xmlns=s3.S3_NS)
    for default in defaults:
        element = ElementTree.SubElement(ElementTree.SubElement(configuration, "Rule"), "ApplyServerSideEncryptionByDefault")
        for name, value in default.items():
            ElementTree.SubElement(element, name).text = str(value)
    return ElementTree.tostring(configuration)
