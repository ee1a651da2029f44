"""A visitor is only ever sent to this site."""

import pytest
from django.test import RequestFactory

from cmsflows.serving.return_to import is_on_this_site, wanted_return


def request(secure=False, **query):
    return RequestFactory().get("/flow/", query, secure=secure)


@pytest.mark.parametrize(
    "url", ["/", "/thanks/?a=b#c", "http://testserver/", "https://testserver/thanks/"]
)
def test_this_site_is_allowed(url):
    assert is_on_this_site(url, request())


@pytest.mark.parametrize(
    "url",
    [
        "",
        "thanks/",
        "?a=b",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:\\\\evil.example",
        "http:///evil.example",
        "https://evil.example",
        "http://testserver@evil.example",
        "http://testserver.evil.example",
        "http://testserver:8000/",
        "javascript:alert(1)",
        "JavaScript://testserver/%0aalert(1)",
        "wagtailadmin_home",
        "\x00/",
        " /",
        "/\t/evil.example",
    ],
)
def test_nothing_else_is(url):
    """B26"""
    assert not is_on_this_site(url, request())


def test_a_secure_page_leads_to_no_insecure_one():
    assert not is_on_this_site("http://testserver/", request(secure=True))


@pytest.mark.parametrize(
    ("asked", "wanted"), [("/thanks/", "/thanks/"), ("//evil.example", ""), ("", "")]
)
def test_an_address_that_is_not_trusted_is_none(asked, wanted):
    assert wanted_return(request(_on_complete=asked)) == wanted
