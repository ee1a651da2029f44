"""Which flows hold a reusable group as it was: it has changed since they were published."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.models import ReferenceIndex

from cmsflows.cms.page import FlowPageMixin
from cmsflows.cms.reusable.copies import copies_in
from cmsflows.cms.reusable.group import ReusableGroup
from cmsflows.cms.versions import load_compiled


@dataclass(frozen=True, slots=True)
class Outdated:
    """A group that is no longer as a flow holds it."""

    key: int
    title: str
    is_gone: bool = False
    """Is nothing of it live any more?"""


def outdated_groups(page: FlowPageMixin) -> list[Outdated]:
    """The groups in a page's live version that have changed since it was published."""
    compiled = load_compiled(page.flow_id, page.flow_version) if page.live else None
    copies = {copy.key: copy for copy in copies_in(compiled.definition)} if compiled else {}
    groups = ReusableGroup.objects.in_bulk(copies)
    found = []
    for copy in copies.values():
        group = groups.get(copy.key)
        if group is None or not group.live:
            found.append(Outdated(copy.key, group.title if group else copy.title, is_gone=True))
        elif group.stored.digest != copy.digest:
            found.append(Outdated(copy.key, group.title))
    return found


def flows_with(group: ReusableGroup) -> list[Any]:
    """The pages that use a group, by themselves or within other groups; each as its own class.

    `Any`: a site's own page classes.
    """
    pages: dict[Any, Any] = {}
    seen = {group.pk}
    waiting = [group]
    while waiting:
        for user in _users_of(waiting.pop()):
            if isinstance(user, FlowPageMixin):
                pages[user.pk] = user
            elif isinstance(user, ReusableGroup) and user.pk not in seen:
                seen.add(user.pk)
                waiting.append(user)
    return sorted(pages.values(), key=lambda page: str(page))


def outdated_flows(group: ReusableGroup) -> list[Any]:
    """Those of them whose live version does not hold what is live of the groups they use."""
    return [page for page in flows_with(group) if outdated_groups(page)]


def _users_of(group: ReusableGroup) -> Iterator[Any]:
    for user, _references in ReferenceIndex.get_references_to(group).group_by_source_object():
        # The index answers pages as Wagtail's own class.
        yield getattr(user, "specific", user)
