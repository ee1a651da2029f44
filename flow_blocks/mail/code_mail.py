"""Mails about codes: their words stand in `templates/flow_blocks/mail`, one pair for each kind."""

from typing import Any

from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from wagtail.models import Site

from cmsflows import conf

FOLDER = "flow_blocks/mail"

HEADERS = {"Auto-Submitted": "auto-generated"}
"""No machine need answer (RFC 3834)."""


def send_code_mail(kind: str, to: str, context: dict[str, Any]) -> None:
    """Send `<kind>_subject.txt` and `<kind>_message.txt` to one address.

    `Any`: template variables. Raises what the mail backend raises.
    """
    subject = render_to_string(f"{FOLDER}/{kind}_subject.txt", context)
    message = render_to_string(f"{FOLDER}/{kind}_message.txt", context)
    one_line = " ".join(subject.split())  # What is in a header cannot begin another.
    EmailMessage(one_line, message.strip() + "\n", to=[to], headers=HEADERS).send()


def words_of_code(request: HttpRequest, code: str) -> dict[str, Any]:
    """What those templates see: `code`, `minutes`, `site_name`. `Any`: template variables."""
    return {
        "code": code,
        "minutes": max(1, int(conf.get("FLOWS_CODE_AGE")) // 60),
        "site_name": site_name(request),
    }


def site_name(request: HttpRequest) -> str:
    """As it is called in the admin; never what the request says of itself."""
    site = Site.find_for_request(request)
    if site is not None and site.site_name:
        return str(site.site_name)
    return conf.site_name() or (str(site.hostname) if site is not None else "")
