"""Reads flows written in code: classes in, a flow definition out.

The CMS has a reader of its own; both answer the same frozen tree.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import Field
from django.utils.text import slugify
from django.utils.translation import override

from cmsflows import conf
from cmsflows.definition.canonical import canonical_json_of
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import (
    EMPTY,
    ActionNode,
    Contract,
    Node,
    ScaffoldNode,
    TransitionSpec,
)
from cmsflows.engine.action import Action
from cmsflows.engine.components import Component, components_called, known_component
from cmsflows.engine.inputs import declared
from cmsflows.engine.registry import dotted_path, registry, words_of
from cmsflows.engine.scaffold import Scaffold
from cmsflows.engine.transitions import Transition
from cmsflows.exceptions import DefinitionError, UnknownKeyError


def read_flow(component: type[Component]) -> FlowDefinition:
    """The definition of a flow written in code; a bare action may be a whole flow.

    It keeps what its root promises.

    Raises `DefinitionError` when the tree cannot be: a child nobody knows, or a scaffold within
    itself.
    """
    root = compile_component(component, node_id=segment_of(component))
    inputs = declared(component.inputs) if issubclass(component, Scaffold) else ()
    return FlowDefinition(root, inputs=inputs, promises=tuple(component.promises))


def compile_component(
    component: type[Component], *, node_id: str, title: str = "", slug: str = ""
) -> Node:
    """The node for a class, with all below it. Ids are paths of keys, beginning with `node_id`."""
    return _compile(component, node_id=node_id, title=title, slug=slug, above=())


def contract_of(action: type[Action]) -> Contract:
    """What an action class says it needs and leaves, its labels in the site's own language."""
    with override(conf.language_code()):
        exits = tuple((name, str(label)) for name, label in action.exits.items())
    return Contract(
        requires=tuple(action.requires),
        provides=tuple((name, kind.__name__) for name, kind in action.provides.items()),
        removes=tuple(action.removes),
        exits=exits,
        fields=tuple((name, type(each).__name__) for name, each in fields_of(action).items()),
        commits=action.commits,
        is_repeatable=action.is_repeatable,
    )


def fields_of(action: type[Action], options: Mapping[str, Any] = EMPTY) -> Mapping[str, Field]:
    """The fields of an action's form, as far as its class says; and those that an editor wrote into
    its options. `Any`: options are JSON of any shape."""
    fields = getattr(action.form_class, "base_fields", {})
    own = fields if isinstance(fields, Mapping) else {}
    return {**own, **action.written_fields(options)} if options else own


def key_of(component: type[Component]) -> str:
    """The registered key of a class, or its dotted path."""
    shelf = registry.actions if issubclass(component, Action) else registry.scaffolds
    return shelf.key_of(component) or dotted_path(component)


def segment_of(component: type[Component]) -> str:
    """The last part of a node's id: the registered key, or the class name as words."""
    key = key_of(component)
    return words_of(component.__name__).lower().replace(" ", "_") if "." in key else key


def title_of(component: type[Component]) -> str:
    """What a step is called: its own title, its label, or its class name as words."""
    entry = (registry.actions.find(key_of(component))) or registry.scaffolds.find(key_of(component))
    with override(conf.language_code()):
        return str(component.title or (entry.label if entry else words_of(component.__name__)))


def slugs_of(component: type[Component]) -> tuple[str, ...]:
    """The paths a class answers at below its parent; the first is the one that links use."""
    own = tuple(component.urls) or ((component.url,) if component.url is not None else ())
    return own or (slugify(segment_of(component).replace("_", "-")),)


def _compile(
    component: type[Component],
    *,
    node_id: str,
    title: str,
    slug: str,
    above: tuple[type[Component], ...],
) -> Node:
    if component in above:
        cycle = " > ".join(each.__name__ for each in (*above, component))
        raise DefinitionError(f"A scaffold cannot stand within itself: {cycle}.")
    shared: dict[str, Any] = {
        "id": node_id,
        "key": key_of(component),
        "slug": slug or slugs_of(component)[0],
        "title": title or title_of(component),
    }
    if issubclass(component, Action):
        return ActionNode(**shared, contract=contract_of(component))
    if issubclass(component, Scaffold):
        return ScaffoldNode(
            **shared,
            transition=_transition_spec(component),
            children=_children(component, node_id=node_id, above=(*above, component)),
        )
    raise _stranger(component)


def _children(
    scaffold: type[Scaffold], *, node_id: str, above: tuple[type[Component], ...]
) -> tuple[Node, ...]:
    found: list[Node] = []
    for child in resolve_children(scaffold):
        segment = _unused(segment_of(child), [each.id.rpartition("/")[2] for each in found])
        found.append(
            _compile(child, node_id=f"{node_id}/{segment}", title="", slug="", above=above)
        )
    _refuse_equal_urls(scaffold, found)
    return tuple(found)


def resolve_children(scaffold: type[Scaffold]) -> list[type[Component]]:
    """The classes of a scaffold's children; those named lazily are looked up now."""
    found = [
        _named(scaffold, child) if isinstance(child, str) else child
        for child in scaffold.action_set
    ]
    for child in found:
        if not isinstance(child, type) or not issubclass(child, Component):
            raise _stranger(child)
    return found


def _stranger(found: object) -> DefinitionError:
    return DefinitionError(f"{found!r} is neither an Action nor a Scaffold.")


def _named(scaffold: type[Scaffold], name: str) -> type[Component]:
    """A registered key, a dotted path, a class of the same module, or the only one so called."""
    entry = registry.actions.find(name) or registry.scaffolds.find(name)
    if entry is not None:
        return entry.target
    neighbour = known_component(f"{scaffold.__module__}.{name}") or known_component(name)
    if neighbour is not None:
        return neighbour
    called = components_called(name)
    if len(called) == 1:
        return called[0]
    if called:
        paths = ", ".join(sorted(map(dotted_path, called)))
        raise DefinitionError(
            f"{name!r} in {dotted_path(scaffold)} could be any of {paths}. Write the dotted path."
        )
    raise UnknownKeyError(kind="component", key=name, known=[each.key for each in registry.actions])


def _transition_spec(scaffold: type[Scaffold]) -> TransitionSpec:
    own = scaffold.transition
    if own is None:
        return TransitionSpec("any_one_of")
    kind = own if isinstance(own, type) else type(own)
    options = dict(own.options) if isinstance(own, Transition) else {}
    try:
        canonical_json_of(options)
    except (TypeError, ValueError) as error:
        raise DefinitionError(
            f"The transition of {dotted_path(scaffold)} has options that are no JSON: {error}. "
            "Keep what is no JSON in an attribute of its class."
        ) from error
    return TransitionSpec(registry.transitions.key_of(kind) or dotted_path(kind), options)


def _unused(segment: str, taken: Sequence[str]) -> str:
    number = 2
    candidate = segment
    while candidate in taken:
        candidate = f"{segment}-{number}"
        number += 1
    return candidate


def _refuse_equal_urls(scaffold: type[Scaffold], children: Sequence[Node]) -> None:
    slugs = [child.slug for child in children]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise DefinitionError(
                f"Two children of {dotted_path(scaffold)} answer at {slug!r}. Give one another "
                "`url`."
            )
