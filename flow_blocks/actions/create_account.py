"""Create an account: a name, an email address and a password, and one is logged in."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate, get_user_model, login
from django.contrib.auth.forms import SetPasswordMixin
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from cmsflows import COMPLETE, NOT_DONE, Action, Answer, Unsettled, register_action
from flow_blocks.accounts.known import known_of


class CreateAccountForm(SetPasswordMixin, forms.Form):
    """The email address, in lower case, is also the user name.

    An address that has an account already gets an answer that does not say so, after the same
    work. Still, a form that logs in at once cannot hide it: whoever is not let in may guess why.
    Only a message to the address can (OWASP, Authentication Cheat Sheet, "Account creation");
    a site that must not tell asks for the address to be confirmed first.
    """

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    email = forms.EmailField(
        label=_("Email address"),
        max_length=150,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter your email address."),
            "invalid": _("Enter an email address like name@example.com."),
        },
    )
    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=_("Password"), label2=_("The same password again")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].error_messages["required"] = _("Choose a password.")
        self.fields["password2"].error_messages["required"] = _("Enter the password again.")
        self.fields["password2"].help_text = ""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        """`Any`: cleaned values are of all kinds."""
        self.validate_passwords()
        self.validate_password_for_user(self.unsaved_user(), "password1")
        return self.cleaned_data

    def unsaved_user(self) -> Any:
        """`Any`: a site has a user model of its own."""
        model = get_user_model()
        email = self.cleaned_data.get("email", "")
        user = model(**{model.USERNAME_FIELD: email, model.get_email_field_name(): email})
        if hasattr(user, "first_name"):
            user.first_name = self.cleaned_data.get("name", "")
        return user

    @sensitive_variables()
    def save(self) -> bool:
        """Make the account; answer whether there was none for this address before."""
        user = self.unsaved_user()
        if is_taken(self.cleaned_data["email"]):
            make_password(self.cleaned_data["password1"])  # As long as it takes for a new one.
            return False
        try:
            with transaction.atomic():
                self.set_password_and_save(user)
        except IntegrityError:  # Somebody was faster.
            return False
        return True


@register_action("create_account", label=_("Create an account"), icon="key", group=_("Accounts"))
class CreateAccount(Action):
    """A name, an email address and a password for visitors who are new."""

    commits = True
    logs_in = True
    provides = {"name": str, "email": str}
    sensitive_fields = ["password1", "password2"]

    def get_form_class(self) -> type[forms.BaseForm]:
        """Who is logged in has an account, and only reads so."""
        return forms.Form if self.request.user.is_authenticated else CreateAccountForm

    def form_valid(self, form: forms.BaseForm) -> Answer:
        if isinstance(form, CreateAccountForm) and not self.is_let_in(form):
            form.add_error(None, REFUSAL)
            return self.form_invalid(form)
        self.state.update(known_of(self.request.user))
        return COMPLETE

    def settle(self) -> Answer | Unsettled:
        """An account that was made half way refuses a second one of its address, so try again."""
        return COMPLETE if self.request.user.is_authenticated else NOT_DONE

    @sensitive_variables()
    def is_let_in(self, form: CreateAccountForm) -> bool:
        """Make the account and log in, through the site's backends, as `log_in` would."""
        if not form.save():
            return False
        user = authenticate(
            self.request,
            username=form.cleaned_data["email"],
            password=form.cleaned_data["password1"],
        )
        if user is not None:
            login(self.request, user)
        return user is not None

    @method_decorator(sensitive_post_parameters("password1", "password2"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """`Any`: URL arguments. Error reports shall not hold the passwords."""
        return super().dispatch(request, *args, **kwargs)


REFUSAL = ValidationError(
    _(
        "We could not create an account with these details. If you have been here before, log in "
        "instead."
    ),
    code="refused",
)


def is_taken(email: str) -> bool:
    """Is there an account of this name or address, in whatever case it is written?"""
    model = get_user_model()
    name, address = model.USERNAME_FIELD, model.get_email_field_name()
    same = Q(**{f"{name}__iexact": email}) | Q(**{f"{address}__iexact": email})
    return model._default_manager.filter(same).exists()
