"""The command lines of the processes that we start."""

import sys
from pathlib import Path

APPLICATION = "jingwei.config.asgi:application"


def web_command(
    *, host: str, port: int, workers: int, certificate: tuple[Path, Path] | None = None
) -> list[str]:
    """Return granian's command line; ``certificate`` (chain, key) makes it HTTPS.

    Each worker is a process with four threads (`web/door.py`); a thread holds one database connection.
    """
    command = [
        sys.executable, "-m", "granian", APPLICATION, "--interface", "asginl",
        "--host", host, "--port", str(port), "--workers", str(workers), "--http1-header-read-timeout", "10000",
        "--no-ws", "--http", "1", "--log-level", "warning",
        "--respawn-failed-workers", "--respawn-interval", "0.3", "--workers-kill-timeout", "4",
    ]  # fmt: skip
    if certificate:
        chain, key = certificate
        command += [
            "--ssl-certificate",
            str(chain),
            "--ssl-keyfile",
            str(key),
            "--ssl-protocol-min",
            "tls1.2",
        ]
    return command


def worker_command() -> list[str]:
    """Return the command line of the process that carries out queued jobs, two at a time."""
    return [
        sys.executable, "-m", "django", "procrastinate", "worker",
        "--concurrency", "2", "--shutdown-graceful-timeout", "4",
    ]  # fmt: skip


def own_command(*arguments: str) -> list[str]:
    """Return the command line of ``jingwei`` itself, by the interpreter that runs now."""
    return [sys.executable, "-m", "jingwei.cli", *arguments]
