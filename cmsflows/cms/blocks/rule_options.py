"""What editors may set for transitions and preconditions: the options of those that come with
cmsflows, whose layer knows no Wagtail, and of those that declare their own."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks import Block, BooleanBlock, CharBlock, IntegerBlock, StructBlock

from cmsflows.cms.blocks.adapters import PlainStructAdapter
from cmsflows.cms.blocks.branch import BranchBlock
from cmsflows.cms.blocks.options import ActionOptions
from cmsflows.cms.blocks.state_names import StateNamesBlock
from cmsflows.engine.preconditions import RequiredState
from cmsflows.engine.transitions import AnyOneOf, Branch, Repeat


class AnyOneOfOptions(ActionOptions):
    """How visitors choose."""

    menu = BooleanBlock(
        required=False,
        label=_("Show a menu first"),
        help_text=_(
            "Visitors choose on a page of its own. Otherwise they begin with the first step, "
            "with links to the others."
        ),
    )


class RepeatOptions(ActionOptions):
    """How visitors add another round."""

    button = CharBlock(
        required=False,
        max_length=100,
        label=_("Button for another round"),
        help_text=_('"Add another" if empty.'),
    )
    most = IntegerBlock(
        required=False,
        min_value=1,
        label=_("Rounds at most"),
        help_text=_("As many as visitors like, if empty."),
    )


class RequiredStateOptions(ActionOptions):
    """What must be there."""

    names = StateNamesBlock()


class NoOptions(StructBlock):
    """Nothing to set."""

    class Meta:
        icon = "lock"
        label_format = ""


register(PlainStructAdapter(), NoOptions)

BUILT_IN: Mapping[type, type[Block]] = {
    AnyOneOf: AnyOneOfOptions,
    Branch: BranchBlock,
    Repeat: RepeatOptions,
    RequiredState: RequiredStateOptions,
}


def options_block_of(target: type[Any], **kwargs: Any) -> Block | None:
    """A new block for the options of a registered class, or None where it has none.

    `Any`: shelves hold classes of any kind; blocks take arguments of any kind.
    """
    for each in target.__mro__:
        if options := each.__dict__.get("Options") or BUILT_IN.get(each):
            return options(**kwargs)
    return None
