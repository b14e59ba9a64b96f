"""What alembic runs: the migrations, on a connection given, or on the database named.

By hand: `alembic upgrade head` migrates $BOREDCRAWL_DATABASE_URL, or the database given
with `-x url=…`, or the default one. `open_database` hands its own connection over.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from alembic import context

from boredcrawl.db.connection import database_url, make_engine
from boredcrawl.db.migrate import locked
from boredcrawl.db.models import Base

DEFAULT = "sqlite:///archive/boredcrawl.db"


def named_url() -> str:
    """Give the URL of the database to migrate."""
    given = context.get_x_argument(as_dictionary=True).get("url")
    return given or os.environ.get("BOREDCRAWL_DATABASE_URL") or DEFAULT


def run_online() -> None:
    """Migrate a database."""
    given = context.config.attributes.get("connection")
    if given is not None:
        run_on(given)
        return
    url = database_url(named_url())
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(url)
    with locked(engine) as connection:
        run_on(connection)
    engine.dispose()


def is_modelled(name: str | None, kind: str, parents: object) -> bool:
    """Leave the search indexes out of the comparison with the models, which know none of them."""
    del parents
    # article_search, and SQLite's own tables behind it: article_search_data, article_search_idx …
    return not (kind == "table" and re.fullmatch(r"\w+_search(_\w+)?", name or ""))


def run_on(connection) -> None:  # noqa: ANN001
    """Migrate over an open connection, in its transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_name=is_modelled,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


def run_offline() -> None:
    """Print the SQL instead of running it."""
    context.configure(
        url=database_url(named_url()),
        target_metadata=Base.metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
