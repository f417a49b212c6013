"""`jingwei serve`: database, migrations, demonstration, then the web server and the job worker until Ctrl-C."""

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from jingwei.platform.database import embedded
from jingwei.platform.database.location import CHECKOUT
from jingwei.platform.launch.commands import own_command, web_command, worker_command
from jingwei.platform.launch.probes import (
    LaunchError,
    check_port,
    local_address,
    wait_until_it_answers,
)
from jingwei.platform.launch.tree import Stopped, Tree, ignore_signals, stop_on_signals

SETTINGS = "jingwei.config.settings"


def serve(*, port: int, lan: bool, workers: int = 2) -> None:
    """Serve until Ctrl-C or SIGTERM, then stop everything and return.

    HTTP answers only after migrations and, with JINGWEI_DEMO=1, the demonstration are loaded. ``lan`` serves HTTPS to
    the local network. Raises LaunchError or EmbeddedDatabaseError when it cannot start.
    """
    stop_on_signals()
    host = "0.0.0.0" if lan else "127.0.0.1"
    tree = Tree()
    try:
        check_port(host, port)
        with embedded.available():
            try:
                _serve(tree, host, port, lan, workers)
            finally:
                ignore_signals()
                tree.stop()
    except Stopped:
        print("已停止。", flush=True)
    finally:
        ignore_signals()


def _serve(tree: Tree, host: str, port: int, lan: bool, workers: int) -> None:
    # Loading the demonstration begins with the migrations; to call both would start Python and Django once more.
    log_ins = _prepare("demo") if os.environ.get("JINGWEI_DEMO") == "1" else _prepare("migrate")
    # What serves pages and carries out jobs is not told how to become the owner of the tables.
    environment = {"DJANGO_SETTINGS_MODULE": SETTINGS, "JINGWEI_OWNER_DATABASE_URL": ""}
    certificate = None
    url = f"http://127.0.0.1:{port}"
    if lan:
        # Imported here because these libraries would stay in the supervisor's memory for nothing.
        from jingwei.platform.launch import lan as network

        address = local_address()
        url = f"https://{address}:{port}"
        var = Path(os.environ.get("JINGWEI_VAR", CHECKOUT / "var"))
        certificate = network.certificate(var / "lan", address, datetime.now(UTC))
        environment |= _settings_for_lan(address, port)
    web = tree.add(
        "网页服务", web_command(host=host, port=port, workers=workers, certificate=certificate), environment
    )
    # The worker after the first page: while it loads, it would take a core from those who wait for the page.
    wait_until_it_answers(f"http{'s' if lan else ''}://127.0.0.1:{port}", web.process)
    worker = tree.add("任务处理", worker_command(), environment | {"JINGWEI_PROCESS": "worker"})
    print(f"经纬已启动：{url}　（按 Ctrl-C 停止）", flush=True)
    if lan:
        print("用手机扫码打开。证书由本机自签，浏览器会提示一次，确认是本机地址后继续。")
        network.print_code(url)
    print(log_ins, end="", flush=True)

    def keep_database() -> None:
        # The worker goes on without its listening connection, but then sees new jobs seconds late.
        if embedded.revive():
            worker.process.terminate()

    tree.tend(keep_database)


def _prepare(command: str) -> str:
    """Run one of our commands to its end in a process of its own, whose memory is then free; return its answer."""
    done = subprocess.run(
        own_command(command),
        # Said even where it is the default: only a command may take the word of the database instead.
        env={**os.environ, "JINGWEI_DEMO": os.environ.get("JINGWEI_DEMO", "0")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise LaunchError(f"启动前的准备（jingwei {command}）没有完成，原因见上面的输出")
    return done.stdout.decode()


def _settings_for_lan(address: str, port: int) -> Mapping[str, str]:
    hosts = os.environ.get("JINGWEI_HOSTS", "127.0.0.1,localhost,[::1]")
    return {
        "JINGWEI_HTTPS": "1",
        "JINGWEI_HOSTS": f"{hosts},{address}",
        "JINGWEI_ORIGINS": f"https://{address}:{port}",
    }
