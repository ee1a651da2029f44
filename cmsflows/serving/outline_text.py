"""The outline of a flow as plain text, for terminals and for where no picture can be drawn."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from cmsflows.definition.outline import Destination, OutlineItem, lines_of

INDENT = "    "


NOTHING: Mapping[str, Sequence[str]] = {}


def outline_text(
    items: tuple[OutlineItem, ...], more: Mapping[str, Sequence[str]] = NOTHING
) -> str:
    """One line a node, numbered and indented; what is remarkable about it on lines below.

    `more` is what else is to be said of nodes, by their ids.
    """
    return "".join(
        f"{line}\n" for item in lines_of(items) for line in _lines(item, more.get(item.id, ()))
    )


def _lines(item: OutlineItem, more: Sequence[str]) -> Iterator[str]:
    margin = INDENT * (item.depth - 1)
    rule = f" ({item.rule})" if item.rule else ""
    yield f"{margin}{item.number} {_one_line(item.title)}{rule}"
    for remark in (*_remarks(item), *more):
        yield f"{margin}{INDENT}{remark}"


def _remarks(item: OutlineItem) -> Iterator[str]:
    if not item.is_available:
        yield _("This is not available; ask a developer.")
    if not item.is_connected:
        yield _("Nothing leads here.")
    if item.is_conditional:
        yield _("Shown only under a condition.")
    if item.leads_to:
        yield _("Leads to: %(places)s.") % {"places": _places(item.leads_to)}
    for way in item.exits:
        names = {"exit": _one_line(way.label), "place": _place(way)}
        yield _("Exit “%(exit)s”: %(place)s.") % names


def _places(ways: Iterable[Destination]) -> str:
    return ", ".join(_place(way) for way in ways)


def _place(way: Destination) -> str:
    if way.is_nowhere:
        return _("leads nowhere")
    return f"{way.number} {_one_line(way.title)}" if way.number else _("the end of the group")


def _one_line(text: str) -> str:
    return " ".join(text.split())
