"""A cache with a bound."""

from cmsflows.definition.drawing.cache import BoundedCache


def cache_of(bound: int) -> BoundedCache[bytes]:
    return BoundedCache(bound, size=len)


def test_it_keeps_what_it_was_given() -> None:
    cache = cache_of(10)

    cache.put("a", b"12345")

    assert cache.get("a") == b"12345"
    assert cache.get("b") is None


def test_the_least_recently_used_goes_first() -> None:
    cache = cache_of(10)
    cache.put("a", b"12345")
    cache.put("b", b"12345")
    cache.get("a")

    cache.put("c", b"12345")

    assert cache.get("a")
    assert cache.get("b") is None


def test_what_is_larger_than_the_bound_is_not_kept() -> None:
    cache = cache_of(3)
    cache.put("a", b"123")

    cache.put("b", b"1234")

    assert cache.get("b") is None


def test_a_value_put_again_counts_once() -> None:
    cache = cache_of(10)
    for _ in range(5):
        cache.put("a", b"12345")

    cache.put("b", b"12345")

    assert cache.get("a")


def test_it_can_be_emptied() -> None:
    cache = cache_of(10)
    cache.put("a", b"12345")

    cache.clear()

    assert cache.get("a") is None
