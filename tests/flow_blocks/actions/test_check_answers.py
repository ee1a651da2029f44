"""Check your answers: what the steps before were told, to read once more."""

from cmsflows import COMPLETE
from tests.flow_blocks.conftest import Serve


def test_before_any_answer_there_is_nothing_to_read(serve: Serve) -> None:
    served = serve("check_answers", data={})

    assert served.answer is COMPLETE
    assert served.action.get_context_data()["answered_steps"] == []
