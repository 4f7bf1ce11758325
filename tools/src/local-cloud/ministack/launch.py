"""Runs MiniStack with the resource types of AWS Clean Rooms, and answers questions about permissions.

MiniStack takes its settings from the environment; ours are CLEANROOMS_API_URL, where the local Clean Rooms listens, and, for accounts that
are bootstrapped by themselves, CDK_BOOTSTRAP_TEMPLATE and CDK_BOOTSTRAP_QUALIFIER.

Everything stops when standard input ends: it is a pipe from whoever started this, who thereby cannot leave it behind.
"""

import json
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import threading
import traceback

# Before MiniStack is imported: it looks there as it loads, and its functions inherit it.
os.environ["TMPDIR"] = tempfile.tempdir = tempfile.mkdtemp(prefix="local-cloud-")

from ministack import app  # noqa: E402

import access  # noqa: E402
import adjustments  # noqa: E402
import bootstrapping  # noqa: E402
import clean_rooms  # noqa: E402
import glue_tables  # noqa: E402
import stacks  # noqa: E402

ROUTES = {
    "/_local/authorize": access.authorize,
    "/_local/authorized": access.authorized,
    "/_local/role": access.describe_role,
    "/_local/simulate": access.simulate,
    "/_local/assume": access.assume,
    "/_local/glue-table": glue_tables.table,
    "/_local/stacks": stacks.stacks,
}


def with_routes(ministack):
    """MiniStack's application, with our routes in front of it: each takes and returns JSON."""
    async def application(scope, receive, send):
        route = ROUTES.get(scope["path"]) if scope["type"] == "http" else None
        if route is None:
            await ministack(scope, receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        answer = json.dumps(route(json.loads(body))).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": answer})
    return application


def with_bootstrapping(ministack):
    """MiniStack's application, which bootstraps accounts if CDK_BOOTSTRAP_TEMPLATE says with which template."""
    template = os.environ.get("CDK_BOOTSTRAP_TEMPLATE")
    if template is None:
        return ministack
    return bootstrapping.Bootstrapping(ministack, pathlib.Path(template).read_text(), os.environ["CDK_BOOTSTRAP_QUALIFIER"])


def stop() -> None:
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    # The whole process group: the functions are processes of their own.
    os.killpg(0, signal.SIGKILL)


def stop_with_parent() -> None:
    sys.stdin.buffer.read()
    stop()


if __name__ == "__main__":
    os.setsid()
    threading.Thread(target=stop_with_parent, daemon=True).start()
    try:
        adjustments.adjust()
        clean_rooms.register(os.environ["CLEANROOMS_API_URL"])
        app.app = with_routes(with_bootstrapping(app.app))
        app.main()
    except Exception:
        traceback.print_exc()
    finally:
        stop()
