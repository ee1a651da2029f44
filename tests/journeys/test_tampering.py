"""Whatever is sent to a flow, the answer is clear, nothing is lost, and no step is skipped."""

import pytest
from django.test import Client

from cmsflows.statestore.rows import StoredTask
from cmsflows.testing import Visitor, flow_page, group, step

pytestmark = pytest.mark.django_db

ITEM = step("test_item", "Item")
NOTE = step("test_note", "Thanks")


@pytest.fixture
def visitor():
    """At the second of four steps."""
    flow_page(
        ITEM,
        step("test_plan", "Plan"),
        group(
            "Ends", step("test_note", "One"), step("test_note", "Other"), transition="any_one_of"
        ),
        NOTE,
    )
    visitor = Visitor(Client(raise_request_exception=True))
    visitor.opens("/checkout/")
    visitor.submits(item="kettle")
    return visitor


@pytest.fixture
def task_id(visitor):
    return visitor.form.hidden["_id"]


@pytest.mark.parametrize("path", ["/checkout/thanks/", "/checkout/ends/one/", "/checkout/ends/"])
def test_the_url_of_a_later_step_leads_to_the_current_one(visitor, task_id, path):
    """B29"""
    looked = visitor.client.get(path, {"_id": task_id})
    posted = visitor.client.post(path, visitor.form.hidden)

    assert {looked.status_code, posted.status_code} == {303}
    assert looked.url == f"/checkout/plan/?_id={task_id}"
    assert posted.url == f"/checkout/plan/?_id={task_id}&_note=out-of-date"


def test_a_later_step_does_not_run_when_posted(visitor, task_id):
    """B29: with the token of the current one."""
    before = StoredTask.objects.values().get()

    visitor.client.post("/checkout/thanks/", visitor.form.hidden)

    assert StoredTask.objects.values().get() == before


def test_an_earlier_step_cannot_be_changed_with_a_stale_token(visitor, task_id):
    stale = visitor.form.hidden
    visitor.submits(plan="small")
    before = StoredTask.objects.values().get()

    response = visitor.client.post("/checkout/plan/", {**stale, "plan": "large"})

    assert response.url == f"/checkout/ends/one/?_id={task_id}&_note=moved-on"
    assert StoredTask.objects.values().get() == before


def test_the_page_says_why_it_is_another_one(visitor):
    visitor.client.get("/checkout/")
    visitor.submits(_pos="7.00000000000000000000000000000000", plan="small")

    assert "That page was out of date." in visitor.page.content.decode()


@pytest.mark.parametrize("token", ["", "1." + "0" * 32, "0." + "f" * 32, "7." + "0" * 32])
def test_a_token_of_no_visit_leads_to_the_current_step(visitor, task_id, token):
    """B32, in part"""
    before = StoredTask.objects.values().get()

    response = visitor.client.post(
        "/checkout/plan/", {"_id": task_id, "_pos": token, "plan": "small"}
    )

    assert response.url == f"/checkout/plan/?_id={task_id}&_note=out-of-date"
    assert StoredTask.objects.values().get() == before


@pytest.mark.parametrize(
    "token",
    ["0", "1.", "1.xyz", "-1." + "0" * 32, "1\n." + "0" * 32, "\x00", "9" * 999, "1." + "0" * 33],
)
def test_what_is_no_token_at_all_is_a_bad_request(visitor, task_id, token):
    """B32, in part"""
    before = StoredTask.objects.values().get()

    response = visitor.client.post(
        "/checkout/plan/", {"_id": task_id, "_pos": token, "plan": "small"}
    )

    assert response.status_code == 400
    assert StoredTask.objects.values().get() == before


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "x",
        "0" * 31,
        "0" * 33,
        "0" * 32 + "\n",
        "\x00",
        "A" * 32,
        "../../etc",
        "🫖",
        "0" * 10_000,
    ],
)
def test_an_id_that_is_none_is_not_found(visitor, bad):
    """B32, in part"""
    answers = [
        visitor.client.get("/checkout/plan/", {"_id": bad}),
        visitor.client.post("/checkout/plan/", {"_id": bad}),
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_two_ids_are_refused(visitor, task_id):
    """B32, in part"""
    answers = [
        visitor.client.post(f"/checkout/plan/?_id={'0' * 32}", {"_id": task_id}),
        visitor.client.get(f"/checkout/plan/?_id={task_id}&_id={'0' * 32}"),
        visitor.client.post(
            "/checkout/plan/", {**visitor.form.hidden, "_pos": ["1.a", "2.b"], "plan": "small"}
        ),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]


@pytest.mark.parametrize(
    "path",
    ["nowhere/", "ends/nowhere/", "plan/plan/", "-/", "plan/../thanks/", "%00/", "ends/one/x/"],
)
def test_a_path_that_is_no_step_is_not_found(visitor, task_id, path):
    response = visitor.client.get(f"/checkout/{path}", {"_id": task_id})

    assert response.status_code == 404


@pytest.mark.parametrize("path", ["plan/", "thanks/", "ends/", "nowhere/"])
def test_without_an_id_a_flow_is_entered_at_its_beginning_only(path):
    flow_page(ITEM, step("test_plan", "Plan"), NOTE, slug="shop")

    response = Client().get(f"/shop/{path}")

    assert response.status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_methods_are_refused(visitor, method):
    response = getattr(visitor.client, method)(visitor.url)

    assert response.status_code in (405, 501)


def test_a_head_is_answered_as_a_get_without_a_body(visitor):
    response = visitor.client.head(visitor.url)

    assert (response.status_code, response.content) == (200, b"")


def test_an_unknown_exit_leads_nowhere(visitor, task_id):
    response = visitor.client.post("/checkout/plan/", {**visitor.form.hidden, "_exit": "bribe"})

    assert response.url == f"/checkout/plan/?_id={task_id}"


@pytest.mark.parametrize(
    "text", ["\x00", "🫖", "<script>", "\u202e", "x" * 40, "'; drop table", "{{ 7 }}", "\ud83e"]
)
def test_hostile_text_is_kept_or_refused_by_the_form(text):
    flow_page(ITEM, NOTE, slug="shop")
    visitor = Visitor()
    visitor.opens("/shop/")

    response = visitor.submits(item=text.encode("utf-8", "surrogatepass"))

    assert response.status_code == 200


def test_more_than_can_be_kept_is_a_form_error(settings):
    settings.FLOWS_MAX_RECORD_BYTES = 600
    flow_page(step("test_item", "Item"), NOTE, slug="shop")
    visitor = Visitor()
    visitor.opens("/shop/")

    response = visitor.submits(item="🫖" * 40)

    assert response.status_code == 413
    assert "That is more than can be kept. Please shorten it." in response.content.decode()
    assert not StoredTask.objects.exists()


@pytest.mark.parametrize(
    "record",
    [
        "no json",
        "[]",
        "{}",
        "null",
        '{"format": 99}',
        "[" * 100_000,
        '{"format": 1, "id": 3}',
        "cos\nsystem\n(S'true'\ntR.",
    ],
)
def test_a_record_written_by_somebody_else_is_refused(visitor, record, caplog):
    """B27, in part"""
    StoredTask.objects.update(record=record)

    response = visitor.client.get(visitor.url)

    assert response.status_code == 404
    assert "is refused." in caplog.text
