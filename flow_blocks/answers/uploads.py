"""A field for uploads: one file or several, of the kinds and sizes that an editor allows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cmsflows import FileReference
from flow_blocks.answers.file_kinds import KINDS, ending_of, endings_of, media_type_of

MEGABYTE = 1024 * 1024

Upload: TypeAlias = UploadedFile | FileReference
"""A file that came with this form, or one that was kept before."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a visitor did with the field: new files, and kept ones to be taken away."""

    new: tuple[UploadedFile, ...] = ()
    removed: frozenset[str] = frozenset()
    """Keys of kept files."""


class UploadInput(forms.FileInput):
    """Chooses files; those that are kept are listed above, with links and boxes to remove them.

    What it is shown are references to files, see `FileReference`.
    """

    allow_multiple_selected = True
    template_name = "flow_blocks/upload_input.html"
    can_remove = False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Chosen:
        """`Any`: what Django takes a form's data for."""
        new = files.getlist(name) if hasattr(files, "getlist") else [files[name]]
        removed = data.getlist(f"{name}-remove") if hasattr(data, "getlist") else []
        return Chosen(tuple(new), frozenset(map(str, removed)))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """`Any`: see above."""
        return name not in files and f"{name}-remove" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """`Any`: template variables are of all kinds."""
        context = super().get_context(name, None, attrs)
        kept = [each for each in as_list(value) if isinstance(each, FileReference)]
        context["widget"] |= {"kept": kept, "can_remove": self.can_remove}
        return context

    def use_required_attribute(self, initial: Any) -> bool:
        """What is kept need not be chosen again. `Any`: Django's own."""
        return super().use_required_attribute(initial) and not initial

    def _render(
        self, template_name: str, context: dict[str, Any], renderer: Any = None
    ) -> SafeString:
        """By the site's own templates, where ours stand, too. `Any`: Django's form renderer."""
        return mark_safe(render_to_string(template_name, context))  # noqa: S308  # a template's own


class UploadField(forms.FileField):
    """Cleans to a list of files, kept ones first; what they are is told by their bytes."""

    widget = UploadInput
    default_error_messages = {
        "required": _("Choose a file."),
        "empty": _("“%(name)s” is empty. Choose another file."),
        "large": _("“%(name)s” is larger than %(size)s. Choose a smaller file."),
        "kind": _("“%(name)s” is of a kind that is not taken here. Choose %(kinds)s."),
        "ending": _(
            "The name “%(name)s” does not fit what is in the file. Save it as what it is, and "
            "choose it again."
        ),
        "many": ngettext_lazy(
            "Choose one file and no more.", "Choose %(number)d files at most.", "number"
        ),
    }

    def __init__(
        self, *, kinds: Sequence[str], max_bytes: int, max_files: int = 1, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.kinds = [key for key in KINDS if key in kinds]
        self.endings = endings_of(kinds)
        self.max_bytes = max_bytes
        self.max_files = max_files
        ends = [f".{end}" for each in self.endings.values() for end in each]
        self.widget.attrs |= {"accept": ",".join(ends)}
        if max_files > 1:
            self.widget.attrs["multiple"] = True
        self.widget.can_remove = max_files > 1 or not self.required

    def to_python(self, data: Any) -> Any:
        """Files are checked one by one in `clean`. `Any`: FileField promises one file."""
        return data

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        """What there is now. `Any`: what the widget read, and what the form began with."""
        chosen = data if isinstance(data, Chosen) else Chosen()
        kept = [each for each in as_list(initial) if isinstance(each, FileReference)]
        staying: list[Upload] = [each for each in kept if each.key not in chosen.removed]
        if self.max_files == 1 and chosen.new:
            staying = []
        found = [*staying, *chosen.new]
        if not found and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(found) > self.max_files:
            message = self.error_messages["many"]
            raise ValidationError(message, code="many", params={"number": self.max_files})
        problems = [problem for each in found for problem in self.problems(each)]
        if problems:
            raise ValidationError(problems)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """`Any`: see `clean`."""
        return isinstance(data, Chosen) and bool(data.new or data.removed)

    def problems(self, upload: Upload) -> Iterable[ValidationError]:
        """What is wrong with a file. One that was kept says what was found out about it then."""
        if isinstance(upload, UploadedFile):
            upload.content_type = media_type_of(upload)
        name, size = upload.name or "", upload.size or 0
        if not size:
            yield self._problem("empty", name)
        elif size > self.max_bytes:
            yield self._problem("large", name)
        elif upload.content_type not in self.endings:
            yield self._problem("kind", name)
        elif ending_of(name) not in ("", *self.endings[upload.content_type]):
            yield self._problem("ending", name)

    def _problem(self, code: str, name: str) -> ValidationError:
        params = {
            "name": name,
            "size": filesizeformat(self.max_bytes),
            "kinds": self.kinds_in_words,
        }
        return ValidationError(self.error_messages[code], code=code, params=params)

    @property
    def kinds_in_words(self) -> str:
        """What visitors may choose."""
        return _(" or ").join(str(KINDS[key].label) for key in self.kinds)

    @property
    def limits_in_words(self) -> str:
        """A hint: what may be chosen, how large and how many."""
        size = filesizeformat(self.max_bytes)
        words = {"kinds": self.kinds_in_words, "size": size, "number": self.max_files}
        if self.max_files == 1:
            return str(capfirst(_("%(kinds)s, up to %(size)s.") % words))
        return str(_("Up to %(number)d files: %(kinds)s, each up to %(size)s.") % words)


def as_list(value: Any) -> list[Any]:
    """`Any`: one file, several, or nothing."""
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value is None or value == "" else [value]
