"""Write a file so that a crash at any moment leaves the old one or the whole new one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hds_policy.errors import UsageError


def write_durably(file: Path, data: bytes, *, private: bool = False, replace: bool = True) -> None:
    """Write a file whole, and onto the disk, or not at all.

    Args:
        private: only this user may read it, whatever the umask.
        replace: whether a file of that name may be replaced.

    Raises:
        UsageError: it cannot be written, or is there already and may not be replaced.
    """
    try:
        descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if not private:
                # mkstemp is private on purpose; a bundle follows the user's umask like any other file.
                umask = os.umask(0)
                os.umask(umask)
                Path(temporary).chmod(0o666 & ~umask)
            if replace:
                Path(temporary).replace(file)
            else:
                # Unlike a look before, a link cannot lose a race against another writer.
                os.link(temporary, file)
        finally:
            Path(temporary).unlink(missing_ok=True)
        _flush_folder(file.parent)
    except FileExistsError as error:
        raise UsageError(f"{file}: is there already", hint="choose another name") from error
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror}") from error


def _flush_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
