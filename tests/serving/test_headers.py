"""Every answer of a flow is its visitor's alone."""

from django.http import HttpResponse

from cmsflows.serving.headers import keep_private


def test_an_answer_is_private():
    response = keep_private(HttpResponse())

    assert response["Cache-Control"] == "no-store, private"
    assert response["Vary"] == "Cookie"
    assert response["Referrer-Policy"] == "same-origin"


def test_what_an_action_said_cannot_make_it_public():
    headers = {"Cache-Control": "public, max-age=600", "Vary": "Accept-Language"}

    response = keep_private(HttpResponse(headers=headers))

    assert "public" not in response["Cache-Control"]
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    assert response["Vary"] == "Accept-Language, Cookie"


def test_a_stricter_policy_stays():
    response = keep_private(HttpResponse(headers={"Referrer-Policy": "no-referrer"}))

    assert response["Referrer-Policy"] == "no-referrer"
