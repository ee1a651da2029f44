"""Who logs in while a flow is open in another tab must not lose what they typed there."""

import pytest
from django.conf import global_settings

from cmsflows.checks import check_forgery_view


def test_djangos_own_view_is_warned_of(settings):
    settings.CSRF_FAILURE_VIEW = global_settings.CSRF_FAILURE_VIEW

    (warning,) = check_forgery_view(None)

    assert warning.id == "cmsflows.W007"
    assert warning.msg == (
        "CSRF_FAILURE_VIEW is Django's own: who logs in while a flow is open in another tab loses "
        "what they typed there, and sees a bare page of the status 403."
    )
    assert warning.hint == (
        "Set CSRF_FAILURE_VIEW to 'cmsflows.cms.views.csrf_failure'. Forms that are no flow's are "
        "turned down as before."
    )


@pytest.mark.parametrize("view", ["cmsflows.cms.views.csrf_failure", "shop.views.forged"])
def test_any_other_is_the_sites_choice(settings, view):
    settings.CSRF_FAILURE_VIEW = view

    assert check_forgery_view(None) == []
