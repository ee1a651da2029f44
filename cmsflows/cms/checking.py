"""Would what is live, or what visitors may still be in, run with the apps that are installed?

`manage.py check_flows` asks before a deploy. It reads; it never changes anything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from cmsflows.cms.contract_texts import sentence_of
from cmsflows.cms.guard_texts import guard_flaws
from cmsflows.cms.page import FlowPageMixin
from cmsflows.cms.stored import REUSABLE
from cmsflows.cms.versions import FlowVersion
from cmsflows.definition.contracts import incompatibilities
from cmsflows.definition.flow import FlowDefinition, definition_of
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode, walk
from cmsflows.definition.numbers import numbers_of, title_of
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.reader import contract_of
from cmsflows.engine.registry import registry
from cmsflows.exceptions import DefinitionError, UnknownKeyError


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that would not run, in one flow."""

    flow: str
    """What versions know the flow by: "page:12"."""
    title: str
    """Of the page."""
    sentence: str
    node: str = ""
    """The id of the step, where it is about one."""
    number: str = ""
    step: str = ""
    is_live: bool = False
    """Is it so in what stands on the page now?"""
    versions: tuple[str, ...] = ()
    """The versions, as SHA-256, in which it is so."""


def flaws_of_site() -> list[Flaw]:
    """Every flaw of every live flow page, and of every version of a page that is still there."""
    found: dict[tuple[str, str, str], Flaw] = {}
    pages = {page.flow_id: page for page in flow_pages()}
    for page in pages.values():
        for flaw in _flaws_of_page(page) if page.live else ():
            _gather(found, flaw)
    for row in FlowVersion.objects.order_by("pk").iterator():
        if row.flow in pages:
            for flaw in _flaws_of_version(row, pages[row.flow].title):
                _gather(found, flaw)
    return list(found.values())


def sentences_about(definition: FlowDefinition) -> Iterator[tuple[Node, str]]:
    """Every step that would not run as it was compiled, with what to say of it."""
    compiled = CompiledFlow(definition)
    for node in walk(definition.root):
        for sentence in (
            *_about_class(compiled, node),
            *_about_transition(compiled, node),
            *_about_preconditions(node),
            *_about_contract(compiled, node),
        ):
            yield node, sentence


def flow_pages() -> Iterator[Any]:
    """Every page that is a flow, of whatever class. `Any`: a site's own classes."""
    for model in apps.get_models():
        if issubclass(model, FlowPageMixin):
            yield from model._default_manager.order_by("pk")


def _gather(found: dict[tuple[str, str, str], Flaw], flaw: Flaw) -> None:
    """The same flaw in several versions is said once."""
    place = (flaw.flow, flaw.node, flaw.sentence)
    known = found.get(place, flaw)
    found[place] = Flaw(
        flow=flaw.flow,
        title=flaw.title,
        sentence=flaw.sentence,
        node=flaw.node,
        number=known.number,
        step=known.step,
        is_live=known.is_live or flaw.is_live,
        versions=tuple(dict.fromkeys((*known.versions, *flaw.versions))),
    )


def _flaws_of_page(page: Any) -> Iterator[Flaw]:
    try:
        definition = page.flow_definition()
    except DefinitionError as error:
        yield Flaw(page.flow_id, page.title, str(error), is_live=True)
        return
    for node, sentence in sentences_about(definition):
        yield _flaw(page.flow_id, page.title, definition, node, sentence, is_live=True)


def _flaws_of_version(row: FlowVersion, title: str) -> Iterator[Flaw]:
    try:
        definition = definition_of(row.definition)
    except (KeyError, TypeError, ValueError, RecursionError):
        sentence = _("A version that visitors may be in cannot be read.")
        yield Flaw(row.flow, title, sentence, versions=(row.sha256,))
        return
    for node, sentence in sentences_about(definition):
        yield _flaw(row.flow, title, definition, node, sentence, versions=(row.sha256,))


def _flaw(
    flow: str, title: str, definition: FlowDefinition, node: Node, sentence: str, **where: Any
) -> Flaw:
    """`Any`: where it was found."""
    numbers: Mapping[str, str] = numbers_of(definition)
    return Flaw(
        flow,
        title,
        sentence,
        node=node.id,
        number=numbers.get(node.id, ""),
        step=title_of(node),
        **where,
    )


def _about_class(compiled: CompiledFlow, node: Node) -> Iterator[str]:
    if compiled.is_available(node):
        return
    if node.key == REUSABLE:
        yield _("The reusable group that stands here is not live.")
    elif isinstance(node, ScaffoldNode):
        yield _("No installed app registers the scaffold “%(key)s”.") % {"key": node.key}
    else:
        yield _("No installed app registers the action “%(key)s”.") % {"key": node.key}


def _about_transition(compiled: CompiledFlow, node: Node) -> Iterator[str]:
    if not isinstance(node, ScaffoldNode) or not compiled.is_available(node):
        return
    try:
        compiled.transition(node)
    except UnknownKeyError as error:
        yield _("No installed app registers the transition “%(key)s”.") % {"key": error.key}


def _about_preconditions(node: Node) -> Iterator[str]:
    for spec in node.preconditions:
        if spec.type not in registry.preconditions:
            yield _("No installed app registers the precondition “%(key)s”.") % {"key": spec.type}
    yield from guard_flaws(node)


def _about_contract(compiled: CompiledFlow, node: Node) -> Iterator[str]:
    """A class that supersedes another is trusted with its steps."""
    if not isinstance(node, ActionNode) or registry.actions.is_superseded(node.key):
        return
    if compiled.is_available(node):
        now = contract_of(compiled.action_class(node))
        yield from map(sentence_of, incompatibilities(node.contract, now))
