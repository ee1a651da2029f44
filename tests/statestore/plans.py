"""How a database means to carry out a statement: which index it reads, and what it does beside."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN"}

SCANS = {"sqlite": "SCAN ", "postgresql": "Seq Scan", "mysql": "'ALL'"}
SORTS = {"sqlite": "TEMP B-TREE", "postgresql": "Sort", "mysql": "filesort"}


@dataclass(frozen=True)
class Plan:
    """What the database says."""

    vendor: str
    text: str

    def reads(self, index: str) -> bool:
        """Is it this index, and never the table from end to end?"""
        return index in self.text and SCANS[self.vendor] not in self.text

    @property
    def sorts(self) -> bool:
        """Is more read than is wanted, to be put in order first?"""
        return SORTS[self.vendor] in self.text


def plan(connection: BaseDatabaseWrapper, statement: str, values: Sequence[object]) -> Plan:
    with connection.cursor() as cursor:
        explain = EXPLAIN.get(connection.vendor, "EXPLAIN")
        cursor.execute(f"{explain} {statement}", values)
        rows = cursor.fetchall()
    return Plan(connection.vendor, "\n".join(str(row) for row in rows))
