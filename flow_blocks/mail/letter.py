"""A letter: an editor's subject and text, filled in for one visitor, ready to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from wagtail.models import Site

from cmsflows import Action
from flow_blocks.mail.addresses import MOST_RECIPIENTS, address_of
from flow_blocks.mail.names import known_names
from flow_blocks.mail.placeholders import fill, one_line, values_of
from flow_blocks.mail.rich_text import read

LONGEST_SUBJECT = 250
"""Characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is sent, and to whom."""

    flow: str
    to: Sequence[str]
    """Nobody, where no address is known."""
    reply_to: str
    subject: str
    text: str
    html: str

    def as_mail(self) -> dict[str, Any]:
        """The fields of its row. `Any`: fields of all kinds."""
        return {
            "flow": self.flow,
            "to": ", ".join(self.to),
            "reply_to": self.reply_to,
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
        }


def letter_of(
    action: Action, *, to: Sequence[str], reply_to: str, subject: str, body: str
) -> Letter:
    """The letter of a step: `subject` with placeholders, `body` as Wagtail stores rich text.

    What is no address is left out.
    """
    flow = action.walk.compiled.definition
    values = values_of(action.state, known_names(flow, action.node))
    about = one_line(fill(subject, values))
    read_body = read(body, values, base_url=base_url(action.request))
    recipients = list(dict.fromkeys(filter(None, map(address_of, to))))
    return Letter(
        flow=flow.root.title,
        to=recipients[:MOST_RECIPIENTS],
        reply_to=address_of(reply_to),
        subject=about if len(about) <= LONGEST_SUBJECT else f"{about[:LONGEST_SUBJECT]}…",
        text=read_body.text,
        html=render_to_string(
            "flow_blocks/mail.html",
            # Safe: only tags that `rich_text` knows, and text that it has escaped.
            {"subject": about, "body": mark_safe(read_body.html)},  # noqa: S308
        ),
    )


def base_url(request: HttpRequest) -> str:
    """Where links to the site's own pages begin."""
    site = Site.find_for_request(request)
    return f"{site.root_url}/" if site else request.build_absolute_uri("/")
