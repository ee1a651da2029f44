"""The fields that an editor puts into a form: a block for each kind, with the limits it has."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import conf
from flow_blocks.answers.asked import NAME_LENGTH, AskedField, name_of
from flow_blocks.answers.building import build
from flow_blocks.answers.countries import every_country
from flow_blocks.answers.offered import OfferedAnswer, refuse_equal_names
from flow_blocks.answers.upload_options import kinds_block, megabytes_block, number_block

LONGEST = 10_000
"""Signs that a visitor can write into one field, at most."""

NAME = RegexValidator(
    r"\A[a-z0-9][a-z0-9_]*\Z",
    _("Use small letters without accents, digits and “_”, and begin with a letter or a digit."),
)


class FieldBlock(blocks.StructBlock):
    """What every kind of field has."""

    label = blocks.CharBlock(
        label=_("Question"), max_length=255, help_text=_("What visitors read above the field.")
    )
    help_text = blocks.CharBlock(
        label=_("Hint"),
        max_length=500,
        required=False,
        help_text=_("A few words below the question. Leave it empty if there is nothing to say."),
    )
    required = blocks.BooleanBlock(
        label=_("Must be answered"),
        help_text=_("Visitors cannot go on without an answer then."),
        default=True,
        required=False,
    )
    name = blocks.CharBlock(
        label=_("Name"),
        max_length=NAME_LENGTH,
        required=False,
        validators=[NAME],
        help_text=_(
            "What conditions and lists of answers call it. Made from the question, if you leave it "
            "empty."
        ),
    )

    def clean(self, value: Any) -> Any:
        """The value with its name filled in; a draft may be wrong for the time being.

        `Any`: the values of a StructBlock are Wagtail's own.
        """
        cleaned = super().clean(value)
        is_named = bool(cleaned["name"])
        if cleaned["label"] and not is_named:
            cleaned["name"] = name_of(cleaned["label"])
        if self.is_deferred_validation:
            return cleaned
        if cleaned["name"] in {conf.task_id_param().lower(), "csrfmiddlewaretoken"}:
            message = _("This name is taken by the page itself. Choose another one.")
            refuse("name" if is_named else "label", message)
        self.check_limits(cleaned)
        self.check_default(cleaned)
        return cleaned

    def check_limits(self, value: Any) -> None:
        """Raises `StructBlockValidationError` where limits contradict each other. `Any`: see
        `clean`."""

    def check_default(self, value: Any) -> None:
        """Raises `StructBlockValidationError` for a default that visitors could not answer. `Any`:
        see `clean`."""
        default = value.get("default")
        # A list of Wagtail's own is equal to no other, be it as empty.
        if default is None or (isinstance(default, Sequence) and not default):
            return
        field = build([AskedField(self.name, value["name"], value)])[value["name"]]
        try:
            field.clean(field.prepare_value(field.initial))
        except ValidationError as error:
            raise blocks.StructBlockValidationError({"default": error}) from error

    class Meta:
        icon = "form"
        label_format = "{label}"


class TextBlock(FieldBlock):
    """A single line."""

    max_length = blocks.IntegerBlock(
        label=_("Longest answer"),
        help_text=_("In signs, 255 at most."),
        default=255,
        min_value=1,
        max_value=255,
    )
    default = blocks.CharBlock(label=_("Filled in beforehand"), max_length=255, required=False)

    class Meta:
        label = _("Text, one line")
        icon = "title"


class ParagraphBlock(FieldBlock):
    """Several lines."""

    max_length = blocks.IntegerBlock(
        label=_("Longest answer"),
        help_text=_("In signs. A page of text has about 3 000."),
        default=3_000,
        min_value=1,
        max_value=LONGEST,
    )
    default = blocks.TextBlock(label=_("Filled in beforehand"), rows=3, required=False)

    class Meta:
        label = _("Text, several lines")
        icon = "pilcrow"


class NumberBlock(FieldBlock):
    """A number, as the visitor's language writes it."""

    min = blocks.DecimalBlock(label=_("Smallest number"), required=False)
    max = blocks.DecimalBlock(label=_("Largest number"), required=False)
    decimal_places = blocks.IntegerBlock(
        label=_("Decimal places"),
        help_text=_("0 is for whole numbers."),
        default=0,
        min_value=0,
        max_value=6,
    )
    default = blocks.DecimalBlock(label=_("Filled in beforehand"), required=False)

    def check_limits(self, value: Any) -> None:
        """`Any`: see `clean`."""
        if None not in (value["min"], value["max"]) and value["min"] > value["max"]:
            refuse("max", _("The largest number is smaller than the smallest."))

    class Meta:
        label = _("Number")
        icon = "order"


