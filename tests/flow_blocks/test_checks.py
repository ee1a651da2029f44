"""What a site is told before it goes live."""

from typing import Any

from flow_blocks.checks import check_where_uploads_rest


def test_uploads_for_a_year_are_not_to_rest_among_temporary_files() -> None:
    (warning,) = check_where_uploads_rest(None)

    assert warning.id == "flow_blocks.W001"
    assert warning.msg == "Uploads in saved answers rest among the system's temporary files."


def test_a_directory_of_ones_own_will_do(settings: Any) -> None:
    settings.FLOWS_FILE_DIRECTORY = "/srv/uploads"

    assert check_where_uploads_rest(None) == []


def test_a_storage_of_ones_own_will_do(settings: Any) -> None:
    settings.FLOWS_FILE_STORAGE = "default"

    assert check_where_uploads_rest(None) == []
