"""What a file is, told by its bytes alone."""

import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from boredcrawl.cleaning.image_files import MIMES, read_image
from boredcrawl.exceptions import ImageRefused
from boredcrawl.replica.odd_images import odd_image

UPLOAD = "/blog/wp-content/uploads/2026/01/cat-6978fac0c3540__700.jpg"
MANY = 50_000_000


def made(kind, **options):
    file = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", MIMES)
def test_every_kept_type_is_known_by_its_content(kind):
    data = made(kind)
    facts = read_image(data, max_pixels=MANY)

    assert (facts.mime, facts.width, facts.height) == (MIMES[kind], 256, 256)
    assert (facts.sha256, facts.bytes) == (hashlib.sha256(data).hexdigest(), len(data))


def test_the_same_picture_in_two_formats_has_nearly_the_same_perceptual_hash():
    one, other, mirrored = (
        int(read_image(data, max_pixels=MANY).phash, 16)
        for data in (
            odd_image(UPLOAD, "png")[0],
            odd_image(UPLOAD, "avif")[0],
            odd_image(UPLOAD.replace("6978", "1234"), "png")[0],
        )
    )

    assert (one ^ other).bit_count() <= 4
    assert (one ^ mirrored).bit_count() > 10


def test_an_animation_counts_by_its_first_picture():
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])

    assert read_image(file.getvalue(), max_pixels=MANY).width == 40


@pytest.mark.parametrize(
    ("what", "name"), [("bomb", "too_many_pixels"), ("svg", "svg"), ("html", "html")]
)
def test_a_trap_is_refused_by_its_name(what, name):
    with pytest.raises(ImageRefused, match=f"^{name}$"):
        read_image(odd_image(UPLOAD, what)[0], max_pixels=MANY)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "ICO"])
def test_other_types_are_not_decoded(kind):
    with pytest.raises(ImageRefused, match=r"^unknown_type$"):
        read_image(made(kind), max_pixels=MANY)


def test_nothing_is_no_picture():
    with pytest.raises(ImageRefused, match=r"^empty$"):
        read_image(b"", max_pixels=MANY)


@pytest.mark.parametrize("kind", MIMES)
def test_half_a_file_is_broken(kind):
    data = made(kind)

    with pytest.raises(ImageRefused, match=r"^broken$|^unknown_type$"):
        read_image(data[: len(data) // 2], max_pixels=MANY)


PICTURES = {kind: made(kind) for kind in MIMES}


@given(st.sampled_from(sorted(MIMES)), st.integers(0), st.binary(min_size=1, max_size=8))
def test_whatever_is_damaged_is_read_or_refused_by_a_name(kind, place, noise):
    data = bytearray(PICTURES[kind])
    place %= len(data)
    data[place : place + len(noise)] = noise
    try:
        facts = read_image(bytes(data), max_pixels=MANY)
    except ImageRefused as refusal:
        assert str(refusal) in {"broken", "unknown_type", "too_many_pixels", "svg", "html"}  # noqa: PT017
    else:
        assert facts.sha256 == hashlib.sha256(data).hexdigest()
