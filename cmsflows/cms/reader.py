"""Reads flows written in the CMS: the raw JSON of a stream in, a flow definition out.

Code has a reader of its own; both answer the same frozen tree.
"""

import json
import re
from dataclasses import replace
from typing import Any

from cmsflows.cms.blocks.transition import DEFAULT
from cmsflows.cms.ids import with_ids
from cmsflows.cms.reusable.copying import copied
from cmsflows.cms.reusable.sources import (
    FindGroup,
    Sources,
    TooLargeError,
    no_groups,
    origin_of,
)
from cmsflows.cms.slugs import with_slugs
from cmsflows.cms.stored import MAX_LEVELS, REUSABLE, SCAFFOLD, levels, steps_of, value_of
from cmsflows.definition.canonical import to_data
from cmsflows.definition.conditions import MalformedConditionError, check
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import (
    ActionNode,
    Node,
    PreconditionSpec,
    ScaffoldNode,
    TransitionSpec,
    Words,
)
from cmsflows.engine.reader import compile_component, contract_of, title_of
from cmsflows.engine.registry import registry
from cmsflows.exceptions import DefinitionError

BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
"""What Wagtail's editor notes on each paragraph for itself; to readers it says nothing."""

JsonObject = dict[str, Any]
"""`Any`: what stands in a stream may be any JSON."""


def read_stream(
    stream: object, *, title: str = "", groups: FindGroup = no_groups
) -> FlowDefinition:
    """The definition of a flow: `stream` is its raw JSON, `title` the page's.

    `groups` answers the live reusable group of a key; its steps are copied in. Raises
    `DefinitionError` for what is no stream of steps. A type that nobody registered is no such
    error: it is read as an action of that key, which then nobody can enter. A group that is not
    there, or cannot be read, is treated alike.
    """
    return _addressable(_read(stream, title, Sources(groups)))


def _read(stream: object, title: str, sources: Sources) -> FlowDefinition:
    if not isinstance(stream, list):
        raise DefinitionError(f"A flow is a list of steps, but this is {_shown(stream)}.")
    if levels(stream) > MAX_LEVELS:
        raise DefinitionError(f"Groups stand deeper than {MAX_LEVELS} levels within each other.")
    children = _nodes(with_slugs(with_ids(stream)), sources)
    if _height(children) > MAX_LEVELS:
        raise TooLargeError(
            f"With its reusable groups copied in, the flow would be deeper than {MAX_LEVELS} "
            "levels."
        )
    root = ScaffoldNode(
        id="root",
        key=SCAFFOLD,
        title=title,
        transition=TransitionSpec(DEFAULT),
        children=children,
    )
    return FlowDefinition(root)


def _nodes(stream: list[Any], sources: Sources) -> tuple[Node, ...]:
    return tuple(_node(item, sources) for item in stream)


def _node(item: Any, sources: Sources) -> Node:
    value = value_of(item)
    if value is None or not isinstance(item.get("type"), str):
        raise DefinitionError(f"This is no step: {_shown(item)}.")
    if item["type"] == SCAFFOLD:
        return ScaffoldNode(
            **_shared(item, value),
            transition=_transition(value),
            children=_nodes(steps_of(item), sources),
        )
    if item["type"] == REUSABLE:
        return _reusable(item, value, sources)
    if (entry := registry.scaffolds.find(item["type"])) is not None:
        ready = compile_component(
            entry.target, node_id=item["id"], title=_text(value, "title"), slug=value["slug"]
        )
        return replace(ready, **_shared(item, value, title=ready.title))
    return _action(item, value)


def _reusable(item: JsonObject, value: JsonObject, sources: Sources) -> Node:
    """A copy of the group that this item names; fails closed where there is none."""
    key = value.get("group")
    opened = sources.open(key)
    if opened is None:
        return _action(item, value)
    group, within = opened
    try:
        inside = _addressable(_read(group.stream, group.title, within))
        origin = origin_of(key, group)
    except TooLargeError:
        raise
    except (DefinitionError, RecursionError):
        return _action(item, value)
    shared = _shared(item, value, title=group.title)
    return ScaffoldNode(
        **{**shared, "key": SCAFFOLD, "options": origin},
        transition=TransitionSpec(DEFAULT),
        children=copied(_children(inside), into=item["id"]),
    )


