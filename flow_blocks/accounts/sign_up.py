"""The form that makes an account, whatever the site's user model asks for."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from flow_blocks.accounts import user_model
from flow_blocks.accounts.sign_in import accounts_of
from flow_blocks.mail.email_field import EmailField


class CreateAccountForm(SetPasswordMixin, forms.Form):
    """The email address, in lower case, is also the user name, if the user model takes it for one.

    The name is asked for where the model has a field for it; what else the model requires is asked
    for by fields of its own.

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
    email = EmailField(max_length=150, autocomplete="username")
    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=_("Password"), label2=_("The same password again")
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accounts = accounts_of(request)
        self.fields["password1"].error_messages["required"] = _("Choose a password.")
        self.fields["password2"].error_messages["required"] = _("Enter the password again.")
        self.fields["password2"].help_text = ""
        self.extras = user_model.fields_to_ask_for()
        self._fit_to_model()

    def _fit_to_model(self) -> None:
        """No more is asked for than the model can hold, and no less than it wants."""
        self.fields.update({_inner(name): field for name, field in self.extras.items()})
        passwords = [self.fields.pop("password1"), self.fields.pop("password2")]
        self.fields.update(zip(("password1", "password2"), passwords, strict=True))
        if not user_model.email_is_username():
            self.fields["email"].widget.attrs["autocomplete"] = "email"
        if not user_model.name_field():
            del self.fields["name"]
        for name, held_by in (("name", user_model.name_field()), ("email", _email_is_held_by())):
            model_field = user_model.field(held_by) if held_by else None
            longest = getattr(model_field, "max_length", None)
            if longest and name in self.fields:
                _shorten(self.fields[name], longest)

    def clean_email(self) -> str:
        return self.accounts.clean_email(str(self.cleaned_data["email"]))

    def clean(self) -> dict[str, Any]:
        """`Any`: cleaned values are of all kinds."""
        if not self.accounts.may_sign_up():
            raise CLOSED
        self.validate_passwords()
        password = self.cleaned_data.get("password1")
        if password:
            try:
                self.accounts.validate_password(password, self.unsaved_user())
            except ValidationError as error:
                self.add_error("password1", error)
        return self.cleaned_data

    def unsaved_user(self) -> Any:
        """`Any`: a site has a user model of its own."""
        user, given = self.accounts.new_user(), self.cleaned_data
        email = given.get("email", "")
        if user_model.email_field():
            setattr(user, user_model.email_field(), email)
        if user_model.email_is_username():
            setattr(user, user_model.username_field(), email)
        if user_model.name_field():
            setattr(user, user_model.name_field(), given.get("name", ""))
        for name in self.extras:
            if (inner := _inner(name)) in given:
                setattr(user, name, given[inner])
        return user

    @sensitive_variables()
    def save(self, *, is_confirmed: bool = False) -> Any | None:
        """Make the account; None where there was one for this address or name before.

        `Any`: see above.
        """
        user = self.unsaved_user()
        if self.accounts.is_taken(self.cleaned_data["email"], user.get_username()):
            make_password(self.cleaned_data["password1"])  # As long as it takes for a new one.
            return None
        try:
            with transaction.atomic():
                return self.accounts.create(user, self, is_confirmed=is_confirmed)
        except IntegrityError:  # Somebody was faster.
            return None


CLOSED = ValidationError(_("No accounts can be created at the moment."), code="closed")


def _inner(name: str) -> str:
    """What a field of the user model is called in the form: it may be a word of ours."""
    return f"account_{name}" if name in CreateAccountForm.base_fields else name


def _email_is_held_by() -> str:
    """The tighter of the fields that hold the address."""
    held_by = {user_model.email_field()}
    if user_model.email_is_username():
        held_by.add(user_model.username_field())
    named = [name for name in held_by if name and _length(name)]
    return min(named, key=_length, default="")


def _length(name: str) -> int:
    return int(getattr(user_model.field(name), "max_length", None) or 0)


def _shorten(field: forms.Field, longest: int) -> None:
    """`max_length` makes a validator when a field is made, so a stricter one is added."""
    own = getattr(field, "max_length", None)
    if own is not None and longest < own:
        field.validators.append(MaxLengthValidator(longest))
        field.widget.attrs["maxlength"] = str(longest)
