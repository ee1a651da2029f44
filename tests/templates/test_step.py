"""The page of a step: what it shows, and what it leaves out."""

from io import BytesIO
from typing import Any

import pytest
from django import forms
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images.models import Image

from cmsflows.definition.nodes import ActionNode, Words
from tests.templates.pages import page_of

HOSTILE = "<script>alert('1')</script>"


class Question(forms.Form):
    name = forms.CharField(error_messages={"required": "Enter a name."})
    size = forms.ChoiceField(choices=[("s", "Small")], widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "No token."})

    def clean(self) -> None:
        raise forms.ValidationError("All of it is wrong.")


def step(words: Words | None = None, **context: Any) -> str:
    """The page with as little on it as can be, and whatever is given."""
    node = ActionNode(id="a", key="message", title="A step", words=words or Words())
    return page_of("step", **{"node": node, **context})


def test_the_least_step_is_a_heading_and_a_button() -> None:
    page = step()

    assert "<title>A step – Checkout</title>" in page
    assert "<h1>A step</h1>" in page
    assert '<button class="flow-button" type="submit">Continue</button>' in page
    for part in ("back", "notice", "errors", "progress", "image", "intro", "help", "alternatives"):
        assert f'class="flow-{part}"' not in page


def test_the_form_is_posted_where_serving_says() -> None:
    page = step(form_action="/checkout/a-step/", hidden_fields=[("_pos", "1.a")])

    assert '<form class="flow-form" method="post" action="/checkout/a-step/" novalidate>' in page
    assert '<input type="hidden" name="_pos" value="1.a">' in page


def test_uploads_are_sent_as_such() -> None:
    class Upload(forms.Form):
        file = forms.FileField()

    assert ' enctype="multipart/form-data"' in step(form=Upload())


def test_the_editors_words_are_shown() -> None:
    words = Words(intro="<p>Read <b>this</b>.</p>", help="<p>Ask us.</p>", button="Go on")

    page = step(words)

    assert "<p>Read <b>this</b>.</p>" in page
    assert "<p>Ask us.</p>" in page
    assert ">Go on</button>" in page


def test_progress_is_text() -> None:
    assert '<p class="flow-progress">Step 2 of 4</p>' in step(progress={"number": 2, "total": 4})


def test_a_notice_is_announced() -> None:
    page = step(notice="This page was out of date.")

    assert '<div class="flow-notice" role="status"><p>This page was out of date.</p></div>' in page


def test_a_way_back_and_other_ways_are_links() -> None:
    page = step(
        back_url="/before/?_id=1&x=2",
        alternatives=[{"title": "Log in", "url": "/log-in/", "description": "If you were here."}],
    )

    assert '<a class="flow-back" href="/before/?_id=1&amp;x=2">Back</a>' in page
    assert '<a href="/log-in/">Log in</a>' in page
    assert "<span>If you were here.</span>" in page


def test_the_plain_page_shows_messages_as_text() -> None:
    """What a step says on its way out would otherwise wait for a page that shows it."""
    page = step(messages=["We will write to <you>."])

    assert '<p class="flow-message" role="status">We will write to &lt;you&gt;.</p>' in page


def test_exits_are_buttons_that_need_no_answers() -> None:
    page = step(exits=[{"name": "skip", "label": "No, thanks"}])

    assert (
        '<button class="flow-button flow-button-quiet" type="submit" name="_exit" value="skip" '
        "formnovalidate>No, thanks</button>"
    ) in page


def test_the_first_button_completes_the_step() -> None:
    """Enter presses the first one."""
    page = step(exits=[{"name": "skip", "label": "No, thanks"}])

    assert page.index(">Continue</button>") < page.index(">No, thanks</button>")


