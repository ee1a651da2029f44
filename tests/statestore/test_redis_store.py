"""The Redis store keeps what every store keeps, in a Redis of its own that can be stopped."""

import json
import time

import pytest
from redis.connection import Connection
from redis.exceptions import ConnectionError

from cmsflows.exceptions import StoreUnavailableError, UnreadableRecordError
from cmsflows.statestore.redis_store import INDEX_LIMIT, StateStore
from cmsflows.testing import OutageContract, SharedStoreContract
from cmsflows.testing.contract_records import ID, OTHER
from cmsflows.testing.processes import forked
from tests.statestore.keys import OLD_KEY

PREFIX = "tests:"
KEY = f"{PREFIX}task:{ID}"


@pytest.fixture
def client(shared_redis_server):
    """A view of the server that the store knows nothing of."""
    with shared_redis_server.client() as client:
        client.flushall()
        yield client


@pytest.fixture
def store(shared_redis_server, client, settings):
    settings.FLOWS_REDIS_STATE_STORE_URL = shared_redis_server.url
    settings.FLOWS_REDIS_STATE_STORE_PREFIX = PREFIX
    return StateStore()


class TestRedisStore(SharedStoreContract):
    """B54"""

    path = "cmsflows.statestore.redis_store"

    @pytest.fixture
    def store(self, store):
        return store

    @pytest.fixture(autouse=True)
    def _client(self, client):
        self.client = client

    def plant(self, store, text):
        self.client.hset(KEY, "r", text)


class TestRedisOutage(OutageContract):
    @pytest.fixture
    def server(self, redis_server):
        return redis_server

    @pytest.fixture
    def store(self, server, settings):
        settings.FLOWS_REDIS_STATE_STORE_URL = server.url
        return StateStore()


def test_a_server_that_hangs_is_noticed(redis_server, settings):
    settings.FLOWS_REDIS_STATE_STORE_URL = redis_server.url
    store = StateStore()
    store.create(ID, {"n": 1}, lifetime=60)

    redis_server.pause()
    began = time.monotonic()
    with pytest.raises(StoreUnavailableError):
        store.load(ID)

    assert time.monotonic() - began < 10


def test_nothing_listening_is_said_whole(settings):
    settings.FLOWS_REDIS_STATE_STORE_HOST = "127.0.0.1"
    settings.FLOWS_REDIS_STATE_STORE_PORT = 1

    with pytest.raises(StoreUnavailableError) as caught:
        StateStore().load(ID)

    assert str(caught.value) == (
        "Redis cannot be reached: Error 111 connecting to 127.0.0.1:1. Connection refused. Is its "
        "server running?"
    )


@pytest.mark.parametrize(
    "order",
    [
        ("CONFIG", "SET", "maxmemory", "1"),
        ("REPLICAOF", "127.0.0.1", "1"),
        ("CONFIG", "SET", "requirepass", "a password nobody told the site"),
        ("CONFIG", "SET", "min-replicas-to-write", "1"),
    ],
    ids=["full", "read only", "locked", "lonely"],
)
def test_a_server_that_takes_no_writes_is_unavailable(redis_server, settings, order):
    settings.FLOWS_REDIS_STATE_STORE_URL = redis_server.url
    store = StateStore()
    with redis_server.client() as client:
        client.execute_command(*order)

    with pytest.raises(StoreUnavailableError):
        store.create(ID, {}, lifetime=60)


@pytest.fixture
def sent(monkeypatch):
    """What was sent to any server: one entry a round trip."""
    packets = []
    send = Connection.send_packed_command

    def counted(self, command, *args, **kwargs):
        packets.append(command)
        return send(self, command, *args, **kwargs)

    monkeypatch.setattr(Connection, "send_packed_command", counted)
    return packets


def test_reading_writing_and_touching_take_one_round_trip_each(store, sent):
    record = {"owner": "7", "binding": "b"}
    store.create(ID, record, lifetime=60)
    store.replace(ID, record, version=1, lifetime=60)
    store.touch(ID, lifetime=60)
    sent.clear()

    store.load(ID)
    store.replace(ID, record, version=2, lifetime=60)
    store.touch(ID, lifetime=60)

    assert len(sent) == 3


