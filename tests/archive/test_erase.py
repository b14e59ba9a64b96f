"""A person taken out of WARC files: in whatever way a page or an answer says the name."""

import fcntl
import gzip
import json
import subprocess
import sys
import zlib

import brotli
import pytest

from boredcrawl.archive import erase
from boredcrawl.archive.cdxj import index_path
from boredcrawl.archive.check import check
from boredcrawl.archive.exchange import Resource
from boredcrawl.archive.index import build_index
from boredcrawl.archive.person import Person, without
from boredcrawl.archive.reader import read_at, read_records
from boredcrawl.exceptions import ArchiveTrouble

MARK = "erased-0123456789abcdef0123"
PROFILE = "https://www.cats.test/user/zo-ohara-77/"
LONG = "My café was robbed by a heron & nobody, not even <b>I</b>, believed it."
ZO = Person(
    mark=MARK,
    names=("Zö O'Hara",),
    urls=(PROFILE,),
    texts=(LONG, "So true!"),
    htmls=('<p>So true!</p><img src="https://img.cats.test/zo-on-a-boat-2026.jpg">',),
)
HEAD = '<li><a href="/user/zo-ohara-77/">Zö O&#39;Hara</a> <i>Member</i> <p>{}</p></li>'
PAGE = (
    "<!DOCTYPE html>\n<title>Cats</title><ul>"
    + HEAD.format(
        "My caf&eacute; was <a href='http://spam.test/zo'>robbed</a> by a heron &amp; nobody,"
        " not even &lt;b&gt;I&lt;/b&gt;,\n<br>believed it."
    )
    + HEAD.format("So true!")
    + '<li><a href="/user/cy/">Cy</a> <p>So true!</p></li>'
    + '<li><a href="/user/cy/">Cy</a> <p>@Zö O\'Hara: So true! Zöe O Hara</p></li></ul>'
    + "<script>var data = {};</script>"
)
DATA = json.dumps([{"author": "Zö O'Hara", "url": PROFILE.replace("/", "\\/"), "text": LONG}])
SIGNS = ("O'Hara:", "O&#39;Hara", "Z\\u00f6 O", "zo-ohara", "robbed", "heron", "spam.test")


@pytest.fixture
def erased(tmp_path):
    """Take Zö out of the archive; give what was found, and the places files were settled at."""

    def run(person=ZO, site="cats"):
        found = erase.find(tmp_path, person, site)
        settled = {}
        erase.erase(tmp_path, person, found, settled.__setitem__)
        return found, settled

    return run


def page(data=DATA):
    return PAGE.format(data).encode()


def is_clean(text):
    return [sign for sign in SIGNS if sign in text] == []


def packed_as(encoding, body):
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
    return pack[encoding](body)


def warcio(*words):
    command = [sys.executable, "-m", "warcio.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_page_keeps_its_shape_and_what_others_say():
    clean = without(page().decode(), ZO)

    assert is_clean(clean)
    assert clean.count(f'<a href="/{MARK}">{MARK}</a>') == 2
    assert f'<a href="/user/cy/">Cy</a> <p>@{MARK}: So true! Zöe O Hara</p>' in clean
    assert '<a href="/user/cy/">Cy</a> <p>So true!</p>' in clean
    assert "<i>Member</i> <p>[erased]<a></a>&lt;b&gt;&lt;/b&gt;<br></p>" in clean
    assert clean.count("<li>") == 4


@pytest.mark.parametrize("times", [1, 2])
def test_data_in_a_script_is_scrubbed_through_its_escapes(times):
    data = json.dumps({"name": "Zö O'Hara", "path": "/user/zo-ohara-77", "said": [LONG]})
    for _ in range(times):
        data = json.dumps(data)
    clean = without(f"<script>push({data})</script>", ZO)
    read = json.loads(clean.removeprefix("<script>push(").removesuffix(")</script>"))
    for _ in range(times):
        read = json.loads(read)

    assert read["name"] == MARK
    assert read["path"] == f"/{MARK}"
    assert "heron" not in clean


def test_a_page_without_the_person_is_left_alone():
    assert without("<p>Zo and Hara, /user/zo-ohara-771/</p>", ZO) is None


def test_a_name_others_bear_is_taken_only_next_to_the_profile():
    shared = Person(mark=MARK, names=("Zö",), urls=(PROFILE,), is_unique=False)
    text = f'<a href="/user/zo-ohara-77/">Zö</a>{" cat" * 200}<a href="/user/z2/">Zö</a>'

    assert without(text, shared) == text.replace("/user/zo-ohara-77/", f"/{MARK}").replace(
        ">Zö<", f">{MARK}<", 1
    )


def test_a_writer_keeps_name_and_profile_but_not_what_they_said_as_a_reader():
    writer = Person(mark=MARK, names=("Zö",), urls=(PROFILE,), texts=("So true!",), is_writer=True)

    assert without(HEAD.format("So true!"), writer) == HEAD.format("[erased]")


def test_a_name_without_words_is_taken_as_it_stands():
    pandas = Person(mark=MARK, names=("🐼🐼",))

    assert without("<b>🐼🐼</b>", pandas) == f"<b>{MARK}</b>"
    assert json.loads(without(json.dumps({"name": "🐼🐼"}), pandas)) == {"name": MARK}
    assert without("<b>&#128060;&#x1f43c;</b>", pandas) == f"<b>{MARK}</b>"


@pytest.mark.parametrize("encoding", [None, "gzip", "deflate", "br"])
def test_records_stay_right_however_they_were_sent(archive, erased, exchange, tmp_path, encoding):
    body = page() if encoding is None else packed_as(encoding, page())
    headers = [
        (b"Content-Type", b"text/html; charset=utf-8"),
        (b"Content-Length", b"%d" % len(body)),
    ]
    if encoding:
        headers.append((b"Content-Encoding", encoding.encode()))
    places = archive(exchange(0), exchange(1, body=body, headers=tuple(headers)), exchange(2))
    before = [read_at(tmp_path / place.file, place.offset) for place in places]
    found, settled = erased()
    (file,) = settled
    after = list(read_records(tmp_path / file))

    assert found.records == 1
    assert is_clean(after[1].body.decode())
    assert [(r.url, r.fetched_at, r.status) for r in after] == [
        (r.url, r.fetched_at, r.status) for r in before
    ]
    assert [after[0].raw, after[2].raw] == [before[0].raw, before[2].raw]
    assert dict(after[1].headers)[b"Content-Length"] == b"%d" % len(after[1].raw)
    assert settled[file] == {r.fetched_at: [r.offset] for r in after}
    if encoding != "br":  # its own reader fails on brotli
        assert warcio("check", tmp_path / file).returncode == 0


def test_the_index_speaks_of_the_records_as_they_are(archive, erased, exchange, tmp_path):
    archive(exchange(0, body=page()), exchange(1))
    _, settled = erased()
    (file,) = settled
    path = tmp_path / file
    lines = index_path(path).read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line.split(" ", 2)[2]) for line in lines]
    written = index_path(path).read_bytes()
    build_index(path)

    assert [[int(e["offset"])] for e in entries] == list(settled[file].values())
    assert index_path(path).read_bytes() == written
    assert check(path).troubles == []


