"""The page for while tasks cannot be read or written: honest, and nothing typed is lost.

It asks neither the database nor the session nor the site's own template, since these may be what is
away. Its form sends what was typed once more, token and all, so that it goes through when the store
is back. What is secret must be typed again.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from cmsflows.engine.action import Action
from cmsflows.engine.circumstances import Anyhow
from cmsflows.engine.navigation import first_step
from cmsflows.exceptions import CmsflowsError
from cmsflows.serving.answers import is_secret_input
from cmsflows.serving.headers import keep_private
from cmsflows.serving.mount import Mount
from cmsflows.serving.posted import CSRF_FIELD, own_fields
from cmsflows.serving.show import is_reading
from cmsflows.serving.situation import named_action

TRY_AGAIN_AFTER = 10
"""Seconds after which it is worth a try."""


def store_down(request: HttpRequest, mount: Mount) -> HttpResponse:
    """503, with a button that sends the same again."""
    is_posted = not is_reading(request)
    typed = list(_typed(request, mount)) if is_posted else []
    context = {
        "form_action": request.get_full_path(),
        "hidden_fields": typed,
        "is_posted": is_posted,
        "is_whole": is_posted and _is_all_of_it(request, typed),
        "csrf_token": get_token(request),
    }
    page = HttpResponse(render_to_string("cmsflows/store_down.html", context), status=503)
    page.headers["Retry-After"] = str(TRY_AGAIN_AFTER)
    return keep_private(page)


def _typed(request: HttpRequest, mount: Mount) -> Iterator[tuple[str, str]]:
    """What was posted: all of it, but for secrets; where nobody can tell which are, our own."""
    action, options = _posted_to(mount)
    for name, values in request.POST.lists():
        is_ours = name in own_fields()
        is_known = action is not None and not is_secret_input(action, name, options)
        if name != CSRF_FIELD and (is_ours or is_known):
            yield from ((name, str(value)) for value in values)


def _is_all_of_it(request: HttpRequest, typed: list[tuple[str, str]]) -> bool:
    """Is nothing left out that has to be given again: no secret, and no file?"""
    kept = {name for name, _value in typed}
    return not request.FILES and set(request.POST) <= {*kept, CSRF_FIELD}


def _posted_to(mount: Mount) -> tuple[type[Action] | None, Mapping[str, Any]]:
    """The action whose form it was, and its stored options, if that can be told without asking what
    is away. `Any`: JSON of any shape."""
    try:
        compiled = mount.current()
        named = named_action(mount, compiled) if compiled else None
        named = named or (first_step(Anyhow(compiled)) if compiled else None)
        return (compiled.action_class(named), named.options) if compiled and named else (None, {})
    except (CmsflowsError, DatabaseError):
        return None, {}
