"""`boredcrawl warc …` as it is typed."""

import gzip
import json
import shlex
import zipfile

import pytest

from boredcrawl.archive.cdxj import index_path
from boredcrawl.archive.repair import repair
from boredcrawl.cli import main

PAGE = b"<html><title>Cats &amp; co</title><p>meow"


@pytest.fixture
def run(capsys, monkeypatch):
    """Type a command; give what it prints."""

    def typed(command, code=0):
        monkeypatch.setattr("sys.argv", shlex.split(command))
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()

        assert ended.value.code == code, said
        return said.out + said.err

    return typed


@pytest.fixture
def folder(archive, exchange, tmp_path):
    """An archive of three answers of one page: compressed, as another page's, and a newer one."""
    packed = gzip.compress(PAGE)
    headers = ((b"Content-Type", b"text/html"), (b"Content-Encoding", b"gzip"))
    archive(
        exchange(0, body=packed, headers=headers),
        exchange(1, body=packed, headers=headers),
        exchange(9, body=b"not here", status=404),
        exchange(60, url="http://cats.test/0", body=b"<title>Newer</title>"),
    )
    return tmp_path


def test_ls_says_what_is_there_and_where(folder, run):
    lines = run(f"boredcrawl warc ls {folder}").splitlines()
    told = [json.loads(line) for line in run(f"boredcrawl warc ls {folder} --json").splitlines()]
    one = run(f"boredcrawl warc ls {folder} --url *test/1")

    assert [line.split()[2:4] for line in lines] == [
        ["200", "text/html"],
        ["200", "warc/revisit"],
        ["404", "text/html"],
        ["200", "text/html"],
    ]
    assert told[0]["fetched_at"] == "2026-11-22T12:00:00Z"
    assert one.count("\n") == 1
    assert run(f"boredcrawl warc extract {told[0]['place']}") == PAGE.decode()


def test_extract_gives_the_newest_answer_or_the_one_of_a_moment(folder, run, tmp_path):
    url = f"http://cats.test/0 {folder}"
    run(f"boredcrawl warc extract {url} --at 2026-11-22T12:00:10 --as-sent --out {tmp_path}/sent")

    assert run(f"boredcrawl warc extract {url}") == "<title>Newer</title>"
    assert gzip.decompress((tmp_path / "sent").read_bytes()) == PAGE
    assert "Content-Encoding: gzip" in run(
        f"boredcrawl warc extract http://cats.test/1 {folder} --headers"
    )


def test_extract_finds_a_payload_that_was_written_once(folder, run):
    revisit = run(f"boredcrawl warc ls {folder} --url *test/1").split()[-1]

    assert run(f"boredcrawl warc extract http://cats.test/1 {folder}") == PAGE.decode()
    assert run(f"boredcrawl warc extract {revisit} {folder}") == PAGE.decode()


def test_what_is_not_there_is_one_line(folder, run):
    said = run(f"boredcrawl warc extract http://dogs.test/ {folder}", code=5)

    assert said == "boredcrawl: http://dogs.test/ is not in the archive\n"


def test_check_names_the_record_that_was_changed(folder, run, warc_files):
    (path,) = warc_files()
    whole = run(f"boredcrawl warc check {folder}")
    data = gzip.decompress(path.read_bytes()).replace(b"not here", b"not hare")
    changed = folder / "changed.warc"
    changed.write_bytes(data)
    said = run(f"boredcrawl warc check {changed}", code=5)

    assert whole.endswith(": 4 metadata, 4 request, 3 response, 1 revisit, 1 warcinfo: ok\n")
    assert said.endswith("is not what was written (http://cats.test/9)\n")


def test_check_sees_a_torn_end_and_an_index_of_another_file(folder, run, warc_files):
    (path,) = warc_files()
    index_path(path).write_text("")
    path.write_bytes(path.read_bytes()[:-20])
    said = run(f"boredcrawl warc check {folder}", code=5)

    assert "1 torn end\n" in said
    assert "boredcrawl warc index" in said


def test_index_is_made_where_there_is_none(folder, run, warc_files):
    (path,) = warc_files()
    kept = index_path(path).read_text()
    index_path(path).unlink()

    assert run(f"boredcrawl warc index {folder}") == f"{index_path(path)}\n"
    assert run(f"boredcrawl warc index {folder}") == ""
    assert index_path(path).read_text() == kept


