"""What C's allocator kept is given back: seen from outside, in a process of its own."""

import subprocess
import sys

import pytest

from boredcrawl.extensions.memory import can_give_back

LEAVE_GAPS = """
from pathlib import Path
from boredcrawl.extensions.memory import give_back

def resident():
    told = Path("/proc/self/statm").read_text().split()
    return int(told[1]) * 4096 // 1_000_000

pages = [bytes(20_000) for _ in range(10_000)]
few = pages[::100]
full = resident()
del pages
before = resident()
give_back()
print(full, before, resident())
"""


@pytest.mark.skipif(not can_give_back(), reason="this C library gives back by itself, or cannot")
def test_memory_between_what_is_still_used_goes_back_to_the_system():
    command = [sys.executable, "-c", LEAVE_GAPS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    full, before, after = map(int, done.stdout.split())

    assert before > full - 50
    assert after < full - 150
