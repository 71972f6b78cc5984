"""Fixtures of this folder."""

from tests.content.delivery.stores import _empty_cache, bucket_store, local_store, store

__all__ = ["_empty_cache", "bucket_store", "local_store", "store"]
