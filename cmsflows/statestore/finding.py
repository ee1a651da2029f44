"""The statement by which `django_store` finds the tasks of one visitor: one scan of one index."""

from cmsflows.statestore.asking import read
from cmsflows.statestore.base import FIND_LIMIT
from cmsflows.statestore.exact_field import as_text
from cmsflows.statestore.statements import written

FIND = """
    SELECT {{task_id}} FROM {{table}} WHERE {conditions} AND {{expires_at}} > %s
    ORDER BY {{expires_at}} DESC LIMIT %s
"""


def find_living(*, owner: str, binding: str, now: float) -> list[str]:
    """The ids of living tasks with all that is given; see `VersionedStateStore.find`."""
    given = {name: value for name, value in (("owner", owner), ("binding", binding)) if value}
    if not given:
        return []
    rows = read(written(find_statement(*given)), [*given.values(), now, FIND_LIMIT])
    return [as_text(row[0]) for row in rows]


def find_statement(*columns: str) -> str:
    """The SELECT for tasks of which these columns are known."""
    return FIND.format(conditions=" AND ".join(f"{{{column}}} = %s" for column in columns))
