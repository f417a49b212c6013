"""The application that our own web server loads: Django behind a door that takes each request in whole."""

import os

os.environ.setdefault("JINGWEI_PROCESS", "web")

from jingwei.config.wsgi import application as pages
from jingwei.web.door import Door

application = Door(pages)
