"""Runs the rows asked for (all by default), prints one table, writes ``bench/results/latest.json``."""

import os
import sys
from collections.abc import Callable, Iterator

from bench import p1_scan_in, p5_half_year, p6_roster, p9_first_page
from bench.report import Row, print_table, write

BENCHES: dict[str, Callable[[bool], Iterator[Row]]] = {
    "P1": p1_scan_in.run,
    "P5": p5_half_year.run,
    "P6": p6_roster.run,
    "P9": p9_first_page.run,
}


def main(asked: list[str]) -> None:
    if unknown := set(asked) - set(BENCHES):
        raise SystemExit(f"没有 {'、'.join(sorted(unknown))}，可以运行的有 {'、'.join(BENCHES)}")
    is_full = os.environ.get("FULL") == "1"
    rows: list[Row] = []
    for name in asked or BENCHES:
        for row in BENCHES[name](is_full):
            rows.append(row)
            write(rows)  # Whoever stops a long run keeps what was measured.
    print_table(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
