"""The cache that all processes share: allauth keeps its rate limits and its used one-time codes there.

An entry goes by expiry alone, never because the cache is full. Values are JSON. Keys are stored as a keyed
hash, because allauth puts one-time codes and hashes of addresses in them.
"""

import json
import time

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils.crypto import salted_hmac

from portal.models import SharedEntry

_SET = """
    INSERT INTO portal_sharedentry ("key", value, expires_at) VALUES (%s, %s, %s)
    ON CONFLICT ("key") DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
"""
#: One statement, so that of two processes that add the same key one succeeds.
_ADD = f"{_SET} WHERE portal_sharedentry.expires_at <= %s RETURNING 1"


class SharedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [*self._row(key, value, timeout, version), time.time()])
            return bool(cursor.fetchall())

    def get(self, key, default=None, version=None):
        found = SharedEntry.objects.filter(key=self._stored(key, version), expires_at__gt=time.time())
        return next((json.loads(value) for value in found.values_list("value", flat=True)), default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        with connection.cursor() as cursor:
            cursor.execute(_SET, self._row(key, value, timeout, version))

    def delete(self, key, version=None):
        return bool(SharedEntry.objects.filter(key=self._stored(key, version)).delete()[0])

    def clear(self):
        SharedEntry.objects.all().delete()

    def _row(self, key, value, timeout, version) -> list:
        expires_at = self.get_backend_timeout(timeout)
        if expires_at is None:
            raise ValueError("An entry of the shared cache must expire.")
        return [self._stored(key, version), json.dumps(value), expires_at]

    def _stored(self, key, version) -> str:
        whole = self.make_key(key, version=version)
        return salted_hmac("portal.http.shared_cache", whole, algorithm="sha256").hexdigest()
