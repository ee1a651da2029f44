"""What is wrong with the placeholders of an editor's texts, in sentences for that editor."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from flow_blocks.mail.names import has_parts, is_known
from flow_blocks.mail.placeholders import has_stray_brace, is_name, names_in
from flow_blocks.mail.rich_text import read

MOST_LISTED = 12


def flaws_of_line(text: str, known: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a text without formats. `known` are names and types."""
    if has_stray_brace(text):
        yield _("A brace stands alone. Write placeholders like {name}, and no other braces.")
    for name in dict.fromkeys(names_in(text)):
        yield from _flaws_of_name(name, known)


def flaws_of_rich_text(source: str, known: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a rich text, as it is stored."""
    reader = read(source, lambda name: "")
    if any(has_stray_brace(words) for words in reader.words):
        yield _(
            "A brace stands alone. Write placeholders like {name} in one format from brace to "
            "brace, and no other braces."
        )
    if any("{" in address for address in reader.addresses):
        yield _("The address of a link cannot hold a placeholder. Write it as text.")
    for name in dict.fromkeys(name for words in reader.words for name in names_in(words)):
        yield from _flaws_of_name(name, known)


def flaws_of_entry(name: str, known: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with naming this as where an address stands."""
    if not is_known(name, known):
        yield _("Nothing in this flow asks for “%(name)s”. %(known)s") % {
            "name": name,
            "known": _listed(known, "%s"),
        }
    elif has_parts(name, known):
        yield _parts(name, f"{name}.email")


def _flaws_of_name(name: str, known: Mapping[str, str]) -> Iterator[str]:
    placeholder = f"{{{name}}}"
    if not is_name(name):
        yield _(
            "%(placeholder)s is no placeholder: one has letters, digits and underscores, with dots "
            "between parts."
        ) % {"placeholder": placeholder}
    elif not is_known(name, known):
        yield _("Nothing in this flow stands for %(placeholder)s. %(known)s") % {
            "placeholder": placeholder,
            "known": _listed(known, "{%s}"),
        }
    elif has_parts(name, known):
        yield _parts(placeholder, f"{{{name}.city}}")


def _parts(name: str, example: str) -> str:
    return _("%(name)s has several parts. Name one of them, as in %(example)s.") % {
        "name": name,
        "example": example,
    }


def _listed(known: Mapping[str, str], form: str) -> str:
    """What could have been meant."""
    names = [form % (f"{name}.…" if has_parts(name, known) else name) for name in known]
    if not names:
        return _("No step of it asks for anything that could stand here.")
    more = ["…"] if len(names) > MOST_LISTED else []
    return _("You can use %(names)s.") % {"names": ", ".join(names[:MOST_LISTED] + more)}