def test_pack_lists_the_pages_by_title(folder, run, warc_files):
    said = run(f"boredcrawl warc pack {folder} --out {folder}/cats.wacz")
    with zipfile.ZipFile(folder / "cats.wacz") as wacz:
        head, *pages = map(json.loads, wacz.read("pages/pages.jsonl").splitlines())

        assert wacz.read(f"archive/{warc_files()[0].name}") == warc_files()[0].read_bytes()
        heads = [info.header_offset for info in wacz.infolist()]
    packed = (folder / "cats.wacz").read_bytes()

    # ReplayWeb.page reads on from behind the shortest header there is: one with nothing extra.
    assert {packed[at + 28 : at + 30] for at in heads} == {b"\0\0"}
    assert head["format"] == "json-pages-1.0"
    assert [page["title"] for page in pages] == ["Cats & co", "Cats & co", "Newer"]
    assert "1 files, 3 pages" in said
    assert "call it cats.wacz" in run(f"boredcrawl warc pack {folder} --out cats.zip", code=1)


def test_an_index_of_another_file_is_passed_over(folder, run, warc_files):
    (path,) = warc_files()
    told = run(f"boredcrawl warc ls {path}")
    index_path(path).write_text(index_path(path).read_text().replace(path.name, "other.warc.gz"))
    said = run(f"boredcrawl warc check {path}", code=5)
    run(f"boredcrawl warc pack {path} --out {folder}/cats.wacz")
    with zipfile.ZipFile(folder / "cats.wacz") as wacz:
        packed = gzip.decompress(wacz.read("indexes/index.cdx.gz"))

    assert run(f"boredcrawl warc ls {path}") == told
    assert run(f"boredcrawl warc extract http://cats.test/0 {path}") == "<title>Newer</title>"
    assert f"boredcrawl warc index --all {path}" in said
    assert b"other.warc.gz" not in packed
    run(f"boredcrawl warc index --all {path}")
    run(f"boredcrawl warc check {path}")


@pytest.mark.usefixtures("folder")
def test_an_index_that_is_no_index_is_passed_over(run, warc_files):
    (path,) = warc_files()
    told = run(f"boredcrawl warc ls {path}")
    index_path(path).write_bytes(b"\xff\xfe what is this\n")

    assert run(f"boredcrawl warc ls {path}") == told
    assert "another file's" in run(f"boredcrawl warc check {path}", code=5)


def test_what_is_compressed_in_one_piece_is_listed_but_not_indexed(folder, run, warc_files):
    (path,) = warc_files()
    whole = folder / "whole.warc.gz"
    whole.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())))
    told = [json.loads(line) for line in run(f"boredcrawl warc ls {whole} --json").splitlines()]

    assert [one["url"] for one in told] == [
        json.loads(line)["url"] for line in run(f"boredcrawl warc ls {path} --json").splitlines()
    ]
    assert min(one["bytes"] for one in told) > 0
    assert run(f"boredcrawl warc extract {told[0]['place']}") == PAGE.decode()
    assert run(f"boredcrawl warc check {whole}").endswith(": ok\n")
    assert "warcio recompress" in run(f"boredcrawl warc index {whole}", code=5)
    assert "warcio recompress" in run(f"boredcrawl warc pack {whole} --out {folder}/x.wacz", code=5)
    assert not index_path(whole).exists()


def test_a_place_that_cannot_be_written_to_is_one_line(folder, run):
    (folder / "file").touch()

    said = run(f"boredcrawl warc pack {folder} --out {folder}/file/x.wacz", code=5)
    assert said.startswith(f"boredcrawl: cannot write {folder}/file/x.wacz: ")
    assert said.count("\n") == 1


def test_check_promises_to_cut_off_only_what_the_next_crawl_will(folder, run, warc_files):
    (path,) = warc_files()
    index_path(path).unlink()
    path.write_bytes(path.read_bytes()[:-20])
    copy = folder / "theirs.warc.gz"
    copy.write_bytes(path.read_bytes())

    assert "the next crawl cuts it off" in run(f"boredcrawl warc check {path}", code=5)
    assert "1 torn end\n" in run(f"boredcrawl warc check {copy}", code=5)
    repair(folder)
    run(f"boredcrawl warc check {path}")
