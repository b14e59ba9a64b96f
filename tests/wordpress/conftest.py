import pytest
from real_wordpress import WordPress, missing


@pytest.fixture(scope="session")
def wordpress():
    if reason := missing():
        pytest.skip(reason)
    with WordPress(posts=12) as site:
        yield site
