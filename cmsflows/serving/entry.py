"""What a visitor enters a flow with: state given by the site's code, signed, so that nobody else
can write it. It can be read by whoever holds the link, so it is no place for secrets."""

from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.core.exceptions import BadRequest
from django.http import HttpRequest

from cmsflows import conf
from cmsflows.engine.codec import decode_state, encode_state
from cmsflows.engine.delta import Encoded
from cmsflows.exceptions import UnreadableRecordError
from cmsflows.serving import return_to as return_address

FIELD = "_entry"
SALT = "cmsflows.entry"


def signed_entry(flow_id: str, state: Mapping[str, Any]) -> str:
    """The value of `_entry` in a link. Raises `UnstorableValueError` for state that cannot be
    kept. `Any`: state is whatever the flow's actions make of it."""
    data = {"flow": flow_id, "state": encode_state(state)}
    return signing.dumps(data, salt=SALT, compress=True)


def entry_query(flow_id: str, state: Mapping[str, Any], *, return_to: str = "") -> dict[str, str]:
    """The query parameters of a link into a flow. `Any`: see `signed_entry`."""
    query = {FIELD: signed_entry(flow_id, state)} if state else {}
    return {**query, return_address.FIELD: return_to} if return_to else query


def entry_state(request: HttpRequest, flow_id: str) -> Encoded:
    """The state that this request enters the flow with, encoded.

    Raises `BadRequest` when it was changed on the way, is too old, or is for another flow.
    """
    given = request.GET.get(FIELD, "")
    if not given:
        return {}
    try:
        data = signing.loads(given, salt=SALT, max_age=conf.get("FLOWS_ENTRY_LINK_AGE"))
        if data["flow"] != flow_id:
            raise BadRequest("This link is for another flow.")
        decode_state(data["state"])
        return dict(data["state"])
    except (signing.BadSignature, UnreadableRecordError, KeyError, TypeError) as error:
        raise BadRequest("This link was changed or is too old.") from error
