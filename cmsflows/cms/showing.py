"""A flow as text, for a terminal: its outline, with everything that an editor has set."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cmsflows.cms.checking import sentences_about
from cmsflows.cms.gate import flaws_in
from cmsflows.definition.condition_text import text_of
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import Node, ScaffoldNode, walk
from cmsflows.definition.numbers import numbers_of, title_of
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.serving.flow_map import map_of
from cmsflows.serving.outline_text import outline_text


def outline_of_flow(definition: FlowDefinition) -> str:
    """The outline: numbers, rules, exits, conditions, guards, and keys."""
    names = _Names(definition)
    more = {node.id: list(_remarks(node, names)) for node in walk(definition.root)}
    flow_map = map_of(CompiledFlow(definition), title=definition.root.title)
    return outline_text(flow_map.outline(), more)


def problems_of_flow(definition: FlowDefinition) -> list[str]:
    """What keeps it from going live, and what would not run, in sentences."""
    flaws = flaws_in(definition)
    told = {flaw.node for flaw in flaws}
    numbers = numbers_of(definition)
    return [
        *(flaw.sentence for flaw in flaws),
        *(
            f"{numbers.get(node.id, '')} “{title_of(node)}”: {sentence}".lstrip()
            for node, sentence in sentences_about(definition)
            if node.id not in told
        ),
    ]


def _remarks(node: Node, name: "_Names") -> Iterator[str]:
    yield _("Key: %(key)s.") % {"key": node.key}
    if node.when:
        yield _("Shown only when: %(condition)s.") % {"condition": text_of(node.when, name)}
    for spec in node.preconditions:
        yield _("Guarded by: %(key)s.") % {"key": spec.type}
    if "reusable" in node.options and isinstance(node, ScaffoldNode):
        yield _("A copy of the reusable group %(key)s.") % {"key": node.options["reusable"]}
    if isinstance(node, ScaffoldNode) and node.transition.type == "branch":
        yield from _arms(node.transition.options, name)


def _arms(options: Mapping[str, Any], name: "_Names") -> Iterator[str]:
    """`Any`: JSON of any shape."""
    arms = options.get("arms")
    for arm in arms if isinstance(arms, Sequence) and not isinstance(arms, str) else ():
        if isinstance(arm, Mapping) and isinstance(when := arm.get("when"), Mapping):
            gaps = {"condition": text_of(when, name), "step": name(str(arm.get("to")))}
            yield _("If %(condition)s: %(step)s.") % gaps
    if isinstance(otherwise := options.get("otherwise"), str):
        yield _("Otherwise: %(step)s.") % {"step": name(otherwise)}


class _Names:
    """What the steps of a flow are called here: by number and title."""

    def __init__(self, definition: FlowDefinition) -> None:
        self._definition = definition
        self._numbers = numbers_of(definition)

    def __call__(self, node_id: str) -> str:
        node = self._definition.node(node_id)
        if node is None:
            return _("a step that is not there")
        return f"{self._numbers.get(node_id, '')} {title_of(node)}".strip()
