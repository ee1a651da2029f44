"""The weather between the shop and the stand-in: calls and answers that get lost on the way."""

from typing import ClassVar

from django.db import models


class Weather(models.Model):
    """One kind of trouble, for as many calls as it has left, or by chance for all."""

    class Call(models.TextChoices):
        ANY = "any", "Any call"
        START = "start", "Start"
        RESUME = "resume", "Resume"
        LOOKUP = "lookup", "Look up"
        CANCEL = "cancel", "Cancel"
        REFUND = "refund", "Refund"

    class Loses(models.TextChoices):
        CALL = "call", "The call: nothing is done"
        ANSWER = "answer", "The answer: it is done"

    call = models.CharField("which calls", max_length=10, choices=Call.choices, default=Call.ANY)
    loses = models.CharField("what is lost", max_length=10, choices=Loses.choices)
    left = models.PositiveIntegerField("how many of them", null=True, blank=True)
    """None: it does not end by itself."""
    percent = models.PositiveSmallIntegerField("in how many of a hundred", default=100)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "trouble on the line"
        verbose_name_plural = "troubles on the line"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        left = "until it is ended" if self.left is None else f"{self.left} left"
        return f"{self.get_call_display()} – {self.get_loses_display()} – {self.percent} % – {left}"
