"""The line between shop and stand-in: it is as good as the table of troubles says."""

import random

from django.db.models import F, Q

from standin.models import Weather


def trouble(call: Weather.Call) -> Weather.Loses | None:
    """What this call will lose, if anything; it uses up one of those that are left."""
    meant = Q(call=call) | Q(call=Weather.Call.ANY)
    for weather in Weather.objects.filter(meant).exclude(left=0):
        if random.random() * 100 < weather.percent and _strikes(weather):  # noqa: S311  # no secret
            return Weather.Loses(weather.loses)
    return None


def make_trouble(
    loses: Weather.Loses,
    *,
    call: Weather.Call = Weather.Call.ANY,
    left: int | None = None,
    percent: int = 100,
) -> Weather:
    """For the next calls of this kind, or as long as the row is there."""
    return Weather.objects.create(call=call, loses=loses, left=left, percent=percent)


def clear_up() -> None:
    Weather.objects.all().delete()


def _strikes(weather: Weather) -> bool:
    """Of eight calls at once, no more than are left are hit."""
    if weather.left is None:
        return True
    return bool(Weather.objects.filter(pk=weather.pk, left__gt=0).update(left=F("left") - 1))
