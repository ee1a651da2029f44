"""Send an email: what the editor has written, with what is known of the visitor in it, once."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import COMPLETE, NOT_DONE, Action, Answer, Unsettled, register_action
from cmsflows.blocks import ActionOptions
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode
from flow_blocks.mail.addresses import MOST_RECIPIENTS, address_of
from flow_blocks.mail.checking import flaws_of_entry, flaws_of_line, flaws_of_rich_text
from flow_blocks.mail.letter import Letter, letter_of
from flow_blocks.mail.names import known_names
from flow_blocks.mail.placeholders import find
from flow_blocks.mail.rich_text import FEATURES
from flow_blocks.mail.sending import send_once
from flow_blocks.models import SentMail

VISITOR, OTHERS = "visitor", "others"
ENTRY = "email"

PLACEHOLDERS = _(
    "Write {name} where the visitor's name shall stand; what stands between the braces is the name "
    "of something that an earlier step asks for."
)


@register_action("send_email", label=_("Send an email"), icon="mail", group=_("What happens"))
class SendEmail(Action):
    """To the visitor or to addresses that you choose.

    A mail server that is down stops nobody: the mail is listed as not sent, and tried again.
    """

    commits = True
    is_repeatable = True

    class Options(ActionOptions):
        to = blocks.ChoiceBlock(
            label=_("To whom"),
            choices=[(VISITOR, _("The visitor")), (OTHERS, _("The addresses below"))],
            default=VISITOR,
        )
        entry = blocks.CharBlock(
            label=_("Where the visitor's address is"),
            help_text=_("The name of what an earlier step asks for; “email” as a rule."),
            default=ENTRY,
            required=False,
            max_length=100,
        )
        addresses = blocks.ListBlock(
            blocks.EmailBlock(label=_("Address")),
            label=_("Addresses"),
            help_text=_("Your colleagues', say. Visitors do not see them."),
            default=[],
            max_num=MOST_RECIPIENTS,
        )
        reply_to = blocks.EmailBlock(
            label=_("Replies go to"),
            help_text=_(
                "Left empty, replies to the visitor's mail go to the site's own address, and "
                "replies to others go to the visitor."
            ),
            required=False,
        )
        subject = blocks.CharBlock(label=_("Subject"), help_text=PLACEHOLDERS, max_length=200)
        body = blocks.RichTextBlock(
            label=_("Text"), help_text=PLACEHOLDERS, features=FEATURES, max_length=20_000
        )

        def clean(self, value: Any) -> Any:
            """`Any`: the values of a StructBlock are Wagtail's own."""
            cleaned = super().clean(value)
            if cleaned["to"] == OTHERS and not cleaned["addresses"]:
                error = ValidationError(_("Add an address, or send it to the visitor."))
                raise blocks.StructBlockValidationError({"addresses": error})
            if cleaned["to"] == VISITOR and not cleaned["entry"]:
                error = ValidationError(_("Say where the address is, or send it to others."))
                raise blocks.StructBlockValidationError({"entry": error})
            return cleaned

    @classmethod
    def flaws_of_options(
        cls, node: ActionNode, definition: FlowDefinition
    ) -> Iterator[tuple[str, str]]:
        """Placeholders that stand for nothing in this flow."""
        known = known_names(definition, node)
        told = {name: str(value or "") for name, value in node.options.items()}
        if told.get("to", VISITOR) == VISITOR:
            yield from (("entry", each) for each in flaws_of_entry(told.get("entry", ENTRY), known))
        yield from (("subject", each) for each in flaws_of_line(told.get("subject", ""), known))
        yield from (("body", each) for each in flaws_of_rich_text(told.get("body", ""), known))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`Any`: template variables are of all kinds."""
        is_to_visitor = self.options["to"] == VISITOR
        return super().get_context_data(
            is_to_visitor=is_to_visitor,
            recipient=self.visitors_address if is_to_visitor else "",
            **kwargs,
        )

    def form_valid(self, form: forms.BaseForm) -> Answer:
        letter = self.letter()
        if letter.to:
            is_to_visitor = self.options["to"] == VISITOR
            send_once(self.idempotency_key, letter.as_mail(), is_limited=is_to_visitor)
        return COMPLETE

    def settle(self) -> Answer | Unsettled:
        """Once there is a row, the mail is its business; before that, nothing has happened."""
        is_made = SentMail.objects.filter(key=self.idempotency_key).exists()
        return COMPLETE if is_made else NOT_DONE

    @property
    def visitors_address(self) -> str:
        """Empty where none is known, or what is known is no address."""
        return address_of(find(self.state, self.options["entry"]))

    def letter(self) -> Letter:
        options, visitor = self.options, self.visitors_address
        is_to_visitor = options["to"] == VISITOR
        return letter_of(
            self,
            to=[visitor] if is_to_visitor and visitor else list(options["addresses"]),
            reply_to=options["reply_to"] or ("" if is_to_visitor else visitor),
            subject=options["subject"],
            body=options["body"].source,
        )
