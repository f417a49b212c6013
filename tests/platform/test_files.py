"""An upload is a picture, small enough, and keeps nothing that it should not carry."""

import hashlib
import io
import os
import stat
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from jingwei.platform import files, private
from jingwei.platform.actors import Actor
from jingwei.platform.errors import Mistake
from jingwei.platform.files import store_picture
from jingwei.platform.models import StoredFile

pytestmark = pytest.mark.django_db

ACTOR = Actor(account_id=7, name="陆远")
NOW = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
ORIENTATION, GPS, LATITUDE = 0x0112, 0x8825, 2


def encoded(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    content = io.BytesIO()
    picture.save(content, kind, **how)
    return content.getvalue()


def kept(content: bytes, name: str = "门牌.jpg") -> tuple[StoredFile, Image.Image]:
    row = store_picture(content, name=name, actor=ACTOR, now=NOW)
    return row, Image.open(io.BytesIO(files.read(row)))


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it has so many pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_as_jpeg_under_a_name_of_ours(kind: str) -> None:
    row, picture = kept(encoded(Image.new("RGB", (60, 40), "navy"), kind))
    assert (picture.format, picture.size) == ("JPEG", (60, 40))
    assert files.path_of(row).name == row.id.hex
    content = files.read(row)
    assert (row.size, row.sm3) == (len(content), hashlib.new("sm3", content).hexdigest())
    assert (row.stored_by_id, row.stored_at, row.media_type) == (7, NOW, "image/jpeg")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"GIF89a" + b"\0" * 40,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"%PDF-1.7\n",
        b"MZ" + b"\0" * 100,
        encoded(Image.new("RGB", (60, 40)), "JPEG")[:300],
        encoded(Image.new("RGB", (600, 400)))[:80],
        encoded(Image.new("RGB", (9, 9)), "BMP"),
        encoded(Image.new("RGB", (9, 9)), "TIFF"),
    ],
    ids=["empty", "text", "gif", "svg", "pdf", "program", "cut jpeg", "cut png", "bmp", "tiff"],
)
def test_what_is_no_photo_is_refused_with_the_remedy_and_nothing_kept(content: bytes) -> None:
    with pytest.raises(Mistake, match="不是可以打开的照片") as caught:
        store_picture(content, name="证据.jpg", actor=ACTOR, now=NOW)
    assert "JPEG" in caught.value.remedy
    assert caught.value.field == "photo"
    assert not StoredFile.objects.exists()
    assert not files.path_of(StoredFile()).parent.parent.exists()


@pytest.mark.parametrize("side", [8_000, 20_000, 2**30])
def test_a_picture_that_would_burst_the_memory_is_refused_unopened(side: int) -> None:
    with pytest.raises(Mistake):
        store_picture(png_of(side, side), name="炸弹.png", actor=ACTOR, now=NOW)
    assert not StoredFile.objects.exists()


def test_an_upload_over_the_limit_is_refused_with_both_sizes() -> None:
    with pytest.raises(Mistake, match=r"有 8193 KB，超过 8192 KB"):
        store_picture(b"\0" * (files.LARGEST + 1024), name="大.jpg", actor=ACTOR, now=NOW)


def test_position_and_camera_are_stripped_and_the_picture_turned_upright() -> None:
    carried = Image.Exif()
    carried[ORIENTATION] = 6  # The camera was held upright: turn by 90 degrees.
    carried[0x0110] = "Phone of Lu Yuan"
    carried.get_ifd(GPS)[LATITUDE] = (34.0, 11.0, 12.0)
    row, picture = kept(encoded(Image.new("RGB", (60, 40), "white"), "JPEG", exif=carried))
    assert picture.size == (40, 60)
    assert not dict(picture.getexif())
    content = files.read(row)
    assert b"Exif" not in content
    assert b"Lu Yuan" not in content


def test_a_signature_drawn_on_nothing_lies_on_white() -> None:
    drawn = Image.new("RGBA", (80, 30), (0, 0, 0, 0))
    for x in range(10, 70):
        drawn.putpixel((x, 15), (0, 0, 0, 255))
        drawn.putpixel((x, 16), (0, 0, 0, 255))
    _, picture = kept(encoded(drawn))
    corner, stroke = picture.convert("L").getpixel((2, 2)), picture.convert("L").getpixel((40, 15))
    assert isinstance(corner, int)
    assert isinstance(stroke, int)
    assert corner > 245
    assert stroke < 90


def test_a_large_photo_is_kept_at_two_thousand_pixels() -> None:
    _, picture = kept(encoded(Image.new("RGB", (4000, 3000), "grey"), "JPEG"))
    assert picture.size == (2048, 1536)


@pytest.mark.parametrize(
    ("given", "stored"), [("../../etc/passwd", "passwd"), ("", "未命名"), ("照片" * 200, "照片" * 80)]
)
def test_a_name_from_outside_is_a_label_and_leads_nowhere(given: str, stored: str) -> None:
    row, _ = kept(encoded(Image.new("RGB", (9, 9))), given)
    assert row.name == stored
    assert files.path_of(row).name == row.id.hex


def test_no_other_account_of_the_machine_may_read_a_stored_file(settings: Settings) -> None:
    before = os.umask(0)
    try:
        row, _ = kept(encoded(Image.new("RGB", (4, 4))))
    finally:
        os.umask(before)
    place = files.path_of(row)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    for folder in (place.parent, Path(settings.MEDIA_ROOT)):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_an_earlier_release_left_open_is_closed_at_the_start(tmp_path: Path) -> None:
    uploads = tmp_path / "files"
    (uploads / "ab").mkdir(parents=True)
    uploads.chmod(0o755)
    (uploads / "ab").chmod(0o777)
    photo, elsewhere = uploads / "ab" / "abcd", tmp_path / "elsewhere"
    for place in (photo, elsewhere):
        place.write_bytes(b"x")
        place.chmod(0o644)
    (uploads / "link").symlink_to(elsewhere)
    assert private.close(uploads) == 3
    assert [stat.S_IMODE(each.stat().st_mode) for each in (uploads, uploads / "ab", photo)] == [
        0o700, 0o700, 0o600,
    ]  # fmt: skip
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o644
    assert private.close(uploads) == 0
