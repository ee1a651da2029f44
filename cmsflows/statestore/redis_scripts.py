"""What Redis does in one go for `redis_store`: small programs in Lua, each about one key.

One key, so that they work on a Redis Cluster. A task is a hash:

    v  its version      e  when it expires (seconds since the epoch, for who reads it)
    r  its record       w  the mark of the write that made this version
    i  the names of the indexes that list it, and
    x  when the last of them stops listing it, likewise

Redis itself forgets the key when its time is over. A write answers the indexes that must hear of
it, or nothing at all when it was refused. One that comes again under its own mark, because its
answer was lost on the way, is answered as it was.
"""

from hashlib import sha1


class Script:
    """A program, and the name by which a server that has seen it knows it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.name = sha1(text.encode(), usedforsecurity=False).hexdigest()  # Redis's own choice.


CREATE = Script("""
local key, mark = KEYS[1], ARGV[1]
if redis.call('EXISTS', key) == 1 and redis.call('HGET', key, 'w') ~= mark then return false end
redis.call('HSET', key, 'v', 1, 'w', mark, 'r', ARGV[2], 'e', ARGV[3], 'i', ARGV[5], 'x', ARGV[6])
redis.call('PEXPIRE', key, ARGV[4])
return ARGV[5]
""")

REPLACE = Script("""
local key, mark = KEYS[1], ARGV[1]
local kept = redis.call('HMGET', key, 'v', 'w', 'i', 'x')
if kept[2] ~= mark and kept[1] ~= ARGV[7] then return false end
local is_listed = kept[3] == ARGV[5] and (tonumber(kept[4]) or 0) >= tonumber(ARGV[3])
redis.call('HSET', key, 'v', ARGV[8], 'w', mark, 'r', ARGV[2], 'e', ARGV[3])
redis.call('PEXPIRE', key, ARGV[4])
if is_listed then return '' end
redis.call('HSET', key, 'i', ARGV[5], 'x', ARGV[6])
return ARGV[5]
""")

TOUCH = Script("""
local key = KEYS[1]
local kept = redis.call('HMGET', key, 'v', 'i', 'x')
if not kept[1] then return false end
redis.call('HSET', key, 'e', ARGV[1])
redis.call('PEXPIRE', key, ARGV[2])
if (tonumber(kept[3]) or 0) >= tonumber(ARGV[1]) then return '' end
redis.call('HSET', key, 'x', ARGV[3])
return kept[2] or ''
""")

LIST = Script("""
local key = KEYS[1]
local kind = redis.call('TYPE', key).ok
if kind ~= 'zset' and kind ~= 'none' then redis.call('DEL', key) end
redis.call('ZADD', key, ARGV[1], ARGV[2])
redis.call('ZREMRANGEBYSCORE', key, '-inf', ARGV[3])
redis.call('ZREMRANGEBYRANK', key, 0, -1 - ARGV[4])
if redis.call('PTTL', key) < tonumber(ARGV[5]) then redis.call('PEXPIRE', key, ARGV[5]) end
return 1
""")
