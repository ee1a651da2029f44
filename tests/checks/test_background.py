"""What a site says about its workers is checked at start."""

from cmsflows.checks import check_background


def test_a_setting_that_means_nothing_is_an_error(settings):
    settings.FLOWS_BACKGROUND = "celery"

    (error,) = check_background(None)

    assert error.id == "cmsflows.E009"
    assert error.msg == "FLOWS_BACKGROUND is 'celery'. Make it 'auto', True or False."
    assert error.hint == "With 'auto' work is done in the request where Celery has no broker."


def test_the_default_is_right():
    assert check_background(None) == []