def _children(definition: FlowDefinition) -> tuple[Node, ...]:
    root = definition.root
    return root.children if isinstance(root, ScaffoldNode) else ()


def _height(nodes: tuple[Node, ...]) -> int:
    """How many levels of nodes stand within each other; counted without recursion."""
    height, level = 0, list(nodes)
    while level:
        height += 1
        level = [
            child for node in level if isinstance(node, ScaffoldNode) for child in node.children
        ]
    return height


def _action(item: JsonObject, value: JsonObject) -> ActionNode:
    entry = registry.actions.find(item["type"])
    title = title_of(entry.target) if entry else item["type"]
    node = ActionNode(
        **_shared(item, value, title=title),
        name=_text(value, "name"),
        exits=_exits(value),
    )
    if entry is None:
        return replace(node, key=_no_path(node.key))
    return replace(node, contract=contract_of(entry.target))


def _no_path(key: str) -> str:
    """An unknown key as no class's dotted path: what nobody registered is not for editors."""
    return key.replace(".", "/")


def _shared(item: JsonObject, value: JsonObject, *, title: str = "") -> JsonObject:
    """What every node has."""
    options = value.get("options")
    return {
        "id": item["id"],
        "key": item["type"],
        "slug": value["slug"],
        "title": _text(value, "title") or title,
        "words": _words(value),
        "options": options if isinstance(options, dict) else {},
        "when": _when(value),
        "preconditions": _preconditions(value),
    }


def _words(value: JsonObject) -> Words:
    image = value.get("image")
    return Words(
        intro=BLOCK_KEY.sub("", _text(value, "intro")),
        help=BLOCK_KEY.sub("", _text(value, "help")),
        button=_text(value, "button"),
        image=image if isinstance(image, int) and not isinstance(image, bool) else None,
    )


def _transition(value: JsonObject) -> TransitionSpec:
    spec = value.get("transition")
    if not isinstance(spec, dict) or not isinstance(spec.get("type"), str):
        return TransitionSpec(DEFAULT)
    options = spec.get("options")
    return TransitionSpec(spec["type"], options if isinstance(options, dict) else {})


def _exits(value: JsonObject) -> tuple[tuple[str, str], ...]:
    wired = value.get("exits")
    if not isinstance(wired, dict):
        return ()
    return tuple((name, target) for name, target in wired.items() if isinstance(target, str))


def _when(value: JsonObject) -> JsonObject:
    """A condition that is none refuses the flow: without it, everybody would meet the step."""
    stored = value.get("when") or {}
    try:
        check(stored)
    except MalformedConditionError as error:
        raise DefinitionError(f"This is no condition: {_shown(stored)}. {error}") from error
    return dict(stored)


def _preconditions(value: JsonObject) -> tuple[PreconditionSpec, ...]:
    """A guard that cannot be read refuses the flow: left out, it would let everybody in."""
    stored = value.get("preconditions") or []
    if not isinstance(stored, list):
        raise DefinitionError(f"Preconditions are a list, but this is {_shown(stored)}.")
    return tuple(_precondition(spec) for spec in stored)


def _precondition(spec: Any) -> PreconditionSpec:
    kind = spec.get("type") if isinstance(spec, dict) else None
    options = spec.get("options") or {} if isinstance(spec, dict) else None
    if not isinstance(kind, str) or not isinstance(options, dict):
        raise DefinitionError(f"This is no precondition: {_shown(spec)}.")
    return PreconditionSpec(kind, options)


def _text(value: JsonObject, name: str) -> str:
    text = value.get(name)
    return text.strip() if isinstance(text, str) else ""


def _addressable(definition: FlowDefinition) -> FlowDefinition:
    """The definition, once it is sure that its version can be told and kept.

    JSON, as Python reads it, may hold what is no UTF-8 and what is no number.
    """
    try:
        json.dumps(to_data(definition.root), allow_nan=False)
        _ = definition.version
    except (ValueError, TypeError, RecursionError) as error:
        raise DefinitionError(f"A step holds a value that cannot be kept: {error}.") from error
    return definition


def _shown(value: object) -> str:
    """The beginning of a value, for a sentence."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
