"""How the blocks reach the browser: telepath adapters, with the scripts they need."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import Adapter
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter

MEDIA = {
    "js": [
        "wagtailadmin/js/telepath/blocks.js",
        "cmsflows/editor/steps.js",
        "cmsflows/editor/catalogue.js",
        "cmsflows/editor/sentence.js",
        "cmsflows/editor/elements.js",
        "cmsflows/editor/carried.js",
        "cmsflows/editor/step-chooser.js",
        "cmsflows/editor/comparison-row.js",
        "cmsflows/editor/condition.js",
        "cmsflows/editor/exits.js",
        "cmsflows/editor/branch.js",
        "cmsflows/editor/state-names.js",
        "cmsflows/editor/transition.js",
        "cmsflows/editor/duplicate.js",
        "cmsflows/flow-blocks.js",
    ],
    "css": ["cmsflows/flow-blocks.css", "cmsflows/flow-rules.css"],
}
"""Each builds on those before it."""


def flow_media() -> forms.Media:
    """Wagtail's own scripts before ours, which build on them."""
    return forms.Media(
        js=[versioned_static(path) for path in MEDIA["js"]],
        css={"all": [versioned_static(path) for path in MEDIA["css"]]},
    )


class FlowStreamAdapter(StreamBlockAdapter):
    """The root stream: its script puts it where `ScaffoldAdapter` has left it out."""

    js_constructor = "cmsflows.FlowStreamBlock"

    def js_args(self, block: Any) -> list[Any]:
        name, groups, defaults, meta = super().js_args(block)
        return [name, groups, defaults, {**meta, "editor": block.editor_data()}]

    @cached_property
    def media(self) -> forms.Media:
        return flow_media()


class ScaffoldAdapter(StructBlockAdapter):
    """A scaffold without its `steps`: they are the stream that is being packed."""

    def js_args(self, block: Any) -> list[Any]:
        name, _children, meta = super().js_args(block)
        return [name, [each for key, each in block.child_blocks.items() if key != "steps"], meta]


class PlainStructAdapter(StructBlockAdapter):
    """A struct whose fields stand among those around it, with no panel of their own."""

    js_constructor = "cmsflows.PlainStructBlock"

    @cached_property
    def media(self) -> forms.Media:
        return flow_media()


class TransitionAdapter(PlainStructAdapter):
    """A transition: what it is, beside the choice, and the options of the chosen one."""

    js_constructor = "cmsflows.TransitionBlock"

    def js_args(self, block: Any) -> list[Any]:
        name, children, meta = super().js_args(block)
        described = {
            entry.key: {"icon": entry.icon, "description": entry.description}
            for entry in block.known.transitions
        }
        return [name, children, {**meta, "transitions": described}]


class PreconditionsAdapter(StreamBlockAdapter):
    """What guards a step; its script keeps placeholders out of the picker."""

    js_constructor = "cmsflows.PreconditionsBlock"

    @cached_property
    def media(self) -> forms.Media:
        return flow_media()


class CarriedAdapter(Adapter):
    """A block that carries JSON; subclasses say which script shows it."""

    def js_args(self, block: Any) -> list[Any]:
        return [
            block.name,
            {
                "label": block.label,
                "description": block.get_description(),
                "helpText": getattr(block.meta, "help_text", ""),
                "required": False,
                "icon": block.meta.icon,
                "blockDefId": block.definition_prefix,
                "isPreviewable": False,
            },
        ]

    @cached_property
    def media(self) -> forms.Media:
        return flow_media()


class UnavailableAdapter(CarriedAdapter):
    """A placeholder: its script shows a sentence and carries the JSON."""

    js_constructor = "cmsflows.UnavailableBlock"
