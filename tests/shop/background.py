"""Steps that hand their effect to a worker, for the tests: each effect is a line in a file."""

import os
import signal
import time

from django import forms

from cmsflows import Action, BackgroundAction, Linear, Scaffold, WorkFailedError
from tests.shop.effects import do, effects

GO_ON = "go on"
"""The line for which slow work waits."""

SILENCE = 5
"""Seconds."""


class ReportForm(forms.Form):
    year = forms.CharField()


class MakeReport(BackgroundAction):
    """Makes a report, once a key; the year says what comes in between."""

    form_class = ReportForm
    provides = {"report": str}
    time_limit = 300

    def arguments(self, form):
        return {"year": form.cleaned_data["year"]}

    @classmethod
    def work(cls, job, *, year):
        do(f"begun {job.key}")
        if year == "bad":
            raise OSError("the printer is on fire")
        if year == "empty":
            raise WorkFailedError("Nothing happened in that year.")
        if year == "slow":
            wait_while_reporting(job)
        if year == "silent":
            time.sleep(SILENCE)
        made = f"made {job.key}"
        if made not in effects():
            do(made)
        if year == "killed" and job.is_first_try:
            os.kill(os.getpid(), signal.SIGKILL)
        return {"report": f"Report of {year}"}


class MakeReportOrNot(MakeReport):
    """The same, and it can be taken back."""

    @classmethod
    def take_back(cls, key, *, year):
        do(f"taken back {key} {year}")


class Begin(Action):
    pass


class Thanks(Action):
    pass


class Error(Action):
    """Where the exit leads that no button offers."""


class Reports(Scaffold):
    action_set = [Begin, MakeReport, Thanks]
    transition = Linear


class Careful(Scaffold):
    """A way out, where it fails."""

    action_set = [Begin, MakeReport, Thanks, Error]
    transition = Linear


def wait_while_reporting(job):
    for line in range(600):
        job.report(line % 10, 10)
        if GO_ON in effects():
            return
        time.sleep(0.1)
    raise OSError("nobody said to go on")


def begun() -> list[str]:
    """The keys under which work was begun, oldest first."""
    return [line.removeprefix("begun ") for line in effects() if line.startswith("begun ")]


def made() -> list[str]:
    """The keys under which a report was made."""
    return [line.removeprefix("made ") for line in effects() if line.startswith("made ")]
