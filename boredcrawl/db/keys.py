"""The key asked for before anything is fetched: the right one, or a new one where none was used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from boredcrawl.db.models import Erasure, Site, table
from boredcrawl.db.saving.erased import seal_of
from boredcrawl.db.transaction import reading

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from boredcrawl.db.privacy import Privacy

ERASURES, SITES = table(Erasure), table(Site)


def require_key(engine: Engine, privacy: Privacy | None) -> None:
    """Refuse to go on without the key the database needs; where it needs none yet, make one.

    None is made where names are kept and nobody was erased: then nothing asks for it.
    """
    query = select(SITES.c.name, SITES.c.id).join(ERASURES, ERASURES.c.site_id == SITES.c.id)
    with reading(engine) as connection:
        needing = list(connection.execute(query.distinct()))
        for name, number in needing:
            seal_of(connection, privacy, name, number)
    if privacy is not None and privacy.names != "keep" and not needing:
        privacy.seal("", make=True)
