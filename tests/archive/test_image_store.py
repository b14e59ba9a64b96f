"""Image files on a disk and elsewhere: whole or not there."""

import hashlib
import itertools
import os

import pytest
from scrapy.settings import Settings

from boredcrawl.archive.image_check import check
from boredcrawl.archive.image_store import image_path, open_store
from boredcrawl.archive.image_wishes import ImageWishes
from boredcrawl.exceptions import ArchiveTrouble, WrongOption

NUMBERS = itertools.count()
DATA = b"\xff\xd8\xff\xe0 not much of a cat"
SHA256 = hashlib.sha256(DATA).hexdigest()
PATH = image_path(SHA256, "image/jpeg")


@pytest.fixture(params=["", "file://", "memory://"])
def store(request, tmp_path):
    """A folder, the same by URL, and a store of fsspec's."""
    if request.param == "memory://":
        return open_store("archive", f"memory://bucket-{next(NUMBERS)}/deep")
    return open_store(str(tmp_path), f"file://{tmp_path}" if request.param else "")


def test_a_file_is_kept_once_and_read_as_it_was(store):
    assert store.put(PATH, DATA)
    assert not store.put(PATH, DATA)
    assert store.read(PATH) == DATA
    assert list(store.files()) == [PATH]


def test_a_file_that_is_not_there_is_no_error(store):
    assert store.read(PATH) is None
    assert list(store.files()) == []


def test_a_damaged_file_is_written_anew(store):
    store.put(PATH, DATA[::-1])

    assert check(store, [(PATH, SHA256)]).damaged == [PATH]
    assert store.put(PATH, DATA)
    assert check(store, [(PATH, SHA256)]).whole == 1


def test_half_a_file_of_a_killed_process_is_strange_and_in_nobodys_way(tmp_path):
    half = tmp_path / f"{PATH}.1.part"
    half.parent.mkdir(parents=True)
    half.write_bytes(DATA[:5])
    store = open_store(str(tmp_path))
    store.put(PATH, DATA)

    assert check(store, [(PATH, SHA256)]).strange == [f"{PATH}.1.part"]


def test_a_disk_that_takes_nothing_is_trouble_with_a_name(tmp_path):
    (tmp_path / "images").write_text("a file where a folder should be")

    with pytest.raises(ArchiveTrouble, match="cannot write"):
        open_store(str(tmp_path)).put(PATH, DATA)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the kernel's full disk")  # noqa: PTH110
def test_a_full_disk_leaves_no_half_file(tmp_path):
    part = tmp_path / f"{PATH}.{os.getpid()}.part"
    part.parent.mkdir(parents=True)
    part.symlink_to("/dev/full")

    with pytest.raises(ArchiveTrouble, match="No space left"):
        open_store(str(tmp_path)).put(PATH, DATA)
    assert list(open_store(str(tmp_path)).files()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IMAGES", "ALL"),
        ("IMAGES_MAX_BYTES", "much"),
        ("IMAGES_MAX_PIXELS", "0"),
        ("IMAGES_STORE", "gopher://a/b"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused_by_its_name(name, value):
    settings = Settings()
    settings.setmodule("boredcrawl.settings")
    settings.set(name, value)

    with pytest.raises(WrongOption, match=f"^{name}="):
        ImageWishes.of(settings)
