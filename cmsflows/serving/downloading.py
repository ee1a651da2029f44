"""Hands an upload back to the visitor whose task it is, and to nobody else."""

from typing import cast

from django.http import FileResponse, Http404, HttpResponse

from cmsflows.engine import files
from cmsflows.engine.task import Task
from cmsflows.statestore.records import to_record


def download(task: Task, key: str) -> HttpResponse:
    """The file of this key, to be saved and never to be shown: nobody knows what it is.

    Raises `Http404` for a file that is not this task's, or is gone.
    """
    kept = files.all_in(to_record(task))
    reference = next((each for each in kept if each.key == key), None)
    if reference is None:
        raise Http404("No such file.")
    try:
        content = files.open_file(reference, task_id=task.id)
    except FileNotFoundError as error:
        raise Http404("No such file.") from error
    response = FileResponse(
        content,
        as_attachment=True,
        filename=reference.name,
        content_type="application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return cast(HttpResponse, response)
