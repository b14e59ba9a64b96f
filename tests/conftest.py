"""What all tests share."""

import os

from hypothesis import settings

# Where a push is judged, the same examples every time; at a desk, new ones.
settings.register_profile("judged", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("judged")
