"""Pictures of QR codes: for Chromium's fake camera, and as a photo."""

import io
from pathlib import Path

import segno
from PIL import Image

WIDTH, HEIGHT = 640, 480


def qr_picture(text: str) -> Image.Image:
    """Return a grey picture of the size of a camera's frame with the code in its middle."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=8, border=4)
    frame = Image.new("L", (WIDTH, HEIGHT), 255)
    code = Image.open(drawn).convert("L")
    frame.paste(code, ((WIDTH - code.width) // 2, (HEIGHT - code.height) // 2))
    return frame


def write_video(path: Path, picture: Image.Image, *, frames: int = 5) -> list[str]:
    """Write the picture as a y4m video and return Chromium's arguments that make it the camera."""
    grey = b"\x80" * (WIDTH * HEIGHT // 4)
    frame = b"FRAME\n" + picture.tobytes() + grey + grey
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * frames)
    return [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    ]