def test_an_index_hears_of_a_task_when_somebody_logs_in(store, sent):
    store.create(ID, {"binding": "b"}, lifetime=60)
    store.replace(ID, {"binding": "b"}, version=1, lifetime=60)
    sent.clear()

    store.replace(ID, {"binding": "b", "owner": "7"}, version=2, lifetime=60)

    assert len(sent) == 3  # The task, and an index for each of the two.
    assert store.find(owner="7") == [ID]


def test_a_server_that_was_started_anew_is_told_the_scripts_again(store, client):
    store.create(ID, {}, lifetime=60)
    client.script_flush()

    assert store.touch(ID, lifetime=60) is True


def test_everything_is_forgotten_in_time(store, client):
    """By Redis itself, indexes too."""
    store.create(ID, {"owner": "7", "binding": "b"}, lifetime=60)
    store.touch(ID, lifetime=120)

    lives = {key.decode().split(":")[1]: client.ttl(key) for key in client.keys(f"{PREFIX}*")}

    assert set(lives) == {"task", "owner", "binding"}
    assert 60 < lives["task"] <= 120 < lives["owner"] <= 360


def test_a_long_lived_task_does_not_leave_the_index_with_a_short_lived_one(store):
    """A payment may be unsettled for a month."""
    store.create(ID, {"owner": "7"}, lifetime=600)
    store.create(OTHER, {"owner": "7"}, lifetime=0.05)
    time.sleep(0.3)

    assert store.find(owner="7") == [ID]


def test_an_index_lists_only_so_many(store, client):
    index = index_of(store, client)
    client.zadd(index, {f"dead{number}": 1e12 + number for number in range(2 * INDEX_LIMIT)})

    store.create(OTHER, {"owner": "7"}, lifetime=60)

    assert client.zcard(index) == INDEX_LIMIT


def test_an_index_forgets_what_is_dead_when_it_hears_of_something_new(store, client):
    index = index_of(store, client)
    client.zadd(index, {"dead": 1})

    store.create(OTHER, {"owner": "7"}, lifetime=60)

    assert sorted(client.zrange(index, 0, -1)) == [ID.encode(), OTHER.encode()]


def test_what_an_index_lists_wrongly_is_not_found(store, client):
    index = index_of(store, client)
    store.create(OTHER, {"owner": "8"}, lifetime=60)
    client.zadd(index, {OTHER: 1e12, b"\xff": 1e12, "never there": 1e12})

    assert store.find(owner="7") == [ID]


@pytest.mark.parametrize("kind", ["string", "list", "hash"])
def test_an_index_of_another_kind_is_empty_until_it_is_written_anew(store, client, kind):
    """B27"""
    index = index_of(store, client)
    plant_kind(client, index, kind)

    found = store.find(owner="7")
    store.create(OTHER, {"owner": "7"}, lifetime=60)

    assert found == []
    assert store.find(owner="7") == [OTHER]


@pytest.mark.parametrize("kind", ["string", "list", "set"])
def test_a_key_of_another_kind_is_refused(store, client, kind):
    """B27"""
    plant_kind(client, KEY, kind)

    for refused in (
        lambda: store.load(ID),
        lambda: store.touch(ID, lifetime=60),
        lambda: store.replace(ID, {}, version=1, lifetime=60),
        lambda: store.create(ID, {}, lifetime=60),
    ):
        with pytest.raises(UnreadableRecordError) as caught:
            refused()
        assert str(caught.value) == "The stored task is no hash."


@pytest.mark.parametrize(
    "fields",
    [
        {"x": "1"},
        {"r": "{}"},
        {"v": "1"},
        {"v": "1", "r": "{}"},
        {"v": "1", "r": "{}", "e": "soon"},
        {"v": "1", "r": "{}", "e": "nan"},
        {"v": "1", "r": "{}", "e": "inf"},
        {"v": "1_0", "r": "{}", "e": "9e9"},
        {"v": "-1", "r": "{}", "e": "9e9"},
        {"v": "9" * 5_000, "r": "{}", "e": "9e9"},
        {"v": b"\xff", "r": "{}", "e": "9e9"},
        {"v": "1", "r": b"\xff", "e": "9e9"},
        {"v": "1", "r": b"\x80\x04.", "e": "9e9"},
    ],
)
def test_a_hash_of_somebody_else_is_refused(store, client, fields):
    """B27; one without any of our fields is no task at all."""
    client.hset(KEY, mapping=fields)

    if fields.keys() & {"v", "e", "r"}:
        with pytest.raises(UnreadableRecordError):
            store.load(ID)
    else:
        assert store.load(ID) is None
    store.touch(ID, lifetime=60)
    assert store.replace(ID, {}, version=7, lifetime=60) is False
    assert store.create(ID, {}, lifetime=60) is False


