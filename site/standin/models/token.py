"""A method of payment that is kept, so that it can be charged without its owner."""

import secrets

from django.db import models

from standin.outcomes import Outcome


def new_token() -> str:
    return f"st_{secrets.token_hex(16)}"


class StandInToken(models.Model):
    """A real provider would keep the number in a vault; the stand-in knows what it will do."""

    token = models.CharField(max_length=40, unique=True, default=new_token)
    kind = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.PAYS)
    brand = models.CharField(max_length=80, blank=True)
    last4 = models.CharField(max_length=4, blank=True)
    expires = models.CharField(max_length=7, blank=True)
    email = models.CharField("owner", max_length=254, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "kept method"

    def __str__(self) -> str:
        return f"{self.brand} {self.last4}".strip() or self.token
