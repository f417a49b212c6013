"""Serves the application by a process that dies on demand, with the act committed and the answer ready to be sent.

``python -m tests.inspections.mortal_server PORT``. The parent only loads the application and puts a new process in
the place of the dead one, as granian and our supervisor do; those take seconds and give up after the second death.
"""

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

HEADER = "X-Die-Before-Answering"
VARIABLE = "HTTP_" + HEADER.upper().replace("-", "_")


class Silent(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main(port: int) -> None:
    """Serve for ever, by one process after the other."""
    # Here, because the application asks its database when it is loaded, and the test imports this module.
    from django.urls import get_resolver

    from jingwei.config.wsgi import application as whole

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request, or die with the answer in hand."""
        answer: Iterable[bytes] = whole(environ, start_response)
        if VARIABLE in environ:
            os._exit(1)
        return answer

    assert get_resolver().url_patterns  # Loaded once, for all.
    server = make_server("127.0.0.1", port, application, handler_class=Silent)
    while True:
        child = os.fork()
        if child == 0:
            server.serve_forever()
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
