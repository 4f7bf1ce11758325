"""Bootstraps an account in a Region for the CDK before the first request in it is answered.

So nobody has to know beforehand which accounts and Regions an app deploys to. The stack is the one of `cdk bootstrap`, from its own template.
"""

import asyncio
import re
import urllib.parse

STACK = "CDKToolkit"
POLICIES = "arn:aws:iam::aws:policy/AdministratorAccess"

# A key of twelve digits is that of an account's root user; roles have others.
CREDENTIAL = re.compile(rb"Credential=(\d{12})/\d+/([a-z0-9-]+)/")


class Bootstrapping:
    """MiniStack's application, with the bootstrap stack in each account and Region."""

    def __init__(self, application, template: str, qualifier: str):
        self.application = application
        self.stack = {
            "StackName": STACK,
            "TemplateBody": template,
            "Capabilities.member.1": "CAPABILITY_NAMED_IAM",
            **_parameters({"Qualifier": qualifier, "CloudFormationExecutionPolicies": POLICIES, "FileAssetsBucketKmsKeyId": "AWS_MANAGED_KEY"}),
        }
        self.stacks = {}

    async def __call__(self, scope, receive, send):
        found = CREDENTIAL.search(dict(scope.get("headers", [])).get(b"authorization", b""))
        if found:
            place = (found[1].decode(), found[2].decode())
            if place not in self.stacks:
                self.stacks[place] = asyncio.create_task(self._bootstrap(*place))
            await asyncio.shield(self.stacks[place])
        await self.application(scope, receive, send)

    async def _bootstrap(self, account: str, region: str) -> None:
        await self._cloudformation(account, region, {"Action": "CreateStack", **self.stack})
        while True:
            answer = await self._cloudformation(account, region, {"Action": "DescribeStacks", "StackName": STACK})
            status = re.search("<StackStatus>(.*?)</StackStatus>", answer)[1]
            if status == "CREATE_COMPLETE":
                return
            if not status.endswith("_IN_PROGRESS"):
                raise RuntimeError(f"account {account} could not be bootstrapped in {region}: {answer}")
            await asyncio.sleep(0.02)

    async def _cloudformation(self, account: str, region: str, parameters: dict) -> str:
        body = urllib.parse.urlencode({"Version": "2010-05-15", **parameters}).encode()
        credential = f"AWS4-HMAC-SHA256 Credential={account}/20260101/{region}/cloudformation/aws4_request, SignedHeaders=host, Signature=local"
        headers = {"host": f"cloudformation.{region}.amazonaws.com", "authorization": credential,
                   "content-type": "application/x-www-form-urlencoded", "content-length": str(len(body))}
        scope = {"type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": "/", "raw_path": b"/", "query_string": b"",
                 "headers": [(name.encode(), value.encode()) for name, value in headers.items()], "client": ("127.0.0.1", 0), "server": ("127.0.0.1", 0)}
        answers = []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            answers.append(message)

        await self.application(scope, receive, send)
        text = b"".join(answer.get("body", b"") for answer in answers).decode()
        if answers[0]["status"] != 200:
            raise RuntimeError(f"account {account} could not be bootstrapped in {region}: {text}")
        return text


def _parameters(values: dict) -> dict:
    return {name: text for index, (key, value) in enumerate(values.items(), 1)
            for name, text in ((f"Parameters.member.{index}.ParameterKey", key), (f"Parameters.member.{index}.ParameterValue", value))}
