"""The rule of a group, as editors choose it: one of the registered transitions, and its options."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks import (
    Block,
    ChoiceBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
)

from cmsflows.cms.blocks.adapters import TransitionAdapter
from cmsflows.cms.blocks.comparison import ComparisonClass, TransitionComparison
from cmsflows.cms.blocks.kept import KeptBlock
from cmsflows.cms.blocks.rule_options import options_block_of
from cmsflows.cms.blocks.value import UNREADABLE
from cmsflows.engine.registry import Registry, registry

DEFAULT = "linear"

KEPT = "kept"

OPTIONS = "options_"
"""Before a transition's key: the name of the child that holds its options."""


def transition_choices() -> list[tuple[str, str | Promise]]:
    """Every registered transition, asked for anew by each form."""
    return [(entry.key, entry.label) for entry in registry.transitions]


class RuleBlock(ChoiceBlock):
    """A choice that is read by its label, where revisions are compared."""

    def render_basic(self, value: str | None, context: Any = None) -> str:
        """`Any`: nothing is asked of it."""
        return str(dict(transition_choices()).get(value or "", value or ""))


class TransitionBlock(StructBlock):
    """Stored as `{"type": <registered key>, "options": {…}}`.

    In forms every transition has options of its own, of which those of the chosen one are stored.
    What no block can show moves along in `kept`, for as long as its transition stays chosen.
    `Any`: it may be any JSON.
    """

    type = RuleBlock(
        choices=transition_choices,
        default=DEFAULT,
        label=_("Visitors take these steps"),
        # A rule that nobody has registered any more may stay, but a draft must not forget it.
        required_on_save=True,
    )
    kept = KeptBlock()

    def __init__(self, known: Registry = registry, **kwargs: Any) -> None:
        self.known = known
        options = [
            (f"{OPTIONS}{entry.key}", block)
            for entry in known.transitions
            if (block := options_block_of(entry.target, label=entry.label)) is not None
        ]
        super().__init__(options, **kwargs)

    def to_python(self, value: Mapping[str, Any]) -> StructValue:
        kind = self._current_key(value.get("type") or DEFAULT)
        given = value.get("options") or {}
        kept: dict[str, Any] = {"more": {k: v for k, v in value.items() if k not in STORED}}
        shown = {name: block.get_default() for name, block in self.child_blocks.items()}
        block = self._options_block(kind)
        known = _readable(block, given)
        if block is None or known is None:
            kept |= {"options": given, "is_sealed": True}
        else:
            shown[f"{OPTIONS}{kind}"] = known
            kept["options"] = {k: v for k, v in given.items() if k not in _names_of(block, given)}
        has_kept = kept["options"] or kept["more"] or kind not in self.known.transitions
        shown[KEPT] = {"type": kind, **kept} if has_kept else {}
        return self._to_struct_value({**shown, "type": kind})

    def bulk_to_python(self, values: Sequence[Mapping[str, Any]]) -> list[StructValue]:
        return [self.to_python(value) for value in values]

    def get_prep_value(self, value: Mapping[str, Any]) -> dict[str, Any]:
        kind = value.get("type") or DEFAULT
        kept = _kept_of(value)
        is_same = kept.get("type") == kind
        options = dict(kept.get("options") or {}) if is_same else {}
        if not (is_same and kept.get("is_sealed")):
            options |= self._chosen_options(kind, value)
        return {**(kept.get("more") or {}), "type": kind, "options": options}

    def clean(self, value: Mapping[str, Any]) -> StructValue:
        """Asks only the chosen transition's options: nobody sees the others."""
        kind = value.get("type")
        asked = {"type", KEPT, f"{OPTIONS}{kind}"}
        cleaned, errors = dict(value), {}
        for name in asked & value.keys():
            if name == "type" and kind and kind == _kept_of(value).get("type"):
                continue
            try:
                cleaned[name] = self.child_blocks[name].clean(value[name])
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise StructBlockValidationError(errors)
        return self._to_struct_value(cleaned)

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        return self.get_prep_value(value)

    def get_comparison_class(self) -> ComparisonClass:
        return TransitionComparison

    def _current_key(self, key: str) -> str:
        entry = self.known.transitions.find(key)
        return entry.key if entry else key

    def _options_block(self, kind: str) -> Block | None:
        return self.child_blocks.get(f"{OPTIONS}{kind}")

    def _chosen_options(self, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
        block, name = self._options_block(kind), f"{OPTIONS}{kind}"
        prepared = block.get_prep_value(value[name]) if block and name in value else {}
        is_whole = isinstance(prepared, dict)  # else it came back damaged, which `clean` refuses
        return {k: v for k, v in prepared.items() if v not in (None, "")} if is_whole else {}

    class Meta:
        icon = "redirect"
        label = _("Order of the steps")
        form_classname = "flow-transition"


STORED = frozenset({"type", "options"})


def _readable(block: Block | None, options: Mapping[str, Any]) -> Any:
    """What a block makes of options as far as it knows them; None where it can't."""
    if block is None:
        return None
    known = {name: options[name] for name in _names_of(block, options)}
    try:
        value = block.to_python(known)
        block.get_form_state(value)
    except UNREADABLE:
        return None
    return value


def _names_of(block: Block, options: Mapping[str, Any]) -> set[str]:
    """The names of those options that a block shows; one that carries JSON shows all."""
    shown = getattr(block, "child_blocks", None)
    return set(options) if shown is None else shown.keys() & options.keys()


def _kept_of(value: Mapping[str, Any]) -> dict[str, Any]:
    """A form may bring back damage in its place, which `clean` refuses."""
    kept = value.get(KEPT)
    return kept if isinstance(kept, dict) else {}


register(TransitionAdapter(), TransitionBlock)
