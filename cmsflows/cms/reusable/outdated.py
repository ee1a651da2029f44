"""Which flows hold a reusable group as it was: it has changed since they were published."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.models import ReferenceIndex

from cmsflows.cms.page import FlowPageMixin
from cmsflows.cms.reusable.group import ReusableGroup
from cmsflows.cms.reusable.sources import is_key
from cmsflows.cms.versions import load_compiled
from cmsflows.definition.nodes import Node, ScaffoldNode, walk


@dataclass(frozen=True, slots=True)
class Outdated:
    """A group that is no longer as a flow holds it."""

    key: int
    title: str
    is_gone: bool = False
    """Is nothing of it live any more?"""


def outdated_groups(page: FlowPageMixin) -> list[Outdated]:
    """The groups in a page's live version that have changed since it was published."""
    copies = dict(_copies(page))
    groups = ReusableGroup.objects.in_bulk(copies)
    found = []
    for key, (title, digest) in copies.items():
        group = groups.get(key)
        if group is None or not group.live:
            found.append(Outdated(key, group.title if group else title, is_gone=True))
        elif group.stored.digest != digest:
            found.append(Outdated(key, group.title))
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


def _copies(page: FlowPageMixin) -> Iterator[tuple[int, tuple[str, str]]]:
    """Key, title and digest of every copy in what visitors walk through now."""
    if not page.live or not page.flow_version:
        return
    compiled = load_compiled(page.flow_id, page.flow_version)
    for node in walk(compiled.definition.root) if compiled else ():
        key, digest = node.options.get("reusable"), node.options.get("digest")
        if _is_copy(node) and is_key(key) and isinstance(digest, str):
            yield key, (node.title, digest)


def _is_copy(node: Node) -> bool:
    """Only the reader gives a plain group options."""
    return isinstance(node, ScaffoldNode) and node.key == "scaffold"


def _users_of(group: ReusableGroup) -> Iterator[Any]:
    for user, _references in ReferenceIndex.get_references_to(group).group_by_source_object():
        # The index answers pages as Wagtail's own class.
        yield getattr(user, "specific", user)
