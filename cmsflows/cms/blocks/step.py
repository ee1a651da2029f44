"""What every step of a flow lets editors write: a title, words, a picture, and its options."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.validators import RegexValidator
from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block, BlockGroup, CharBlock, StructBlock, StructValue
from wagtail.images.blocks import ImageChooserBlock

from cmsflows.cms.blocks.comparison import ComparisonClass, StepComparison
from cmsflows.cms.blocks.condition import ConditionBlock
from cmsflows.cms.blocks.exits import ExitsBlock
from cmsflows.cms.blocks.kept import KeptBlock
from cmsflows.cms.blocks.prose import ProseBlock
from cmsflows.cms.slugs import SLUG
from cmsflows.engine.registry import Registered

KEPT = "kept"
"""The hidden child that holds what a value has beside the fields known here."""

UNSET: Mapping[str, Any] = {"when": {}, "exits": {}, "preconditions": []}
"""What stands in forms where nobody has set a rule; it is not stored. `Any`: JSON."""


class StepBlock(StructBlock):
    """One registered step in a stream. `entry` says how it presents itself to editors."""

    sample_button: str | Promise = ""
    in_sight: Sequence[str] = ("title", "intro", "image", "options", "when")
    in_settings: Sequence[str] = ("preconditions", "slug", KEPT)

    title = CharBlock(required=False, default="", label=_("Title"))
    intro = ProseBlock(
        required=False,
        label=_("Introduction"),
        help_text=_("What visitors read above the form."),
    )
    image = ImageChooserBlock(required=False, label=_("Picture"))
    slug = CharBlock(
        required=False,
        default="",
        label=_("Address"),
        help_text=_("The last part of this step's web address. Left empty, the title says it."),
        validators=[
            RegexValidator(
                SLUG, _("Use small letters without accents, digits, hyphens and underscores.")
            )
        ],
    )
    when = ConditionBlock()
    kept = KeptBlock()

    def __init__(
        self,
        entry: Registered | None = None,
        local_blocks: Sequence[tuple[str, Block]] = (),
        **kwargs: Any,
    ) -> None:
        self.entry = entry
        blocks = list(local_blocks)
        if entry is not None:
            kwargs = {**presentation(entry), **kwargs}
            if entry.target.Options is not None:
                blocks.append(("options", entry.target.Options()))
            if exits := getattr(entry.target, "exits", None):
                blocks.append(("exits", ExitsBlock(exits)))
        known = {*self.base_blocks, *(name for name, _block in blocks)}
        layout = BlockGroup(
            children=[name for name in self.in_sight if name in known],
            settings=[name for name in self.in_settings if name in known],
        )
        super().__init__(blocks, form_layout=layout, **kwargs)

    def to_python(self, value: Mapping[str, Any]) -> StructValue:
        return super().to_python(self._with_kept(value))

    def bulk_to_python(self, values: Sequence[Mapping[str, Any]]) -> list[StructValue]:
        found: list[StructValue] = super().bulk_to_python(
            [self._with_kept(value) for value in values]
        )
        return found

    def get_prep_value(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """The stored form, in which nothing stands for rules that nobody has set."""
        prepared = super().get_prep_value(value)
        kept = prepared.pop(KEPT, None) or {}
        unset = {name for name in UNSET if prepared.get(name) == UNSET[name]}
        return {**kept, **{name: prepared[name] for name in prepared if name not in unset}}

    def get_api_representation(
        self, value: Mapping[str, Any], context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        return {
            name: shown
            for name, shown in super().get_api_representation(value, context=context).items()
            if name != KEPT
        }

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """What the picker shows beside the description: the form, as far as it is known."""
        return {**(parent_context or {}), "form": self._sample_form(), "button": self.sample_button}

    def _sample_form(self) -> Form | None:
        """An empty form of the step, or None where it cannot be made without a visitor."""
        try:
            return self.entry.target.form_class() if self.entry else None
        except (AttributeError, TypeError, ValueError, LookupError):
            return None

    def get_comparison_class(self) -> ComparisonClass:
        return StepComparison

    def _with_kept(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """Stored keys that no field of this version shows move together, out of sight."""
        shown = self.child_blocks.keys() - {KEPT}
        if not isinstance(value.get("preconditions"), list):
            shown = shown - {"preconditions"}
        known = {name: value[name] for name in shown if value.get(name) is not None}
        return {**known, KEPT: {name: value[name] for name in value if name not in shown}}

    class Meta:
        label_format = "{title}"
        preview_template = "cmsflows/block_preview.html"


class ActionBlock(StepBlock):
    """A step that visitors see and complete."""

    sample_button = _("Continue")
    in_sight = ("title", "intro", "image", "options", "button", "when")
    in_settings = ("exits", "preconditions", "help", "slug", "name", KEPT)

    button = CharBlock(
        required=False,
        default="",
        label=_("Button"),
        help_text=_('What the button says; "Continue" if empty.'),
    )
    help = ProseBlock(
        required=False, label=_("Help"), help_text=_("What visitors read beside the form.")
    )
    name = CharBlock(
        required=False,
        default="",
        label=_("Name of the answers"),
        help_text=_(
            "Only where one kind of step stands twice in a flow: billing here, delivery there."
        ),
        validators=[RegexValidator(r"\A[a-z][a-z0-9_]*\Z", _("Use small letters, digits and _."))],
    )


def presentation(entry: Registered) -> dict[str, Any]:
    """How a registered class looks in the picker and in headings."""
    return {
        "label": entry.label,
        "icon": entry.icon,
        "group": entry.group,
        "description": entry.description,
        "default": lambda: {"title": str(entry.label)},
    }
