"""What a form posts: the fields by which it finds its task, and what the visitor answered."""

import hashlib

from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from cmsflows import conf
from cmsflows.engine.ledger import is_token, posted_digest
from cmsflows.serving import start
from cmsflows.serving.identity import single

POSITION_FIELD = "_pos"
EXIT_FIELD = "_exit"
ANOTHER_FIELD = "_another"
"""Names the group of which another round is wanted."""
CANCEL_FIELD = "_cancel"
SETTLE_FIELD = "_settle"
GIVE_UP_FIELD = "_give_up"
CSRF_FIELD = "csrfmiddlewaretoken"


def own_fields() -> frozenset[str]:
    """The fields by which a form finds its task, and Django its sender."""
    return frozenset({conf.task_id_param(), POSITION_FIELD, start.FIELD, CSRF_FIELD})


def posted_token(request: HttpRequest) -> str:
    """The ledger token of a form; empty where it carries none.

    Raises `BadRequest` for one given twice, and for what no form of ours ever carried.
    """
    token = single(request, POSITION_FIELD)
    if token and not is_token(token):
        raise BadRequest("The form names no visit.")
    return token


def digest_of(request: HttpRequest, *, task_id: str, node: str) -> str:
    """A keyed hash of all that the visitor answered, secrets and uploads among it."""
    own = own_fields()
    answers = {name: values for name, values in request.POST.lists() if name not in own}
    uploads = {
        f"file:{name}": [_fingerprint(each) for each in request.FILES.getlist(name)]
        for name in request.FILES
    }
    return posted_digest(task_id=task_id, node=node, posted={**answers, **uploads})


def _fingerprint(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return f"{upload.name}:{digest.hexdigest()}"
