"""An adapter that says no to some, and lets others wait."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return "closed" not in request.headers

    def clean_email(self, email):
        if email.endswith("@throwaway.example"):
            raise ValidationError("Use an address of your own.")
        return email

    def clean_password(self, password, user=None):
        if password == "password":
            raise ValidationError("Everybody would try that one.")
        return super().clean_password(password, user)

    def pre_login(self, request, user, **kwargs):
        if user.first_name == "Careful" and "second_factor" not in request.session:
            request.session["second_factor"] = True
            return HttpResponseRedirect(f"/second-factor/?next={kwargs['redirect_url']}")
        return super().pre_login(request, user, **kwargs)

    def save_user(self, request, user, form, commit=True):
        user.last_name = "saved by the adapter"
        return super().save_user(request, user, form, commit)

    def get_from_email(self):
        return "post@allauth.example"

    def logout(self, request):
        super().logout(request)
        request.session["was_here"] = True
