"""What workers must know of names: the policy, the key, and who was erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from boredcrawl.db.models import Site, table
from boredcrawl.db.privacy import read_key
from boredcrawl.db.saving import erased
from boredcrawl.db.transaction import reading
from boredcrawl.reparse.tasks import Naming

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from boredcrawl.db.privacy import Privacy
    from boredcrawl.db.saving.erased import Erased

SITES = table(Site)


def naming_of(privacy: Privacy, engine: Engine | None, *, with_erased: bool) -> Naming:
    """Gather what is to become of names.

    Where a database stores the visits it takes erased people out itself; for Parquet the workers
    must, so that with `with_erased` they are told of whom. Raises `DatabaseTrouble` or
    `WrongOption` where the key for that is not the one, or not there.
    """
    gone: dict[str, Erased] = {}
    if with_erased and engine is not None:
        with reading(engine) as connection:
            sites = {
                row.id: row.name for row in connection.execute(select(SITES.c.id, SITES.c.name))
            }
            found = erased.read(connection, sites)
            for number, people in found.items():
                if people.persons or people.phrases:
                    erased.seal_of(connection, privacy, sites[number], number)
                    gone[sites[number]] = people
    is_needed = privacy.names != "keep" or bool(gone)
    key = read_key(privacy.key_file, make=with_erased and not gone) if is_needed else None
    return Naming(names=privacy.names, key=key, erased=gone)