def test_a_revisit_still_finds_the_payload_it_means(archive, erased, exchange, tmp_path):
    archive(exchange(0, body=page()), exchange(1, body=page()))
    found, settled = erased()
    (file,) = settled
    first, again = read_records(tmp_path / file)

    assert found.records == 2
    assert (first.kind, again.kind) == ("response", "revisit")
    assert again.body == first.body
    assert is_clean(again.body.decode())


def test_answers_of_endpoints_and_pages_made_whole_are_scrubbed(
    archive, erased, exchange, moment, tmp_path
):
    data = json.dumps({"html": HEAD.format(LONG.replace("<b>I</b>", "I"))}).encode()
    headers = ((b"Content-Type", b"application/json"),)
    whole = Resource(url="http://cats.test/w", fetched_at=moment, mime="text/html", body=page())
    archive(exchange(0, body=data, headers=headers), whole)
    _, settled = erased()
    (file,) = settled

    assert all(is_clean(record.body.decode()) for record in read_records(tmp_path / file))


def test_the_profile_page_itself_goes_with_its_request(archive, erased, exchange, tmp_path):
    archive(exchange(0), exchange(1, url=PROFILE), exchange(2))
    erased()
    (path,) = (tmp_path / "warc").glob("*.warc.gz")

    assert [r.url for r in read_records(path)] == ["http://cats.test/0", "http://cats.test/2"]
    assert b"zo-ohara" not in gzip.decompress(path.read_bytes())


def test_a_file_a_crawl_is_writing_is_refused_and_nothing_is_changed(
    archive, erased, exchange, tmp_path
):
    archive(exchange(0, body=page()))
    archive(exchange(1, body=page()))
    _, busy = sorted((tmp_path / "warc").glob("*.warc.gz"))
    before = [p.read_bytes() for p in sorted((tmp_path / "warc").iterdir())]
    with busy.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(ArchiveTrouble, match="is being written by a crawl"):
            erased()

    assert [p.read_bytes() for p in sorted((tmp_path / "warc").iterdir())] == before


def test_a_file_without_compression_is_rewritten_as_one(archive, erased, exchange, tmp_path):
    archive(exchange(0, body=page()), exchange(1))
    (packed,) = (tmp_path / "warc").glob("*.warc.gz")
    plain = packed.with_suffix("")
    plain.write_bytes(gzip.decompress(packed.read_bytes()))
    packed.unlink()
    index_path(packed).unlink()
    erased()

    assert is_clean(plain.read_text(encoding="utf-8"))
    assert warcio("check", plain).returncode == 0


def test_a_file_packed_as_one_stream_is_refused(archive, erased, exchange, tmp_path):
    archive(exchange(0, body=page()), exchange(1))
    (path,) = (tmp_path / "warc").glob("*.warc.gz")
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())))
    before = path.read_bytes()

    with pytest.raises(ArchiveTrouble, match="warcio recompress"):
        erased()
    assert path.read_bytes() == before


def test_files_of_other_sites_are_left_alone(archive, erased, exchange, tmp_path):
    archive(exchange(0, body=page()), facts={"isPartOf": "dogs"})
    (path,) = (tmp_path / "warc").glob("*.warc.gz")
    before = path.read_bytes()
    found, _ = erased(site="cats")

    assert found.records == 0
    assert path.read_bytes() == before


def test_a_second_time_there_is_nothing_to_do(archive, erased, exchange):
    archive(exchange(0, body=page()))
    erased()
    found, _ = erased()

    assert found.records == 0


def test_a_second_time_tells_what_an_interruption_left_untold(archive, erased, exchange, tmp_path):
    archive(exchange(0, body=page()), exchange(1))

    def fail(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        erase.erase(tmp_path, ZO, erase.find(tmp_path, ZO, "cats"), fail)
    found, settled = erased()
    ((file, places),) = settled.items()

    assert found.records == 0
    assert places == {r.fetched_at: [r.offset] for r in read_records(tmp_path / file)}
