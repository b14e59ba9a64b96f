"""Whether people's names are kept, and the key that is not in the database."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from boredcrawl.cleaning.pseudonyms import Seal
from boredcrawl.exceptions import WrongOption

if TYPE_CHECKING:
    from collections.abc import Mapping

Names = Literal["keep", "pseudonym", "drop"]
"""What becomes of commenters' names: stored, replaced by keyed digests, or left out."""

KEY_FILE = "privacy.key"
BYTES = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Privacy:
    """How one crawl treats names, and where its key is."""

    names: Names = "keep"
    key_file: Path

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Privacy:
        """Read the settings.

        >>> Privacy.of({"COMMENTER_NAMES": "hide", "ARCHIVE_DIR": "a"})
        Traceback (most recent call last):
        ...
        boredcrawl.exceptions.WrongOption: COMMENTER_NAMES='hide' is unknown: \
write keep, pseudonym or drop
        >>> Privacy.of({"ARCHIVE_DIR": "a"})
        Privacy(names='keep', key_file=PosixPath('a/privacy.key'))
        """
        names = settings.get("COMMENTER_NAMES") or "keep"
        if names not in get_args(Names):
            raise WrongOption(
                f"COMMENTER_NAMES={names!r} is unknown: write keep, pseudonym or drop"
            )
        given = settings.get("PRIVACY_KEY_FILE")
        file = Path(given) if given else Path(settings["ARCHIVE_DIR"]) / KEY_FILE
        return cls(names=cast("Names", names), key_file=file)

    def seal(self, site: str, *, make: bool = False) -> Seal:
        """Give a site's digests; a key that is not there is made only where nothing needs it yet.

        Raises `WrongOption` where the key is missing or none.
        """
        return Seal(read_key(self.key_file, make=make), site)


def read_key(file: Path, *, make: bool = False) -> bytes:
    """Read the key, or make one that only its owner may read."""
    try:
        if make and not file.exists():
            make_key(file)
        key = bytes.fromhex(file.read_text(encoding="ascii"))
    except FileNotFoundError:
        raise WrongOption(
            f"there is no key {file}, by which people are known whose names are not kept here: "
            "put it back, or name it with PRIVACY_KEY_FILE"
        ) from None
    except OSError as error:
        raise WrongOption(f"cannot read the key {file}: {error.strerror or error}") from error
    except ValueError:
        key = b""
    if len(key) != BYTES:
        raise WrongOption(f"{file} is no key: put the right one back, or name another file")
    return key


def make_key(file: Path) -> None:
    """Write a new key; of two processes that do, the first wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(f"{secrets.token_hex(BYTES)}\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        # Another process was quicker, and its key is the key.
        return
    finally:
        draft.unlink()
