"""A site of our own pages on a real socket, under our own content security policy: a phone page and the gallery."""

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

import django_htmx
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.handlers.wsgi import WSGIRequest
from django.template import Context, Engine
from whitenoise import WhiteNoise

import jingwei
from jingwei.web.gallery import list_components
from jingwei.web.menu import MenuGroup, MenuItem

PAGE = """
{% extends "web/phone.html" %}
{% load components %}
{% block content %}
  <button type="button" data-scan>扫码</button>
  <form method="post" action="/scan" data-scan-form data-position>
    <input type="hidden" name="idempotency_key">
    <input type="hidden" name="latitude"><input type="hidden" name="longitude">
    <input type="hidden" name="accuracy"><input type="hidden" name="position_error">
    <label>企业码 <input name="code" required></label>
  </form>
  {% component "scan" %}
  <form method="post" action="/record" enctype="multipart/form-data" id="record" data-queue data-autosave="record-7">
    <input type="hidden" name="idempotency_key">
    <input type="hidden" name="version" value="{{ version }}">
    <p data-draft-stale hidden>平台上的后来改过</p>
    {% component "seg" name="point_1" legend="报警器在检定有效期内" choices=choices value=saved.point_1 %}
    <label>问题 <textarea name="problem">{{ saved.problem }}</textarea></label>
    <p data-kept hidden>存在本机</p>
    {% component "photos" name="photos" %}
    {% component "signature" name="signature" label="企业在场人员" %}
    <span data-saved></span>
    <button>提交记录</button>
  </form>
{% endblock %}
"""
ANSWER = """{% extends "web/phone.html" %}{% block content %}<p id="answer">{{ answer }}</p>{% endblock %}"""
POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:"
)
CHOICES = [("conforms", "合格"), ("fails", "不合格"), ("not_applicable", "未涉及")]
MENU = [
    MenuGroup(label="任务", icon="list", url="/", current=True),
    MenuGroup(label="扫码入企", icon="camera", url="/#scan", is_primary=True),
    MenuGroup(
        label="检查", icon="image", items=[MenuItem(label="检查任务", url="/components/", current=True)]
    ),
]


@dataclass(frozen=True)
class Post:
    """One form as the server received it."""

    path: str
    key_header: str | None
    made_at: str
    sent_at: str
    fields: dict[str, str]
    file_sizes: dict[str, list[int]]


@dataclass
class PhoneSite:
    """The running site: what it received, and what it answers."""

    url: str = ""
    posts: list[Post] = field(default_factory=list)
    version: int = 1
    saved: dict[str, str] = field(default_factory=dict)
    status: str = "200 OK"
    redirects_to: str = ""

    def application(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a page for GET; keep what a POST brought and answer as told."""
        engine = Engine.get_default()
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", POLICY)]
        if environ["REQUEST_METHOD"] == "GET":
            start_response("200 OK", headers)
            return [_page(environ, engine, self).encode()]
        request = WSGIRequest(environ)
        sizes = {name: [file.size or 0 for file in request.FILES.getlist(name)] for name in request.FILES}
        fields = {name: str(value) for name, value in request.POST.items()}
        given = [request.headers.get(name) for name in ("Jingwei-Made-At", "Jingwei-Sent-At")]
        made_at, sent_at = (each or "" for each in given)
        key = request.headers.get("Idempotency-Key")
        self.posts.append(Post(request.path, key, made_at, sent_at, fields, sizes))
        if self.redirects_to:
            start_response("302 Found", [*headers, ("Location", self.redirects_to)])
            return [b""]
        start_response(self.status, headers)
        answer = json.dumps(fields, ensure_ascii=False)[:2000]
        return [engine.from_string(ANSWER).render(Context({"answer": answer})).encode()]


def _page(environ: WSGIEnvironment, engine: Engine, site: PhoneSite) -> str:
    if environ["PATH_INFO"] == "/components/":
        context = Context({"components": list_components(), "menu": MENU, "demonstration": True})
        return engine.get_template("web/components.html").render(context)
    if environ["PATH_INFO"] == "/tasks":
        return engine.get_template("web/phone.html").render(Context({"phone_menu": MENU}))
    standing = {"saved": site.saved, "version": site.version}
    context = Context({"choices": CHOICES, "messages": _notes(environ), "phone_menu": MENU, **standing})
    return engine.from_string(PAGE.strip()).render(context)


def _notes(environ: WSGIEnvironment) -> list[Message]:
    return [Message(constants.SUCCESS, "记录已提交")] if environ["QUERY_STRING"] == "done" else []


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def running_site() -> Iterator[PhoneSite]:
    """Run the site on a free port until the block ends."""
    site = PhoneSite()
    static = Path(jingwei.__file__).parent / "web" / "static"
    application = WhiteNoise(site.application, root=static, prefix="static/")
    application.add_files(Path(django_htmx.__file__).parent / "static", prefix="static/")
    server = make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Quiet)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
