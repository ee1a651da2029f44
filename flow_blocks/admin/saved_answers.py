"""Saved answers in the admin: listed, looked at, exported and deleted."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.permissions import policy_registry

from flow_blocks.admin.columns import cells_of, columns_of
from flow_blocks.admin.reading import ReadingIndexView, ReadingInspectView, ReadingViewSet
from flow_blocks.models import SavedAnswers, SavedFile

NAME = "flow_saved_answers"


def values_of(field: str) -> Any:
    """Answers the values that rows have in a field, as choices, each time a list is shown.

    `Any`: pairs, as django-filter takes them.
    """

    def choices() -> list[tuple[str, str]]:
        rows = SavedAnswers.objects.order_by(field).values_list(field, flat=True).distinct()
        return [(value, value) for value in rows if value]

    return choices


class SavedAnswersFilterSet(WagtailFilterSet):
    """Which list, which flow, and when."""

    title = ChoiceFilter(label=_("List"), choices=values_of("title"))
    flow_title = ChoiceFilter(label=_("Flow"), choices=values_of("flow_title"))
    created_at = DateFromToRangeFilter(label=_("Saved"), widget=DateRangePickerWidget)

    class Meta:
        model = SavedAnswers
        fields = ("title", "flow_title", "created_at")


class SavedAnswersIndexView(ReadingIndexView):
    """The rows; an export has a column for every question that any of them was asked."""

    show_export_buttons = True

    FIXED = ("created_at", "title", "flow_title", "email", "user", "erase_at")

    def rows_to_export(self, queryset: QuerySet[SavedAnswers]) -> QuerySet[SavedAnswers]:
        only_answers = queryset.only("answers").iterator(chunk_size=500)
        self.answer_columns = columns_of(only_answers)
        self.list_export = [*self.FIXED, *self.answer_columns]
        self.export_headings = {**self.answer_columns, "title": _("List"), "flow_title": _("Flow")}
        return queryset.select_related("user")

    def to_row_dict(self, item: SavedAnswers) -> dict[str, Any]:
        """`Any`: cells of all kinds."""
        fixed = {name: getattr(item, name) for name in self.FIXED}
        told = cells_of(item)
        return {
            **fixed,
            "user": str(item.user or ""),
            **{key: told.get(key, "") for key in self.answer_columns},
        }


class SavedAnswersInspectView(ReadingInspectView):
    """One row: every question as it was asked, and what was answered."""

    template_name = "flow_blocks/admin/saved_answers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`Any`: template variables are of all kinds."""
        return {**super().get_context_data(**kwargs), "steps": list(self.steps())}

    def get_user_display_value(self) -> str:
        """Wagtail asks for it by this name; so for the next."""
        return str(self.object.user or gettext("Nobody was logged in"))

    def get_erase_at_display_value(self) -> Any:
        """`Any`: a moment, or words."""
        return self.object.erase_at or gettext("Only when somebody deletes it")

    def steps(self) -> Iterator[dict[str, Any]]:
        """The answers by the steps they were given to. `Any`: for the template."""
        urls = {file.pk: url_of(file) for file in self.object.files.all()}
        by_step = groupby(self.object.lines, key=lambda line: (line.get("step"), line.get("title")))
        for (_step, title), lines in by_step:
            found = [{**line, "url": urls.get(line.get("file"), "")} for line in lines]
            yield {"title": title, "lines": found}


def url_of(file: SavedFile) -> str:
    """Where staff download an upload."""
    return reverse(f"{NAME}:file", args=[file.answers_id, file.pk])


def download(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """An upload, to be saved and never to be shown: nobody knows what it is.

    For who may view the row. Raises `Http404` for a file that is another row's, or is gone.
    """
    policy = policy_registry.get_by_type(SavedAnswers)
    if not policy.user_has_permission(request.user, "view"):
        raise PermissionDenied
    file = get_object_or_404(SavedFile, pk=file_pk, answers=pk)
    try:
        content = file.open()
    except FileNotFoundError as error:
        raise Http404("No such file.") from error
    response = FileResponse(
        content, as_attachment=True, filename=file.name, content_type="application/octet-stream"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return cast(HttpResponse, response)


class SavedAnswersViewSet(ReadingViewSet):
    """Under Reports."""

    model = SavedAnswers
    name = NAME
    url_prefix = "flows/saved-answers"
    menu_hook = "register_reports_menu_item"
    menu_label = _("Saved answers")
    icon = "clipboard-list"
    index_view_class = SavedAnswersIndexView
    inspect_view_class = SavedAnswersInspectView
    inspect_template_name = SavedAnswersInspectView.template_name
    filterset_class = SavedAnswersFilterSet
    list_display = ("summary", "title", "flow_title", "email", "created_at", "erase_at")
    search_fields = ("text", "email", "title", "flow_title")
    inspect_view_fields = ("title", "flow_title", "email", "user", "created_at", "erase_at")
    export_filename = "saved-answers"

    def get_urlpatterns(self) -> list[URLPattern]:
        file = path("inspect/<int:pk>/files/<int:file_pk>/", download, name="file")
        return [*super().get_urlpatterns(), file]
