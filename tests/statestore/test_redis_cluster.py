"""The Redis store keeps the same promises on a Redis Cluster of three nodes."""

import time

import pytest
from redis.cluster import RedisCluster

from cmsflows.exceptions import StoreUnavailableError
from cmsflows.statestore.redis_store import StateStore
from cmsflows.testing import OutageContract, SharedStoreContract
from cmsflows.testing.contract_records import ID

PREFIX = "tests:"
KEY = f"{PREFIX}task:{ID}"

IDS = [f"{number:032x}" for number in range(30)]
"""Of so many, each node has some."""


@pytest.fixture
def client(redis_cluster):
    """A view of the cluster that the store knows nothing of."""
    redis_cluster.start()
    with RedisCluster.from_url(redis_cluster.url) as client:
        client.flushall(target_nodes=RedisCluster.PRIMARIES)
        yield client


@pytest.fixture
def store(client, redis_cluster, settings):
    settings.FLOWS_REDIS_STATE_STORE_CLUSTER = True
    settings.FLOWS_REDIS_STATE_STORE_URL = redis_cluster.url
    settings.FLOWS_REDIS_STATE_STORE_PREFIX = PREFIX
    return StateStore()


class TestRedisCluster(SharedStoreContract):
    path = "cmsflows.statestore.redis_store"

    @pytest.fixture
    def store(self, store):
        return store

    @pytest.fixture(autouse=True)
    def _client(self, client):
        self.client = client

    def plant(self, store, text):
        self.client.hset(KEY, "r", text)


class TestRedisClusterOutage(OutageContract):
    @pytest.fixture
    def server(self, redis_cluster):
        return redis_cluster

    @pytest.fixture
    def store(self, store):
        return store


def test_tasks_are_on_every_node(store, redis_cluster):
    for task_id in IDS:
        store.create(task_id, {"owner": "7"}, lifetime=60)

    sizes = []
    for node in redis_cluster.nodes:
        with node.client() as client:
            sizes.append(client.dbsize())

    assert all(sizes)
    assert set(store.find(owner="7")) == set(IDS)


def test_what_moved_to_another_node_is_found_there(store, client, redis_cluster):
    """As when a node is added: the site learns of it from the answers."""
    store.create(ID, {"n": 1}, lifetime=60)
    slot = client.keyslot(KEY)
    old = client.get_node_from_key(KEY)
    new = next(node for node in client.get_primaries() if node.name != old.name)
    try:
        move(client, slot, old, new)

        assert store.load(ID).record == {"n": 1}
        assert store.replace(ID, {"n": 2}, version=1, lifetime=60) is True
        assert store.load(ID).record == {"n": 2}
    finally:
        client.nodes_manager.initialize()
        move(client, slot, new, old)


def move(client, slot, old, new):
    """Move a slot and all that is in it."""
    names = {node.name: client.cluster_myid(node) for node in (old, new)}
    source, target = (client.get_redis_connection(node) for node in (old, new))
    target.execute_command("CLUSTER SETSLOT", slot, "IMPORTING", names[old.name])
    source.execute_command("CLUSTER SETSLOT", slot, "MIGRATING", names[new.name])
    for key in source.execute_command("CLUSTER GETKEYSINSLOT", slot, 100):
        source.execute_command("MIGRATE", new.host, new.port, key, 0, 5_000)
    for node in client.get_primaries():
        connection = client.get_redis_connection(node)
        connection.execute_command("CLUSTER SETSLOT", slot, "NODE", names[new.name])


def test_where_one_node_is_down_the_store_says_so_and_goes_on_when_it_is_back(store, redis_cluster):
    """Other nodes may still answer for their own tasks for a moment, and then none does."""
    for task_id in IDS:
        store.create(task_id, {}, lifetime=60)

    redis_cluster.nodes[1].stop()
    took = []
    unavailable = 0
    for task_id in IDS[:10]:
        began = time.monotonic()
        try:
            store.touch(task_id, lifetime=60)
        except StoreUnavailableError:
            unavailable += 1
        took.append(time.monotonic() - began)
    redis_cluster.start()

    assert unavailable
    assert max(took) < 10
    for task_id in IDS:
        store.delete_state(task_id)
        assert store.create(task_id, {}, lifetime=60) is True
