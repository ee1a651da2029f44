"""Message: text to read, and a button to go on."""

from cmsflows import COMPLETE
from tests.flow_blocks.conftest import Serve


def test_it_asks_nothing(serve: Serve) -> None:
    served = serve("message")

    assert list(served.form.fields) == []


def test_its_button_completes_it(serve: Serve) -> None:
    served = serve("message", data={"unasked": "x" * 10_000})

    assert served.answer is COMPLETE
    assert served.state == {}
