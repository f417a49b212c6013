"""Asks the machine: is this port free, does the server answer, what is our address in the local network."""

import http.client
import socket
import ssl
import subprocess
import time
from urllib.parse import urlsplit


class LaunchError(Exception):
    """The service cannot be started; the message is one Chinese sentence for the operator."""


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def check_port(host: str, port: int) -> None:
    """Raise LaunchError unless the port can be listened on; the web server itself would share it silently."""
    with socket.socket() as probe:
        # As servers do, so that connections of a server just stopped do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except PermissionError:
            raise LaunchError(f"无权使用端口 {port}，请换用 1024 以上的端口，如 PORT=8000") from None
        except OSError:
            raise LaunchError(
                f"端口 {port} 已被占用，请先停止占用它的程序，或换一个端口，如 PORT={port + 1}"
            ) from None


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], timeout: float = 60) -> None:
    """Return when the server answers at ``url`` without a server error; LaunchError when it ends or takes too long."""
    deadline = time.monotonic() + timeout
    seen = "没有响应"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise LaunchError(f"网页服务没有启动（退出码 {process.returncode}），原因见上面的输出")
        try:
            status = _status(url)
            if status < 500:
                return
            seen = f"答复状态码 {status}"
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.05)
    raise LaunchError(f"网页服务在 {timeout:.0f} 秒内没有正常应答（{seen}）")


def local_address() -> str:
    """Return this machine's address in the local network; 127.0.0.1 when it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a datagram socket sends nothing; it only chooses the way out. The address is for documentation.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        address: str = probe.getsockname()[0]
        return address


def _status(url: str) -> int:
    parts = urlsplit(url)
    assert parts.hostname
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        # Our own certificate is signed by nobody; here it is only asked whether the server lives.
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=20, context=context)
    else:
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    finally:
        connection.close()
