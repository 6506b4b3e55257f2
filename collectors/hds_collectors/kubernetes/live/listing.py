"""All objects of a kind: in chunks, from the start again when the server has lost the place, each once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from hds_collectors.kubernetes.live.api import Answer, Api
from hds_collectors.kubernetes.live.discovery import Kind
from hds_collectors.kubernetes.live.problem import ApiError
from hds_policy.model import Cause

_CHUNK = "500"
_RESTARTS = 3
_MAX_PAGES = 20_000
_METADATA = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"


class Listing:
    """The objects of one list; ``size`` and ``sha256`` are of the bytes read so far.

    Args:
        namespace: only this one; empty for all.
        metadata_only: ask for names, labels and annotations alone; the server then sends nothing else.
    """

    def __init__(self, api: Api, kind: Kind, namespace: str = "", *, metadata_only: bool = False) -> None:
        self._api = api
        self._kind = kind
        self._path = kind.path(namespace)
        self._metadata_only = metadata_only
        self._digest = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """Hex digest of what was read; empty when nothing was."""
        return self._digest.hexdigest() if self.size else ""

    def objects(self) -> Iterator[Mapping[str, Any]]:
        """Each object, with its apiVersion and kind.

        Raises:
            ApiError: the rest cannot be read; what came before counts all the same.
        """
        seen: set[str] = set()
        for item in self._items():
            uid = item["metadata"].get("uid")
            if isinstance(uid, str):
                if uid in seen:
                    continue
                seen.add(uid)
            yield {**item, "apiVersion": self._kind.api_version, "kind": self._kind.name}

    def _items(self) -> Iterator[dict[str, Any]]:
        for attempt in range(_RESTARTS + 1):
            # The last time without chunks: the list is then one answer, which cannot expire.
            query = {"limit": _CHUNK} if attempt < _RESTARTS else {}
            try:
                yield from self._pages(query)
            except ApiError as problem:
                if not problem.is_expired or attempt == _RESTARTS:
                    raise
            else:
                return

    def _pages(self, query: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        token = ""
        passed: set[str] = set()
        for _ in range(_MAX_PAGES):
            answer = self._get({**query, "continue": token} if token else query)
            yield from _checked(answer.document)
            token = answer.document["metadata"].get("continue") or ""
            if not token:
                return
            if not isinstance(token, str) or token in passed:
                raise ApiError(Cause.BAD_RESPONSE, "the list leads back to a page that was read")
            passed.add(token)
        raise ApiError(Cause.LIMIT_EXCEEDED, f"more than {_MAX_PAGES} pages")

    def _get(self, query: Mapping[str, str]) -> Answer:
        answer = self._api.get(self._path, query, _METADATA if self._metadata_only else "application/json")
        # A server that does not know the reduced form answers with the whole objects, which are not looked at.
        if self._metadata_only and answer.document.get("kind") != "PartialObjectMetadataList":
            raise ApiError(Cause.BAD_RESPONSE, "the answer holds more than names and labels")
        self._digest.update(answer.data)
        self.size += len(answer.data)
        return answer


def _checked(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The items of a page; what is no list is an error and not an empty one."""
    kind, metadata = document.get("kind"), document.get("metadata")
    if not isinstance(kind, str) or not kind.endswith("List") or not isinstance(metadata, dict):
        raise ApiError(Cause.BAD_RESPONSE, "the answer is no list")
    if "items" not in document:
        raise ApiError(Cause.BAD_RESPONSE, "the list has no items")
    items = document["items"] if document["items"] is not None else []
    if not isinstance(items, list) or not all(
        isinstance(item, dict) and isinstance(item.get("metadata"), dict) for item in items
    ):
        raise ApiError(Cause.BAD_RESPONSE, "an item of the list is no object")
    return items