class DateBlock(FieldBlock):
    """A day."""

    moment = blocks.ChoiceBlock(
        label=_("When"),
        choices=[("past", _("Today or before")), ("future", _("Today or later"))],
        required=False,
        help_text=_("Any day, if you leave it empty."),
    )
    earliest = blocks.DateBlock(label=_("Earliest day"), required=False)
    latest = blocks.DateBlock(label=_("Latest day"), required=False)
    default = blocks.DateBlock(label=_("Filled in beforehand"), required=False)

    def check_limits(self, value: Any) -> None:
        """`Any`: see `clean`."""
        if value["earliest"] and value["latest"] and value["earliest"] > value["latest"]:
            refuse("latest", _("The latest day is before the earliest."))

    class Meta:
        label = _("Date")
        icon = "date"


class ChoiceFieldBlock(FieldBlock):
    """One answer of several."""

    choices = blocks.ListBlock(OfferedAnswer(), label=_("Answers"), min_num=2)
    look = blocks.ChoiceBlock(
        label=_("How it looks"),
        help_text=_("With many answers a list to open takes less room."),
        choices=[("buttons", _("Buttons, all in sight")), ("list", _("A list to open"))],
        default="buttons",
    )
    default = blocks.CharBlock(
        label=_("Chosen beforehand"),
        max_length=255,
        required=False,
        help_text=_("The name of an answer, or the answer itself where it has no name."),
    )

    def check_limits(self, value: Any) -> None:
        """`Any`: see `clean`."""
        refuse_equal_names(value)

    class Meta:
        label = _("Choice of one")
        icon = "radio-full"


class ChoicesFieldBlock(FieldBlock):
    """Any number of answers."""

    choices = blocks.ListBlock(OfferedAnswer(), label=_("Answers"), min_num=1)
    max_choices = blocks.IntegerBlock(
        label=_("Most answers"),
        help_text=_("How many can be chosen. All of them, if you leave it empty."),
        min_value=1,
        required=False,
    )
    default = blocks.ListBlock(
        blocks.CharBlock(label=_("Name of an answer"), max_length=255),
        label=_("Chosen beforehand"),
        default=[],
        help_text=_("Names of answers, or the answers themselves where they have no names."),
    )

    def check_limits(self, value: Any) -> None:
        """`Any`: see `clean`."""
        refuse_equal_names(value)

    class Meta:
        label = _("Choice of several")
        icon = "list-ul"


class EmailBlock(FieldBlock):
    """An email address."""

    class Meta:
        label = _("Email address")
        icon = "mail"


class PhoneBlock(FieldBlock):
    """A telephone number."""

    region = blocks.ChoiceBlock(
        label=_("Country of telephone numbers"),
        help_text=_(
            "Of those that do not begin with “+” and a country’s code. The site’s own, if you "
            "leave it empty."
        ),
        choices=every_country,
        required=False,
    )

    class Meta:
        label = _("Telephone number")
        icon = "mobile-alt"


class UploadBlock(FieldBlock):
    """Files."""

    kinds = kinds_block()
    megabytes = megabytes_block()
    most = number_block()

    class Meta:
        label = _("Upload")
        icon = "upload"


class ConsentBlock(FieldBlock):
    """A box that must be ticked."""

    label = blocks.CharBlock(
        label=_("What visitors agree to"),
        max_length=255,
        help_text=_("It stands beside the box: “I have read the privacy policy”."),
    )
    help_text = None
    required = None
    details = blocks.RichTextBlock(
        label=_("Details"),
        features=["bold", "italic", "link", "document-link"],
        required=False,
        help_text=_("More about it, with a link to the policy for example."),
    )

    class Meta:
        label = _("Consent")
        icon = "check"


def refuse(name: str, message: str | Promise) -> None:
    """Raises `StructBlockValidationError` for the block of this name."""
    raise blocks.StructBlockValidationError({name: ValidationError(str(message))})
