"""What the scorer calls right: as a reader sees it."""

from bench.quality_threads import is_author, leaks
from boredcrawl.items import Comment, Commenter

SAID = "The hens came home before the rain, all but the speckled one who never does as she is told"


def test_a_name_is_compared_as_a_reader_sees_it():
    comment = Comment(commenter=Commenter(name="Ping 1 \u00ab What\u2019s a hen?"))

    assert is_author("Ping 1 &laquo; What&#8217;s  a hen?", comment, "https://a.example/")
    assert not is_author("Ping 2 &laquo; What&#8217;s a hen?", comment, "https://a.example/")


def test_a_comment_printed_once_is_a_leak_where_it_stands_in_the_body():
    comment = Comment(commenter=Commenter(name="Ann"), text=SAID)

    assert leaks(f"A story. {SAID}.", [comment], f"A story. Ann: {SAID}.")


def test_a_quotation_is_no_leak():
    comment = Comment(commenter=Commenter(name="Ann"), text=SAID)

    assert not leaks(f"A story. {SAID}.", [comment], f"A story. {SAID}. Ann: {SAID}.")
    assert not leaks("A story.", [comment], f"A story. Ann: {SAID}.")
