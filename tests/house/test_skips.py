"""CI refuses skips: what was not run was not tested."""

import pytest

pytest_plugins = ["pytester"]

SKIPS = """
    import pytest

    def test_passes():
        pass

    @pytest.mark.skip(reason="no browser")
    def test_is_skipped():
        raise RuntimeError

    @pytest.fixture
    def redis():
        pytest.skip("no redis")

    def test_skips_in_a_fixture(redis):
        raise RuntimeError

    @pytest.mark.xfail(strict=True)
    def test_fails_as_expected():
        raise RuntimeError
"""

SKIPS_ITSELF = """
    import pytest

    pytest.importorskip("no_such_package_at_all")
"""

ARGUMENTS = ["-p", "no:django", "-p", "no:randomly", "-p", "tests.fixtures.skips"]


def test_a_skip_is_a_failure_where_services_are_required(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CMSFLOWS_REQUIRE_SERVICES", "1")
    pytester.makepyfile(SKIPS)

    result = pytester.runpytest_inprocess(*ARGUMENTS)

    result.assert_outcomes(passed=1, errors=2, xfailed=1)
    result.stdout.fnmatch_lines("*CMSFLOWS_REQUIRE_SERVICES is set, and this was skipped*no redis*")


def test_a_module_that_skips_itself_is_an_error_where_services_are_required(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CMSFLOWS_REQUIRE_SERVICES", "1")
    pytester.makepyfile(SKIPS_ITSELF)

    result = pytester.runpytest_inprocess(*ARGUMENTS)

    result.assert_outcomes(errors=1)
    assert result.ret != pytest.ExitCode.OK


def test_a_skip_is_a_skip_elsewhere(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CMSFLOWS_REQUIRE_SERVICES", raising=False)
    pytester.makepyfile(SKIPS)

    result = pytester.runpytest_inprocess(*ARGUMENTS)

    result.assert_outcomes(passed=1, skipped=2, xfailed=1)
