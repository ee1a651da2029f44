"""How many people are half way in a flow page, where, and what would become of them.

Counts and reasons only: nothing of what anybody answered.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from cmsflows.cms.everyone import mount_of
from cmsflows.cms.page import FlowPageMixin
from cmsflows.cms.people import move
from cmsflows.cms.versions import FlowVersion, load_compiled
from cmsflows.cms.words_of_staying import why
from cmsflows.definition.numbers import numbers_of, title_of
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.moving import Stays
from cmsflows.engine.task import Task
from cmsflows.exceptions import StoreUnavailableError
from cmsflows.serving.bulk import Runs
from cmsflows.statestore.base import Place

LOOKED_AT = 2_000
"""How many runs are looked at one by one; others are only counted."""

PATIENCE = 3.0
"""Seconds that an editor's page waits for it."""


@dataclass(slots=True)
class Row:
    """The people at one step of one version."""

    place: Place
    number: str = ""
    title: str = ""
    is_live: bool = False
    since: datetime | None = None
    """When that version went live first."""
    people: int = 0
    has_it: bool = False
    """Is this the version that the others would be moved to?"""
    unsettled: int = 0
    """Who of them is paying elsewhere, or has something in doubt."""
    moves: int = 0
    """Who could go on with the other version."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Why the others would stay."""

    @property
    def stays(self) -> list[tuple[str, int]]:
        return self.reasons.most_common()


@dataclass(frozen=True, slots=True)
class Overview:
    """Everybody who is half way."""

    rows: list[Row]
    can_list: bool
    """Can the store tell at all?"""
    is_all: bool
    """Was everybody looked at? Otherwise what would become of them is told of some only."""
    is_compared: bool
    """Is there a version that they might be moved to?"""

    @property
    def people(self) -> int:
        return sum(row.people for row in self.rows)

    @property
    def moves(self) -> int:
        return sum(row.moves for row in self.rows)

    @property
    def stays(self) -> int:
        return sum(row.reasons.total() for row in self.rows)

    @property
    def unsettled(self) -> int:
        return sum(row.unsettled for row in self.rows)


def overview(page: FlowPageMixin, new: CompiledFlow | None) -> Overview:
    """Everybody half way in a page's flow, and who of them could go on with the version `new`."""
    mount = mount_of(page)
    runs = Runs(mount, limit=LOOKED_AT, patience=PATIENCE)
    rows: dict[Place, Row] = {}
    for task, _stored in runs:
        place = Place(task.version, task.position.node)
        _count(rows.setdefault(place, Row(place)), task, new)
    if not runs.is_all and mount.store.supports_counting:
        with suppress(StoreUnavailableError):  # The log has it; what was counted is shown.
            for place, people in mount.store.count_of_flow(mount.id).items():
                rows.setdefault(place, Row(place)).people = people
    for place, row in rows.items():
        row.has_it = new is not None and place.version == new.version
    told = list(_told(page, rows))
    return Overview(told, mount.store.supports_listing, runs.is_all, new is not None)


def _count(row: Row, task: Task, new: CompiledFlow | None) -> None:
    row.people += 1
    row.unsettled += task.claim is not None
    if new is None or task.version == new.version:
        return
    answer = move(task, new)
    if isinstance(answer, Stays):
        row.reasons[why(answer)] += 1
    else:
        row.moves += 1


def _told(page: FlowPageMixin, rows: dict[Place, Row]) -> Iterator[Row]:
    """The rows with what they are called: the live version first, in reading order."""
    stored = FlowVersion.objects.filter(flow=page.flow_id)
    since = dict(stored.values_list("sha256", "created_at"))
    versions = {place.version for place in rows}
    newest_first = sorted(
        versions, key=lambda each: (each == page.flow_version, str(since.get(each))), reverse=True
    )
    for version in newest_first:
        yield from _of_version(page, version, rows, since.get(version))


def _of_version(
    page: FlowPageMixin, version: str, rows: dict[Place, Row], since: datetime | None
) -> Iterator[Row]:
    compiled = load_compiled(page.flow_id, version)
    by_id = compiled.definition.by_id if compiled else {}
    numbers = numbers_of(compiled.definition) if compiled else {}
    order = {node_id: position for position, node_id in enumerate(by_id)}
    mine = [row for place, row in rows.items() if place.version == version]
    for row in sorted(mine, key=lambda row: order.get(row.place.node, len(order))):
        node = by_id.get(row.place.node)
        row.number = numbers.get(row.place.node, "")
        row.title = title_of(node) if node else ""
        row.is_live, row.since = version == page.flow_version, since
        yield row