def test_planted_bookkeeping_breaks_nothing(store, client):
    """B27"""
    store.create(ID, {"owner": "7"}, lifetime=60)
    client.hset(KEY, mapping={"i": b"\xff ../x", "x": "never"})

    assert store.touch(ID, lifetime=60) is True
    assert store.replace(ID, {"owner": "7"}, version=1, lifetime=60) is True
    assert store.find(owner="7") == [ID]


@pytest.fixture
def lose_an_answer(monkeypatch):
    """Break the connection once, when the next answer is there and nobody has seen it."""

    def lose():
        read, lost = Connection.read_response, []

        def losing(self, *args, **kwargs):
            answer = read(self, *args, **kwargs)
            if not lost:
                lost.append(answer)
                self.disconnect()
                raise ConnectionError("The connection broke.")
            return answer

        monkeypatch.setattr(Connection, "read_response", losing)
        return lost

    return lose


def test_a_write_that_comes_again_since_its_answer_was_lost_is_answered_as_it_was(
    store, lose_an_answer
):
    """The client sends a command again when the connection breaks before the answer is there."""
    store.create(ID, {"n": 1}, lifetime=60)
    store.replace(ID, {"n": 1}, version=1, lifetime=60)  # So that the server knows the script.

    lost = lose_an_answer()
    is_replaced = store.replace(ID, {"n": 2}, version=2, lifetime=60)

    assert lost == [b""]
    assert is_replaced is True
    assert (store.load(ID).record, store.load(ID).version) == ({"n": 2}, 3)


def test_a_creation_that_comes_again_is_answered_as_it_was(store, lose_an_answer):
    store.create(OTHER, {}, lifetime=60)

    lost = lose_an_answer()
    is_new = store.create(ID, {"n": 1}, lifetime=60)

    assert lost == [b""]
    assert is_new is True


def test_children_of_a_process_talk_on_connections_of_their_own(store):
    """As gunicorn's do, where the site was loaded before they were made."""
    store.create(ID, {"n": 0}, lifetime=60)

    answers = forked(lambda number: counted(store, number), workers=4)

    assert answers == [[number] * 100 for number in range(4)]
    assert store.load(ID).record == {"n": 0}


def counted(store, number):
    """Write and read something of one's own: another's answer would be noticed."""
    mine = f"{number:032x}" + "c"
    store.create(mine, {"n": number}, lifetime=60)
    return [store.load(mine).record["n"] for _ in range(100)]


def test_a_site_names_host_port_number_and_password_instead_of_a_url(redis_server, settings):
    settings.FLOWS_REDIS_STATE_STORE_HOST = "127.0.0.1"
    settings.FLOWS_REDIS_STATE_STORE_PORT = redis_server.port
    settings.FLOWS_REDIS_STATE_STORE_DB = 3
    settings.FLOWS_REDIS_STATE_STORE_PASSWORD = "hush"
    with redis_server.client() as client:
        client.config_set("requirepass", "hush")

    StateStore().create(ID, {}, lifetime=60)

    with redis_server.client("hush") as client:
        client.select(3)
        assert client.keys() == [f"cmsflows:task:{ID}".encode()]


def test_what_is_encrypted_names_neither_answers_nor_owner(store, client, settings):
    """B28: the owner is found all the same."""
    settings.FLOWS_ENCRYPTION_KEYS = [OLD_KEY]
    store.create(ID, {"owner": "ada@example.com", "answers": "a secret"}, lifetime=60)

    everything = json.dumps([str(client.hgetall(KEY)), str(client.keys())])

    assert "ada" not in everything
    assert "secret" not in everything
    assert store.find(owner="ada@example.com") == [ID]


def index_of(store, client):
    """The key of the index of owner 7, who has the task `ID`."""
    store.create(ID, {"owner": "7"}, lifetime=60)
    (index,) = client.keys(f"{PREFIX}owner:*")
    return index


def plant_kind(client, key, kind):
    client.delete(key)
    plant = {
        "string": lambda: client.set(key, b"\x80\x04."),
        "list": lambda: client.rpush(key, "x"),
        "set": lambda: client.sadd(key, "x"),
        "hash": lambda: client.hset(key, "x", "x"),
    }
    plant[kind]()
