"""Keyed digests: what stands for people whose names are not kept. Pure.

Without the key nobody can try names until one fits, as one could with a plain digest. The
same person has another digest on another site.
"""

from __future__ import annotations

import hmac
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from boredcrawl.cleaning.identity import known_as

if TYPE_CHECKING:
    from boredcrawl.items import Commenter

PSEUDONYM = re.compile(r"anon-[0-9a-f]{20}")
"""A name kept instead of the true one."""

MARK = re.compile(r"erased-[0-9a-f]{20}")
"""What a rewritten archive says where an erased person's name or profile stood."""

KEYED = "anon:"
"""How the identity of a comment begins that no name can be found from by trying."""

SITE = "site:"
"""How the identity of a comment begins that is the site's own id, which names nobody."""


class Seal:
    """The digests of one site under one key."""

    def __init__(self, key: bytes, site: str) -> None:
        self._key = key
        self._site = site
        # The same few people and words come again and again.
        self.digest = lru_cache(maxsize=1 << 16)(self._digest)

    def _digest(self, kind: str, text: str) -> str:
        message = f"{kind}\x1e{self._site}\x1e{text}".encode(errors="replace")
        return hmac.digest(self._key, message, "sha256").hex()[:20]

    def person(self, who: Commenter) -> str | None:
        """Digest who somebody is; None for nobody. What is a digest already stays the same.

        >>> from boredcrawl.items import Commenter
        >>> seal = Seal(b"key", "cats")
        >>> ann = seal.person(Commenter(name="Ann", url="http://www.cats.test/c/ann-1/?x=1"))
        >>> ann == seal.person(Commenter(name="Ann M.", url="https://cats.test/c/Ann-1"))
        True
        >>> ann == seal.person(Commenter(name=f"anon-{ann}")), seal.person(Commenter())
        (True, None)
        >>> ann == Seal(b"key", "dogs").person(Commenter(url="http://www.cats.test/c/ann-1/"))
        False
        """
        if who.token:
            return who.token
        if who.name and PSEUDONYM.fullmatch(who.name):
            return who.name.partition("-")[2]
        known = known_as(who)
        return self.digest("person", known) if known else None

    def phrase(self, words: tuple[str, ...]) -> str:
        """Digest a name as it is mentioned: its words."""
        return self.digest("phrase", " ".join(words))

    def identity(self, identity: str) -> str:
        """Digest a comment's identity, unless it is digested already.

        >>> seal = Seal(b"key", "cats")
        >>> seal.identity("0a1b~2").startswith("anon:"), seal.identity("0a1b~2")[-2:]
        (True, '~2')
        >>> seal.identity("anon:0a1b")
        'anon:0a1b'
        """
        if identity.startswith(KEYED):
            return identity
        name, mark, number = identity.partition("~")
        return KEYED + self.digest("identity", name) + mark + number

    @property
    def check(self) -> str:
        """A digest of nothing: it tells whether a key is the one used before."""
        return hmac.digest(self._key, b"boredcrawl", "sha256").hex()[:12]


def mark_of(who: Commenter) -> str | None:
    """Give the mark a rewritten archive has put in a person's place; None where there is none.

    >>> from boredcrawl.items import Commenter
    >>> mark = "erased-0123456789abcdef0123"
    >>> mark_of(Commenter(url=f"http://cats.test/{mark}")) == mark_of(Commenter(name=mark)) == mark
    True
    """
    if who.name and MARK.fullmatch(who.name):
        return who.name
    found = MARK.search(who.url) if who.url and "/erased-" in who.url else None
    return found[0] if found else who.token if who.token and MARK.fullmatch(who.token) else None


def pseudonym(token: str) -> str:
    """Give the name to keep instead of a person's own.

    >>> bool(PSEUDONYM.fullmatch(pseudonym("0" * 20)))
    True
    """
    return f"anon-{token}"
