"""One browser's form, sent by several operating-system processes at once."""

import json
import os
from pathlib import Path
from typing import Any

from django.test import Client, override_settings

from cmsflows.statestore.base import VersionedStateStore
from cmsflows.statestore.loading import default_store
from cmsflows.testing import Visitor
from cmsflows.testing.processes import in_processes
from tests.fixtures.stores import MODULES, chosen

ORDER = "CMSFLOWS_TEST_ORDER"
"""The environment variable that names the file in which the form stands."""


def sent_at_once(
    visitor: Visitor, order: Path, *, urls: str, workers: int = 8, **data: object
) -> list[tuple[int, str]]:
    """Status and address of each answer, where each process sends the form of this page."""
    form = visitor.form
    cookies = {name: each.value for name, each in visitor.client.cookies.items()}
    sent = {"url": form.action, "data": {**form.hidden, **data}, "cookies": cookies, "urls": urls}
    order.write_text(json.dumps(sent))
    os.environ[ORDER] = str(order)
    return [tuple(each) for each in in_processes(send, store=MODULES[chosen()], workers=workers)]


def send(store: VersionedStateStore, number: int) -> list[Any]:
    """What one process does. `Any`: JSON, status and address."""
    order = json.loads(Path(os.environ[ORDER]).read_text())
    with override_settings(ROOT_URLCONF=order["urls"]):
        client = Client(raise_request_exception=False)
        client.cookies.load(order["cookies"])
        answer = client.post(order["url"], order["data"])
        assert default_store() is store
        return [answer.status_code, answer.headers.get("Location", "")]
