"""The words of deleted texts taken out of the indexes, where deleting alone leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from boredcrawl.db.search.documents import DOCUMENTS

if TYPE_CHECKING:
    from sqlalchemy import Connection


def forget(connection: Connection) -> None:
    """Leave no word in the indexes that is in no text; vacuum the database afterwards.

    FTS5 notes beside a word that a row with it was deleted, and GIN keeps a word in its tree
    when the last row with it is gone. Both are made whole again here, which takes seconds on
    a million comments, as merging or making an index does.
    """
    for document in DOCUMENTS:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"REINDEX INDEX ix_{document.fulltext}_vector"))
        else:
            name = document.fulltext
            connection.execute(text(f"INSERT INTO {name} ({name}) VALUES ('optimize')"))  # noqa: S608 - our own names
