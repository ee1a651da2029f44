"""What a changed contract means, in sentences for developers and editors."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cmsflows.definition.contracts import Break, Incompatibility

SENTENCES: Mapping[Break, str | Promise] = {
    Break.FIELD_GONE: _("Its form no longer has the field “%(name)s”."),
    Break.FIELD_TYPE: _("The field “%(name)s” was a %(was)s and is a %(now)s."),
    Break.REQUIRES_MORE: _("It now requires “%(name)s”."),
    Break.PROVIDES_LESS: _("It no longer provides “%(name)s”."),
    Break.PROVIDED_TYPE: _("“%(name)s”, which it provides, was a %(was)s and is a %(now)s."),
    Break.REMOVES_MORE: _("It now removes “%(name)s”."),
    Break.EXIT_GONE: _("It no longer has the exit “%(name)s”."),
    Break.COMMITS: _("It had no effect outside and has one now, or the other way round."),
}


def sentence_of(found: Incompatibility) -> str:
    """One incompatibility in words."""
    gaps = {"name": found.name, "was": found.was, "now": found.now}
    return str(SENTENCES[found.kind]) % gaps
