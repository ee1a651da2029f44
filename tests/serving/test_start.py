"""A first form makes one task, for the browser it was shown to."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cmsflows.serving.start import COOKIE, Starter


def starter(cookie=None, **request):
    made = RequestFactory().get("/flow/", **request)
    if cookie is not None:
        made.COOKIES[COOKIE] = cookie
    return Starter(made)


def remembered(first):
    """The cookie that a page set."""
    response = HttpResponse()
    first.remember(response)
    return response.cookies[COOKIE]


def test_the_same_form_of_the_same_browser_is_the_same_start():
    """B02"""
    first = starter()
    cookie, nonce = remembered(first).value, first.new_nonce()

    starts = [starter(cookie).accept(nonce, "page:1") for _ in range(2)]

    assert starts[0] == starts[1]
    assert len(starts[0].task_id) == 32


def test_another_form_flow_or_browser_is_another_start():
    first, other = starter(), starter()
    cookie, nonce = remembered(first).value, first.new_nonce()

    ids = {
        starter(cookie).accept(nonce, "page:1").task_id,
        starter(cookie).accept(first.new_nonce(), "page:1").task_id,
        starter(cookie).accept(nonce, "page:2").task_id,
        starter(remembered(other).value).accept(nonce, "page:1").task_id,
    }

    assert len(ids) == 4


def test_a_form_without_its_cookie_starts_nothing():
    first = starter()

    assert first.accept(first.new_nonce(), "page:1") is None


@pytest.mark.parametrize("cookie", ["", "x", "a" * 32, "a:b:c", "🫖", "x" * 10_000])
def test_a_cookie_that_is_not_ours_is_none(cookie):
    made = starter(cookie)

    assert not made.is_known
    assert made.cookie != cookie


def test_a_cookie_that_was_changed_is_none():
    value = remembered(starter()).value

    assert not starter(("b" if value[0] == "a" else "a") + value[1:]).is_known


@pytest.mark.parametrize("nonce", ["", "x" * 32, "0" * 31, "0" * 33, "0" * 32 + "\n", "A" * 32])
def test_a_nonce_that_is_none_starts_nothing(nonce):
    made = starter(remembered(starter()).value)

    assert made.accept(nonce, "page:1") is None


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_for_this_site_and_not_for_scripts(secure):
    cookie = remembered(starter(secure=secure))

    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")
    assert bool(cookie["secure"]) is secure


def test_the_secret_is_in_no_form_and_in_no_url():
    first = starter()
    cookie, nonce = remembered(first).value, first.new_nonce()

    start = starter(cookie).accept(nonce, "page:1")

    assert start.secret not in cookie
    assert start.secret[:32] != start.task_id
