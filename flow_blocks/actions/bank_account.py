"""Bank account: whose, which one, and the leave to collect from it by direct debit."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from wagtail import blocks

from cmsflows import COMPLETE, Action, Answer, register_action
from cmsflows.blocks import ActionOptions
from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.iban import BICField, IBANField
from flow_blocks.payments.remembering import can_remember

KIND = PaymentKind.DIRECT_DEBIT


class BankAccountForm(forms.Form):
    """A name of 70 characters is what a SEPA direct debit has room for."""

    holder = forms.CharField(
        label=_("Account holder"),
        max_length=70,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter the name of the account holder.")},
    )
    address = forms.CharField(
        label=_("Address of the account holder"),
        max_length=300,
        widget=forms.Textarea(attrs={"autocomplete": "street-address", "rows": 3}),
        error_messages={"required": _("Enter the address of the account holder.")},
    )
    iban = IBANField(label=_("IBAN"))
    bic = BICField(
        label=_("BIC (optional)"),
        required=False,
        help_text=_("For accounts outside the European Economic Area."),
    )
    agrees = forms.BooleanField(
        label=_("I agree to this mandate"),
        error_messages={"required": _("Tick the box to let us collect the payment.")},
    )
    remember = forms.BooleanField(
        label=_("Remember this account for the next time"),
        help_text=_(
            "The payment provider keeps it. We keep no more than you need to recognise it, and you "
            "can remove it at any time."
        ),
        required=False,
    )

    def __init__(self, *args: Any, left_out: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in left_out:
            del self.fields[name]


@register_action(
    "bank_account", label=_("Bank account for direct debit"), icon="doc-full", group=_("Payments")
)
class BankAccount(Action):
    """Whose account it is, its IBAN, and the words of the mandate to agree to.

    The IBAN is in the state, as long as the run lasts, for the step that pays; it is never among
    the answers. So it is on no page that shows answers again, and who comes back types it once
    more. Runs rest encrypted where FLOWS_ENCRYPTION_KEYS says so.
    """

    form_class = BankAccountForm
    provides = {"payment_kind": str, "account": dict, "remember": bool}
    removes = ["payment_method"]
    sensitive_fields = ["iban"]

    class Options(ActionOptions):
        creditor = blocks.CharBlock(
            label=_("Who collects the money"),
            max_length=140,
            required=False,
            help_text=_("The name and the address of your company, as the mandate has them."),
        )
        creditor_id = blocks.CharBlock(
            label=_("Creditor identifier"),
            max_length=35,
            required=False,
            help_text=_("As your bank has given it to you, like DE98ZZZ09999999999."),
        )
        mandate = blocks.RichTextBlock(
            label=_("Words of the mandate"),
            features=["bold", "italic", "link", "ol", "ul"],
            required=False,
            help_text=_("The usual words of a SEPA mandate, if you leave it empty."),
        )
        ask_for_bic = blocks.BooleanBlock(
            label=_("Ask for the BIC"),
            default=True,
            required=False,
            help_text=_("Visitors may leave it empty. Banks of the euro area do not need it."),
        )
        ask_for_address = blocks.BooleanBlock(
            label=_("Ask for the holder’s address"),
            default=False,
            required=False,
            help_text=_("Needed for accounts outside the European Economic Area."),
        )
        offer_to_remember = blocks.BooleanBlock(
            label=_("Offer to remember it"),
            default=False,
            required=False,
            help_text=_(
                "For visitors who are logged in. Not needed where a step before has offered it."
            ),
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        asked = {
            "bic": self.options["ask_for_bic"],
            "address": self.options["ask_for_address"],
            "remember": self.offers_to_remember,
        }
        left_out = [name for name, is_asked in asked.items() if not is_asked]
        return {**super().get_form_kwargs(), "left_out": left_out}

    @property
    def offers_to_remember(self) -> bool:
        return bool(self.options["offer_to_remember"]) and can_remember(self.request.user, KIND)

    @property
    def creditor(self) -> str:
        """As the mandate names who collects the money."""
        return str(self.options["creditor"] or _("the seller"))

    def form_valid(self, form: Any) -> Answer:
        """`Any`: what was cleaned is of all kinds."""
        told = {"bic": "", "address": "", **form.cleaned_data}
        for name in self.removes:
            self.state.pop(name, None)
        self.state["payment_kind"] = KIND.value
        self.state["account"] = {name: told[name] for name in ("iban", "bic", "holder", "address")}
        self.state["remember"] = bool(told.get("remember", self.state.get("remember")))
        return COMPLETE

    @method_decorator(sensitive_post_parameters("iban"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """`Any`: URL arguments. Error reports shall not hold the IBAN."""
        return super().dispatch(request, *args, **kwargs)