def test_cancelling_stands_apart_and_takes_two_moves() -> None:
    """What is deleted cannot be brought back (WCAG 2.2, criterion 3.3.4)."""
    page = step(
        can_cancel=True,
        hidden_fields=[("_id", "1")],
        alternatives=[{"title": "Log in", "url": "/log-in/"}],
    )

    own = page[page.index('<details class="flow-cancel">') :]
    assert page.index("</form>") < page.index("Log in</a>") < page.index(own)
    assert "<summary>Cancel</summary>" in own
    assert 'method="post" action="/checkout/a-step/"' in own
    assert '<input type="hidden" name="_id" value="1">' in own
    assert "Your answers will be deleted. This cannot be undone." in own
    assert 'name="_cancel" value="1">Cancel and delete my answers</button>' in own


def test_before_there_is_a_task_there_is_nothing_to_cancel() -> None:
    assert "_cancel" not in step()


def test_who_has_begun_before_may_go_on_there() -> None:
    page = step(resume_url="/checkout/pay/?_id=1&x=2")

    assert '<a href="/checkout/pay/?_id=1&amp;x=2">Continue where you left off</a>' in page


def test_errors_are_gathered_on_top_and_lead_to_their_fields() -> None:
    page = step(form=Question({}))

    assert "<title>Error: A step – Checkout</title>" in page
    assert 'role="alert" tabindex="-1" autofocus' in page
    assert '<a href="#id_name">Name – Enter a name.</a>' in page
    assert '<a href="#id_size_0">Size – This field is required.</a>' in page
    assert 'id="id_size_0"' in page


def test_errors_of_no_field_are_told_too() -> None:
    page = step(form=Question({}))

    assert "<li>All of it is wrong.</li>" in page
    assert "<li>No token.</li>" in page


def test_errors_are_tied_to_their_fields() -> None:
    page = step(form=Question({}))

    assert 'aria-invalid="true" aria-describedby="id_name_error"' in page
    assert 'id="id_name_error"' in page


def test_whatever_visitors_or_editors_write_is_text() -> None:
    """B53"""
    page = step(
        node=ActionNode(id="a", key="message", title=HOSTILE, words=Words(button=HOSTILE)),
        notice=HOSTILE,
        exits=[{"name": HOSTILE, "label": HOSTILE}],
        alternatives=[{"title": HOSTILE, "url": "/", "description": HOSTILE}],
        form=Question({"name": HOSTILE}),
    )

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.django_db
def test_a_picture_without_description_is_an_ornament(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its title is mostly the name of a file, which nobody wants to hear."""
    # Wagtail leaves the temporary file of a new rendition open; one in memory troubles nobody.
    monkeypatch.setattr("wagtail.images.models.SpooledTemporaryFile", lambda max_size: BytesIO())

    described = step(image=an_image(description="A blue mug"))
    not_described = step(image=an_image(description=""))

    assert 'alt="A blue mug"' in described
    assert 'alt=""' in not_described


def an_image(description: str) -> Any:
    file = BytesIO()
    Picture.new("RGB", (4, 3), "navy").save(file, "PNG")
    return Image.objects.create(
        title="IMG_0815.png", description=description, file=ImageFile(file, name="a.png")
    )


@pytest.mark.parametrize(
    ("template", "context", "words"),
    [
        ("done", {}, "That was everything we needed."),
        ("done", {"return_to": "/shop/"}, '<a href="/shop/">Go on</a>'),
        ("unavailable", {"reason": "empty"}, "There is nothing to fill in here yet."),
        ("unavailable", {"reason": "step"}, "We cannot show you the next step."),
        ("unavailable", {"reason": "version"}, "This has changed since you began"),
        ("blocked", {"message": "Something else is needed."}, "<p>Something else is needed.</p>"),
        ("cancelled", {}, "Your answers have been deleted."),
        ("cancelled", {}, '<a href="/checkout/">Start again</a>'),
        ("cancelled", {"is_unsettled": True}, "we will take it back. Then your answers will be"),
        ("expired", {}, "We keep answers only for a while, and that time is over."),
        ("expired", {}, '<a class="flow-button" href="/checkout/">Start again</a>'),
    ],
)
def test_pages_that_are_no_step_say_what_is_the_matter(
    template: str, context: dict[str, Any], words: str
) -> None:
    page = page_of(template, **context)

    assert words in page
    assert " – Checkout</title>" in page
