"""Jobs as steps place them, for the tests of what becomes of them."""

from typing import Any

from cmsflows.background import jobs
from cmsflows.background.texts import arguments_text
from cmsflows.models import StoredJob

KEY = "a" * 32
TASK = "b" * 32


def placed(key: str = KEY, *, action: str = "", year: str = "1999", **changes: Any) -> StoredJob:
    """A job that waits; `changes` are columns. `Any`: of all kinds."""
    order = jobs.Order(
        key=key,
        action=action or "tests.shop.background.MakeReport",
        task_id=TASK,
        flow="code:reports:careful",
        arguments=arguments_text(key, {"year": year}, task_id=TASK),
        time_limit=60,
        max_tries=3,
        host="testserver",
        is_secure=False,
        language="en",
    )
    jobs.place(order)
    StoredJob.objects.filter(key=key).update(**changes)
    return StoredJob.objects.get(key=key)
