from __future__ import annotations

from hypothesis import settings

# How long reading takes is measured by bench/, not by whatever else the machine is doing.
settings.register_profile("cleaning", deadline=None)
settings.load_profile("cleaning")
