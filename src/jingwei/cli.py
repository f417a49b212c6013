"""The `jingwei` command: parses, calls one function. Standard output carries the answer, everything else stderr."""

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import NoReturn
from zoneinfo import ZoneInfo

from jingwei.config.imports import IMPORTERS
from jingwei.platform import private
from jingwei.platform.database.connecting import database_settings
from jingwei.platform.database.embedded import available
from jingwei.platform.database.location import CHECKOUT, EmbeddedDatabaseError, installed_programs
from jingwei.platform.launch.probes import LaunchError
from jingwei.platform.launch.serve import SETTINGS, serve

# What a PostgreSQL client reads from the environment, and which of Django's words it is.
LIBPQ = {"HOST": "HOST", "PORT": "PORT", "USER": "USER", "PASSWORD": "PASSWORD", "DATABASE": "NAME"}
Command = Callable[[argparse.Namespace], None]


class CommandError(Exception):
    """A command cannot be carried out; the message is one Chinese sentence."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit: 0 when done, 1 with one line on standard error when not, 2 for a wrong call."""
    signal.signal(signal.SIGTERM, _leave)
    given = _parser().parse_args(arguments)
    command: Command = given.command
    try:
        command(given)
    except (CommandError, EmbeddedDatabaseError, LaunchError) as error:
        sys.exit(f"jingwei：{error}")
    except KeyboardInterrupt:
        sys.exit(130)


def needs_database(command: Command) -> Command:
    """Hold the database for the command's duration, joined or started, with Django ready."""

    @wraps(command)
    def held(given: argparse.Namespace) -> None:
        with available():
            _set_up_django()
            _check_database()
            command(given)

    return held


def run_serve(given: argparse.Namespace) -> None:
    """Serve until Ctrl-C."""
    serve(port=given.port, lan=given.lan, workers=given.workers)


def run_demo(given: argparse.Namespace) -> None:
    """Load the demonstration district into a database that holds nothing else, and print its log-ins."""
    os.environ.setdefault("JINGWEI_DEMO", "1")  # Who calls for the demonstration is in demonstration mode.
    _load_demo(given)


@needs_database
def _load_demo(given: argparse.Namespace) -> None:
    from jingwei.demonstration.operations import load_demonstration
    from jingwei.platform.database.migration import gather_statistics, migrate
    from jingwei.platform.errors import Rejected

    migrate()
    _close_files()
    try:
        logins = load_demonstration(today=given.today)
    except Rejected as error:
        raise CommandError(f"{error.message}；{error.remedy}") from error
    gather_statistics()
    print(logins, end="")


@needs_database
def run_migrate(given: argparse.Namespace) -> None:
    """Bring the tables in step with the code."""
    from jingwei.platform.database.migration import migrate

    migrate()
    _close_files()


def run_postgres(given: argparse.Namespace) -> None:
    """Run one of PostgreSQL's own programs as the owner of the tables, and end as it ends."""
    with available():
        reached = database_settings("owner")
        named = {f"PG{name}": reached[key] for name, key in LIBPQ.items() if reached.get(key)}
        command = [installed_programs() / "bin" / given.program, *given.rest]
        done = subprocess.run(command, env={**os.environ, **named}, check=False)
    sys.exit(done.returncode)


