"""How much memory `boredcrawl export` takes, in every form, of a small archive and a large one.

    python -m bench.exports SMALL_URL LARGE_URL [FORMAT ...]

The databases are to be ones that bench/large_data.py filled. Prints a line of Markdown a form:
the most memory the process held, as the kernel counts it, how large what it wrote is, and how
long its processor worked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from boredcrawl.cli.export import Format


def measure(url: str, style: str) -> tuple[float, float, float]:
    """Export everything; give the peak and the size of what was written in MB, and seconds."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "out"
        words = ["export", "--format", style, "--output", str(output), "--database", url]
        process = subprocess.Popen([Path(sys.executable).with_name("boredcrawl"), *words])
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, style
        files = output.rglob("*") if output.is_dir() else [output]
        size = sum(file.stat().st_size for file in files if file.is_file())
        shutil.rmtree(output, ignore_errors=True)
    return used.ru_maxrss / 1024, size / 1e6, used.ru_utime + used.ru_stime


def main(small: str, large: str, *styles: str) -> None:
    """Measure every form on both."""
    print(
        "| form | peak: small, large (MB) | written (MB) | worked (s) |\n| --- | --- | --- | --- |"
    )
    for style in styles or tuple(Format):
        (low, _, _), (high, size, seconds) = measure(small, style), measure(large, style)
        print(f"| `{style}` | {low:.0f}, {high:.0f} | {size:,.0f} | {seconds:.0f} |", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
