"""Calls to PayPal's REST API: with a time limit, a name for each deed, and in our own errors.

https://developer.paypal.com/api/rest/
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import requests

from cmsflows import conf
from flow_blocks.payments.errors import ProviderRefusedError, ProviderUnreachableError

logger = logging.getLogger(__name__)

Json = dict[str, Any]
"""`Any`: JSON."""

PAUSE = 0.2
"""Seconds until we ask again, while another call of the same name is under way."""

MARGIN = 60
"""Seconds before its end that a token is no longer used."""


class PaypalRefusedError(ProviderRefusedError):
    """PayPal understood, and says why not."""

    def __init__(self, message: str, *, status: int, issues: frozenset[str]) -> None:
        super().__init__(message)
        self.status = status
        self.issues = issues
        """As in https://developer.paypal.com/api/rest/reference/orders/v2/errors/."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What PayPal answered to a call that it accepted."""

    is_new: bool
    """It was done now; False where it had been done under this name before."""
    body: Json


class PaypalApi:
    """One account's. Threads share its token."""

    def __init__(self, client_id: str, secret: str, *, base_url: str) -> None:
        self._patience = float(conf.get("FLOWS_PAYMENT_TIMEOUT"))
        self._credentials = (client_id, secret)
        self._base_url = base_url
        self._lock = Lock()
        self._token = ""
        self._token_ends = 0.0

    def get(self, path: str) -> Json:
        return self._call("GET", path, headers={}, body=None).body

    def patch(self, path: str, body: list[Json]) -> None:
        self._call("PATCH", path, headers={}, body=body)

    def post(self, path: str, body: Json | bytes, *, request_id: str = "") -> Answer:
        """A call of one name is done once; said again within six hours, it answers as it stands."""
        headers = {"Prefer": "return=representation"}
        if request_id:
            headers["PayPal-Request-Id"] = request_id
        return self._call("POST", path, headers=headers, body=body)

    def _call(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        body: Json | list[Json] | bytes | None,
    ) -> Answer:
        """Wait for another call of this name, and fetch a new token where ours has ended."""
        until = time.monotonic() + self._patience
        is_first = True
        while True:
            token = self._valid_token()
            whole = {**headers, "Authorization": f"Bearer {token}"}
            response = self._sent(method, path, headers=whole, body=body)
            if response.status_code == 401 and is_first:
                self._forget(token)
            elif response.status_code != 409 or time.monotonic() > until:
                return _answer(response)
            else:
                time.sleep(PAUSE)
            is_first = False

    def _valid_token(self) -> str:
        with self._lock:
            if time.monotonic() < self._token_ends:
                return self._token
            answer = _answer(
                self._request(
                    "POST",
                    "/v1/oauth2/token",
                    data={"grant_type": "client_credentials"},
                    auth=self._credentials,
                )
            ).body
            try:
                self._token = str(answer["access_token"])
                self._token_ends = time.monotonic() + int(answer["expires_in"]) - MARGIN
            except (LookupError, TypeError, ValueError) as error:
                raise ProviderUnreachableError("PayPal's answer cannot be read.") from error
            return self._token

    def _forget(self, token: str) -> None:
        with self._lock:
            if self._token == token:
                self._token_ends = 0.0

    def _sent(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        body: Json | list[Json] | bytes | None,
    ) -> requests.Response:
        if isinstance(body, bytes):
            headers = {**headers, "Content-Type": "application/json"}
            return self._request(method, path, headers=headers, data=body)
        return self._request(method, path, headers=headers, json=body)

    def _request(self, method: str, path: str, **options: Any) -> requests.Response:
        """`Any`: what `requests.request` takes."""
        try:
            return requests.request(
                method,
                f"{self._base_url}{path}",
                timeout=self._patience,
                allow_redirects=False,
                **options,
            )
        except requests.RequestException as error:
            raise ProviderUnreachableError(f"PayPal did not answer to {method} {path}.") from error


def _answer(response: requests.Response) -> Answer:
    status = response.status_code
    body = _read(response)
    if status < 300 and body is not None:
        return Answer(is_new=status == 201, body=body)
    if status < 400 or status in {408, 409, 429} or status >= 500:
        raise ProviderUnreachableError(f"PayPal did not answer clearly: {status}.")
    raise _refusal(status, body or {})


def _read(response: requests.Response) -> Json | None:
    """None where it is no object of JSON's."""
    if not response.content:
        return {}
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _refusal(status: int, body: Json) -> PaypalRefusedError:
    """PayPal's sentences may quote what visitors entered, so only its codes are told and logged."""
    details = body.get("details")
    issues = frozenset(
        str(each.get("issue", ""))
        for each in (details if isinstance(details, list) else [])
        if isinstance(each, dict)
    )
    known = [status, body.get("name"), *sorted(issues), body.get("debug_id")]
    message = f"PayPal refuses: {', '.join(str(each) for each in known if each)}."
    logger.warning(message)
    return PaypalRefusedError(message, status=status, issues=issues)
