"""Whether it is safe to look for garbage seldom: pages must leave none that waits for it."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from boredcrawl.cleaning.normalise import normalise, strip_boilerplate
from boredcrawl.cleaning.threads import thread

PAGE = """<html><head><title>Cats</title></head><body><h1>A story of cats</h1>
<p>Once there was a cat that lived in a library and knew all of its readers by name.</p>
<p>Advertisement</p><img src="/cat.jpg"><ul id="comments">
<li class="comment" id="comment-1"><a class="author" href="/u/ann">Ann</a>
<time>2 hours ago</time><p>What a cat.</p><a>Reply</a></li>
<li class="comment" id="comment-2"><a class="author" href="/u/bob">Bob</a>
<time>1 hour ago</time><p>What a library.</p><a>Reply</a></li></ul></body></html>"""


@pytest.fixture
def _nothing_collected():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_nothing_collected")
def test_a_page_that_was_read_leaves_no_cycles_behind(read):
    def read_whole():
        page = read(PAGE)
        article = page.to_item()
        strip_boilerplate(article, page.site.boilerplate)
        normalise(article)
        thread(article)
        return len(article.comments)

    comments = read_whole()  # what is made once, and kept
    gc.collect()
    read_whole()

    assert (comments, gc.collect()) == (2, 0)


def test_a_process_that_reads_pages_looks_for_garbage_seldom():
    code = (
        "import gc; from boredcrawl.collecting import SELDOM, collect_seldom;"
        "collect_seldom(); kept = gc.get_freeze_count(); collect_seldom();"
        "print(gc.get_threshold()[0] == SELDOM, kept > 0, gc.get_freeze_count() <= kept)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["True", "True", "True"]
