"""Takes in files: proved by their content to be what they claim, stored under a name of ours; pictures stripped."""

import hashlib
import io
import uuid
import zipfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from jingwei.platform import private
from jingwei.platform.actors import Actor
from jingwei.platform.errors import Mistake
from jingwei.platform.models import StoredFile

LARGEST = 8 * 1024 * 1024  # bytes
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2048  # pixels kept

LARGEST_ATTACHMENT = 20 * 1024 * 1024  # bytes
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
# By the ending of the name; the content has to agree.
ATTACHMENTS = {
    ".xlsx": XLSX,
    ".xls": XLS,
    ".docx": DOCX,
    ".pdf": PDF,
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
BEGINNINGS = {b"%PDF-": PDF, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": XLS}
INSIDE = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX}


def store_picture(content: bytes, *, name: str, actor: Actor, now: datetime) -> StoredFile:
    """Store a JPEG, PNG or WebP picture as JPEG; raises Mistake when it is none or too large."""
    return store(as_jpeg(content, name=name), name=name, media_type="image/jpeg", actor=actor, now=now)


def as_jpeg(content: bytes, *, name: str) -> bytes:
    """Return a picture as it is stored: upright, no larger than need be, without anything it carried along."""
    if len(content) > LARGEST:
        raise Mistake(
            f"照片“{name}”有 {len(content) // 1024} KB，超过 {LARGEST // 1024} KB", "压缩后再传", "photo"
        )
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Mistake(f"照片“{name}”的像素过多", "缩小后再传", "photo")
            upright = _on_white(ImageOps.exif_transpose(picture))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Mistake(
            f"“{name}”不是可以打开的照片", "请重新拍摄，格式用 JPEG、PNG 或 WebP", "photo"
        ) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    kept = io.BytesIO()
    upright.save(kept, "JPEG", quality=85)
    return kept.getvalue()


def store_attachment(content: bytes, *, name: str, actor: Actor, now: datetime) -> StoredFile:
    """Store a spreadsheet, document or picture that somebody attached; what it is, its content decides.

    Raises Mistake for another kind of file, one whose content is not what its name says, one with macros, and one that
    is empty or larger than 20 MB.
    """
    name = Path(name).name
    wanted = ATTACHMENTS.get(Path(name).suffix.lower())
    if wanted is None:
        raise Mistake(f"“{name}”的格式不收", f"改存为 {'、'.join(ATTACHMENTS)} 之一", "file")
    if not content:
        raise Mistake(f"“{name}”是空文件", "核对后重新选择", "file")
    if len(content) > LARGEST_ATTACHMENT:
        raise Mistake(
            f"“{name}”有 {len(content) // 1024 // 1024} MB，超过 {LARGEST_ATTACHMENT // 1024 // 1024} MB",
            "压缩或分开后再传",
            "file",
        )
    if wanted.startswith("image/"):
        return store_picture(content, name=name, actor=actor, now=now)
    if _content_type(content) != wanted:
        raise Mistake(f"“{name}”的内容与扩展名不符", "用原来的程序打开，另存后再传；带宏的去掉宏", "file")
    return store(content, name=name, media_type=wanted, actor=actor, now=now)


def store(content: bytes, *, name: str, media_type: str, actor: Actor, now: datetime) -> StoredFile:
    """Store bytes as they are. The file is written before its row, so that a row never points at nothing."""
    row = StoredFile(
        id=uuid.uuid4(),
        name=Path(name).name[:160] or "未命名",
        media_type=media_type,
        size=len(content),
        sm3=hashlib.new("sm3", content).hexdigest(),
        stored_at=now,
        stored_by_id=actor.account_id,
    )
    place = path_of(row)
    private.make_folder(place.parent)
    private.write(place, content)
    row.save(force_insert=True)
    return row


def read(row: StoredFile) -> bytes:
    """Return the content of a stored file."""
    return path_of(row).read_bytes()


def path_of(row: StoredFile) -> Path:
    """Return where the content lies: a folder by the first two digits of its id."""
    return Path(settings.MEDIA_ROOT) / row.id.hex[:2] / row.id.hex


def _content_type(content: bytes) -> str:
    """Return what a document is by its content, empty for what we do not take; nothing is unpacked."""
    for beginning, media_type in BEGINNINGS.items():
        if content.startswith(beginning):
            return media_type
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return ""
    if any(each.endswith("vbaProject.bin") for each in names):
        return ""
    return next((media_type for part, media_type in INSIDE.items() if part in names), "")


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the picture without transparency: a signature drawn on nothing must not turn black."""
    drawn = picture.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(paper, drawn).convert("RGB")
