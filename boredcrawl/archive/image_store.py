"""The image files: each once, as it was sent, named by its digest, on a disk or elsewhere."""

from __future__ import annotations

import contextlib
import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit
from urllib.request import url2pathname

from boredcrawl.cleaning.image_files import ENDINGS
from boredcrawl.exceptions import ArchiveTrouble, WrongOption

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "images"
"""Where the image files stand, inside the archive's folder or the store's URL."""

PART = ".part"
"""How the name of a file ends that is still being written."""


def image_path(sha256: str, mime: str) -> str:
    """Name a file by its digest; in 256 folders, because there may be millions.

    >>> image_path("ab12", "image/webp")
    'images/ab/ab12.webp'
    """
    return f"{FOLDER}/{sha256[:2]}/{sha256}.{ENDINGS[mime]}"


class ImageStore(Protocol):
    """Where image files are kept. All methods block, and raise `ArchiveTrouble`."""

    def put(self, path: str, data: bytes) -> bool:
        """Keep a file, whole or not at all; False if it was there already."""

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes; None where there is none."""

    def files(self) -> Iterator[str]:
        """Give the paths of all files, those half written too."""


def open_store(archive: str, url: str = "") -> ImageStore:
    """Open the store a URL names; without one, the archive's own folder.

    Raises `WrongOption` where the URL's kind needs a package that is not installed.
    """
    parts = urlsplit(url)
    if "://" not in url:
        return FolderStore(Path(url or archive))
    if parts.scheme == "file":
        # Not through fsspec, which writes files in place.
        return FolderStore(Path(url2pathname(parts.path)))
    if importlib.util.find_spec("fsspec") is None:
        raise WrongOption(f"IMAGES_STORE={url} needs: pip install 'boredcrawl[fsspec]'")
    return RemoteStore(url)


class FolderStore:
    """Image files on a disk."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: str, data: bytes) -> bool:
        """Keep a file; one that a killed process left behind without a row is taken as it is."""
        target = self.root / path
        part = target.with_name(f"{target.name}.{os.getpid()}{PART}")
        try:
            # Compared whole: a damaged file is written anew.
            if target.is_file() and target.read_bytes() == data:
                return False
            target.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        except OSError as error:
            # Half a file on a full disk is room for nobody.
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise ArchiveTrouble(f"cannot write {target}: {error.strerror or error}") from error
        return True

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes."""
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ArchiveTrouble(f"cannot read {path}: {error.strerror or error}") from error

    def files(self) -> Iterator[str]:
        """Walk the folder."""
        for file in sorted((self.root / FOLDER).rglob("*")):
            if file.is_file():
                yield file.relative_to(self.root).as_posix()


class RemoteStore:
    """Image files in an object store, or in whatever else fsspec knows."""

    def __init__(self, url: str) -> None:
        from fsspec.core import url_to_fs  # noqa: PLC0415  # an extra

        try:
            found: tuple[Any, str] = url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise WrongOption(f"IMAGES_STORE={url}: {error}") from error
        self.system, self.root = found
        self.url = url

    def put(self, path: str, data: bytes) -> bool:
        """Keep a file; an object store shows it when all of it has arrived."""
        target = f"{self.root}/{path}"
        try:
            if self.system.exists(target) and self.system.cat_file(target) == data:
                return False
            self.system.pipe_file(target, data)
        except Exception as error:
            # Each kind of store fails in its own way.
            raise ArchiveTrouble(f"cannot write {path} in {self.url}: {error}") from error
        return True

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes."""
        try:
            data: bytes = self.system.cat_file(f"{self.root}/{path}")
        except FileNotFoundError:
            return None
        except Exception as error:
            # As above.
            raise ArchiveTrouble(f"cannot read {path} in {self.url}: {error}") from error
        return data

    def files(self) -> Iterator[str]:
        """List the store."""
        try:
            found = sorted(self.system.find(f"{self.root}/{FOLDER}"))
        except Exception as error:
            # As above.
            raise ArchiveTrouble(f"cannot list {self.url}: {error}") from error
        yield from (name.removeprefix(self.root).lstrip("/") for name in found)
