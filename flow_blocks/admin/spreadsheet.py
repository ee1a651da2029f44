"""Exports that no spreadsheet program takes for formulas, and that are not held in memory."""

import re
from collections.abc import Iterator
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.mixins import SpreadsheetExportMixin

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n]")
"""How cells begin that programs run when they open a file (OWASP, "CSV Injection")."""

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML, and so an XLSX file, cannot hold."""


class Rows:
    """The rows of a queryset, some at a time, with what Wagtail asks a queryset for."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.queryset = queryset
        self.model = queryset.model

    def __iter__(self) -> Iterator[Any]:
        return self.queryset.iterator(chunk_size=500)


class SafeSpreadsheetMixin(SpreadsheetExportMixin):
    """Put it before Wagtail's index view. Wagtail defuses formulas in XLSX, but none in CSV."""

    request: HttpRequest

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """`Any`: URL arguments."""
        if not self.is_export:
            return cast(HttpResponse, super().get(request, *args, **kwargs))
        rows = Rows(self.rows_to_export(self.get_queryset()))
        return cast(HttpResponse, self.as_spreadsheet(rows, request.GET["export"]))

    def rows_to_export(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What is exported of what is listed; a place to set columns. `Any`: rows of any model."""
        return queryset

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """`Any`: values of all kinds, and what stands for them in a cell."""
        return defused(super().preprocess_field_value(field, value, export_format), export_format)

    def get_heading(self, queryset: Any, field: str) -> str:
        """Without a formula in either format: Wagtail does not look at headings. `Any`: rows."""
        return str(defused(super().get_heading(queryset, field), self.FORMAT_CSV))

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        """With the mark by which Excel knows that it is UTF-8. `Any`: rows."""
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset)


def defused(value: Any, export_format: str) -> Any:
    """A text that is no formula, with nothing in it that the format cannot hold.

    `Any`: anything but a text is left as it is.
    """
    if not isinstance(value, str):
        return value
    text = UNPRINTABLE.sub("", value)
    is_formula = export_format == SpreadsheetExportMixin.FORMAT_CSV and FORMULA.match(text)
    return f"'{text}" if is_formula else text
