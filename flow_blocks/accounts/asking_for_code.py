"""A step that asks for an emailed code, and has another one sent."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from cmsflows import COMPLETE, Action, Answer
from cmsflows.serving.show import SeeOther
from flow_blocks.accounts.code_form import SEND, CodeForm
from flow_blocks.accounts.codes import DeadCodeError, Errand, WrongCodeError, sent, try_code

WRONG = ValidationError(
    _("This is not the code in our email. Check it, and that it is our latest email."),
    code="wrong",
)
DEAD = ValidationError(
    _(
        "This code is not valid any more: it is too old, was used, or was tried too often. Ask for "
        "a new one."
    ),
    code="dead",
)


class AsksForCode(Action):
    """Nothing is mailed because a page is looked at: a button asks for it."""

    is_checked_again = False
    sensitive_fields = ["code"]

    purpose = ""
    """What its codes are for; see `codes.Errand`."""

    @property
    def email(self) -> str:
        """Where the code is sent to."""
        raise NotImplementedError

    @property
    def is_needed(self) -> bool:
        """Is there anything to show by a code?"""
        raise NotImplementedError

    def send(self) -> None:
        """Send a code. Raises `ValidationError`."""
        raise NotImplementedError

    def entered(self, code_id: str) -> None:
        """The code was right; it is not called where none is needed."""
        raise NotImplementedError

    def not_needed(self) -> None:
        """The visitor goes on without a code."""

    @property
    def errand(self) -> Errand:
        return Errand(self.purpose, self.task_id or "", self.email)

    @property
    def is_asked_to_send(self) -> bool:
        return self.request.method == "POST" and SEND in self.request.POST

    def get_form_class(self) -> type[forms.BaseForm]:
        return CodeForm if self.is_needed else forms.Form

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        kwargs = super().get_form_kwargs()
        if not self.is_needed:
            return kwargs
        return {**kwargs, "is_asking_for_one": self.is_asked_to_send}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`Any`: template variables are of all kinds."""
        found = sent(self.errand) if self.is_needed else None
        return super().get_context_data(
            code_is_needed=self.is_needed, code_sent=found, code_email=self.email, **kwargs
        )

    def form_valid(self, form: forms.BaseForm) -> Answer:
        if not isinstance(form, CodeForm):
            self.not_needed()
            return COMPLETE
        return self._send(form) if self.is_asked_to_send else self._try(form)

    def _send(self, form: CodeForm) -> Answer:
        """A new page, so that loading it again sends nothing."""
        try:
            self.send()
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("We have sent you a code."), fail_silently=True)
        self.state["code_sent"] = True  # A run that has just begun is kept for that.
        return SeeOther(self.walk.way_back())

    def _try(self, form: CodeForm) -> Answer:
        try:
            code_id = try_code(self.errand, form.cleaned_data["code"])
        except WrongCodeError:
            form.add_error("code", WRONG)
        except DeadCodeError:
            form.add_error("code", DEAD)
        else:
            self.state.pop("code_sent", None)
            self.entered(code_id)
            return COMPLETE
        return self.form_invalid(form)

    @method_decorator(sensitive_post_parameters("code"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """`Any`: URL arguments. Error reports shall not hold the code."""
        return super().dispatch(request, *args, **kwargs)
