"""A line of progress on stderr, only on a terminal, and only when a run takes more than a second."""

from __future__ import annotations

import sys
import threading
import time

_AFTER = 1.0
_EVERY = 0.1
_LONGEST = 60


class Progress:
    """Call it with (done, total); ``close`` removes the line."""

    def __init__(self) -> None:
        self._begin = time.monotonic()
        self._last = 0.0
        self._shown = False
        self._terminal = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        """Show how far the reading is."""
        now = time.monotonic()
        if not self._terminal or now - self._begin < _AFTER or now - self._last < _EVERY:
            return
        self._last = now
        self._shown = True
        filled = 30 * done // max(total, 1)
        sys.stderr.write(f"\rreading [{'#' * filled}{'.' * (30 - filled)}] {done:,}/{total:,}")
        sys.stderr.flush()

    def close(self) -> None:
        """Remove the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


class ScanLine:
    """The line of a scan: call it with (done, total, what is being read) from any thread; ``close`` removes it."""

    def __init__(self) -> None:
        self._begin = time.monotonic()
        self._last = 0.0
        self._shown = False
        self._terminal = sys.stderr.isatty()
        self._lock = threading.Lock()

    def __call__(self, done: int, total: int, what: str) -> None:
        """Show how far the scan is, and how long the rest takes at this pace."""
        now = time.monotonic()
        took = now - self._begin
        with self._lock:
            if not self._terminal or took < _AFTER or now - self._last < _EVERY:
                return
            self._last = now
            self._shown = True
            rest = f", {took * (total - done) / done:.0f} s left" if 0 < done < total else ""
            text = "".join(c if c.isprintable() else "?" for c in what)[:_LONGEST]
            sys.stderr.write(f"\r\x1b[Kscanning {done:,}/{total:,}{rest}: {text}")
            sys.stderr.flush()

    def close(self) -> None:
        """Remove the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