@needs_database
def run_manage(given: argparse.Namespace) -> None:
    """Hand everything that follows to Django's own management."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["jingwei manage", *given.rest])


@needs_database
def run_report(given: argparse.Namespace) -> None:
    """Print the statistics of a period: a table, or with `--json` what the public interface answers, on one line."""
    import json

    from jingwei.platform.errors import Rejected
    from jingwei.reporting.figures import as_object, as_text, get_report
    from jingwei.reporting.periods import read_period
    from jingwei.web.refusals import demonstration_mark

    try:
        report = get_report(read_period(given.first, given.last))
    except Rejected as error:
        raise CommandError(f"{error.message}；{error.remedy}") from error
    if given.json:
        print(json.dumps(as_object(report) | demonstration_mark(), ensure_ascii=False))
    else:
        print(as_text(report))


@needs_database
def run_import(given: argparse.Namespace) -> None:
    """Import a spreadsheet as the system; the last line of standard output says what came of it."""
    from jingwei.platform.errors import Rejected
    from jingwei.platform.masking import hide_resident_ids
    from jingwei.platform.spreadsheets.command import import_or_try

    try:
        counts, error = import_or_try(
            kind=given.kind,
            path=given.file,
            errors=given.errors,
            is_dry_run=given.dry_run,
            is_all_or_nothing=given.all_or_nothing,
            columns=given.column,
            now=datetime.now(UTC),
        )
    except Rejected as refused:
        counts = {"rows": 0, "imported": 0, "rejected": 0}
        error = hide_resident_ids("；".join(filter(None, [refused.message, refused.remedy])))
    answer = {"kind": given.kind, **counts} | ({"error": error} if error else {})
    print(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    if error:
        sys.exit(1)


def run_rulebook(given: argparse.Namespace) -> None:
    """Write `docs/rulebook/` from the rules, or tell whether it is stale."""
    _set_up_django()
    from jingwei.rulebook import book
    from jingwei.rulebook.loading import load_every_rule

    load_every_rule()
    folder, examples = CHECKOUT / "docs" / "rulebook", CHECKOUT / "tests" / "rules"
    if given.write:
        book.write(folder, examples)
    elif stale := book.stale_pages(folder, examples):
        raise CommandError(f"docs/rulebook 已过时（{'、'.join(stale)}），请运行 make docs")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jingwei", description="经纬：区县涉企行政检查监督平台")
    commands = parser.add_subparsers(required=True, metavar="命令")

    each = commands.add_parser("serve", help="启动服务：数据库、网页、后台任务")
    each.add_argument(
        "--port", type=_port, default=os.environ.get("PORT") or "8000", help="端口，默认取环境变量 PORT"
    )
    each.add_argument("--lan", action="store_true", help="以 HTTPS 供局域网内手机访问")
    each.add_argument("--workers", type=int, choices=(1, 2), default=2, help="网页进程数")
    each.set_defaults(command=run_serve)

    each = commands.add_parser("demo", help="载入演示数据")
    each.add_argument("--today", type=date.fromisoformat, default=_today(), metavar="YYYY-MM-DD")
    each.set_defaults(command=run_demo)

    each = commands.add_parser("migrate", help="升级数据库结构")
    each.set_defaults(command=run_migrate)

    each = commands.add_parser("report", help="一段时间的统计报表")
    each.add_argument("--from", dest="first", required=True, metavar="YYYY-MM-DD", help="第一天")
    each.add_argument("--to", dest="last", required=True, metavar="YYYY-MM-DD", help="最后一天，含当日")
    each.add_argument("--json", action="store_true", help="一行 JSON，与公开接口相同")
    each.set_defaults(command=run_report)

    each = commands.add_parser("import", help="导入表格")
    each.add_argument("kind", choices=list(IMPORTERS), metavar="KIND", help="、".join(IMPORTERS))
    each.add_argument("file", type=Path, metavar="FILE", help=".xlsx、.xls、.et 或 CSV")
    each.add_argument("--dry-run", action="store_true", help="只核对，不写入")
    each.add_argument("--all-or-nothing", action="store_true", help="有错则全部不导入")
    each.add_argument("--errors", type=Path, metavar="OUT.xlsx", help="退回的行写到这个文件")
    each.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="标题=列名",
        help="表中的这一列读作哪一列；不需要的写“标题=”；可以多次",
    )
    each.set_defaults(command=run_import)

    each = commands.add_parser("rulebook", help="生成或核对规则文档")
    chosen = each.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--write", action="store_true", help="写入 docs/rulebook")
    chosen.add_argument("--check", action="store_true", help="过时则以 1 退出")
    each.set_defaults(command=run_rulebook)

    each = commands.add_parser(
        "postgres", help="以数据表所有者的身份运行 PostgreSQL 自带的程序", add_help=False
    )
    each.add_argument("program", choices=("pg_dump", "pg_restore", "psql"))
    each.add_argument("rest", nargs=argparse.REMAINDER)
    each.set_defaults(command=run_postgres)

    each = commands.add_parser("manage", help="Django 管理命令", add_help=False)
    each.add_argument("rest", nargs=argparse.REMAINDER)
    each.set_defaults(command=run_manage)
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"端口应是 1 到 65535 的整数，现为“{text}”")
    return int(text)


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def _check_database() -> None:
    """Raise CommandError where the database is not the one that the settings speak of."""
    from jingwei.config.starting import StartError, check_before_command

    try:
        check_before_command()
    except StartError as error:
        raise CommandError(str(error)) from error


def _close_files() -> None:
    """Take uploads that an earlier release left open to other accounts of the machine away from them."""
    from django.conf import settings

    private.close(settings.MEDIA_ROOT)


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """End on SIGTERM by way of every `finally`, so that a database started for this command is stopped."""
    sys.exit(143)


if __name__ == "__main__":
    main()
