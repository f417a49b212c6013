"""The WSGI application, for whichever server loads it; before the first page it asks whether this is its database."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jingwei.config.settings")
os.environ.setdefault("JINGWEI_PROCESS", "web")
application = get_wsgi_application()

from jingwei.config.starting import StartError, check_before_serving  # noqa: E402 - its models need Django set up

try:
    check_before_serving()
except StartError as error:
    raise SystemExit(f"jingwei：{error}") from error
finally:
    connections.close_all()  # Servers that load the application and then fork would share the connection.
