"""All settings, one file: what differs from place to place comes from the environment."""

import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from jingwei.config import imports, slots, subscriptions
from jingwei.platform import private
from jingwei.platform.database.connecting import database_settings, process_kind

CHECKOUT = Path(__file__).resolve().parents[3]


def _flag(name: str, default: bool = False) -> bool:
    """Read an on/off setting; anything but 0/1 stops the start with a clear message."""
    text = os.environ.get(name, "1" if default else "0")
    if text not in {"0", "1"}:
        raise SystemExit(f"环境变量 {name} 只能是 0 或 1，现为“{text}”")
    return text == "1"


def _secret(name: str, var: Path) -> str:
    """Return JINGWEI_<NAME>, else a random key kept in the checkout's private folder."""
    if key := os.environ.get(f"JINGWEI_{name}"):
        return key
    path = var / name.lower().replace("_", "-")
    if not path.exists():
        private.make_folder(var)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)  # The first of several processes wins; the others read its key.
        except FileExistsError:
            pass
        draft.unlink()
    return path.read_text()


VAR = Path(os.environ.get("JINGWEI_VAR", CHECKOUT / "var"))
SECRET_KEY = _secret("SECRET_KEY", VAR)
# Seals the codes at the gates. Apart from SECRET_KEY: that one may be changed, printed codes must stay valid.
SITE_CODE_KEY = _secret("SITE_CODE_KEY", VAR)
# Seals resident ids at rest and finds them again; whoever loses it loses them.
SEALING_KEY = _secret("SEALING_KEY", VAR)
DEMONSTRATION = _flag("JINGWEI_DEMO")
DISTRICT = os.environ.get("JINGWEI_DISTRICT", "320312")
DISTRICT_NAME = os.environ.get("JINGWEI_DISTRICT_NAME", "铜山区")
BUREAU_NAME = os.environ.get("JINGWEI_BUREAU", "徐州市铜山区司法局")
BUREAU_SERIES = os.environ.get("JINGWEI_BUREAU_SERIES", "铜司")  # 机关代字 of its official papers
DEBUG = False
ALLOWED_HOSTS = os.environ.get("JINGWEI_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [host for host in os.environ.get("JINGWEI_ORIGINS", "").split(",") if host]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "axes",
    "csp",
    "jingwei.platform",
    "procrastinate.contrib.django",  # After the platform, whose command of the same name checks before it works.
    "jingwei.web",
    "jingwei.registry",
    "jingwei.planning",
    "jingwei.notices",
    "jingwei.disclosure",
    "jingwei.inspections",
    "jingwei.portal",
    "jingwei.reporting",
    "jingwei.demonstration",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jingwei.web.privacy.PrivacyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jingwei.web.requests.ClockMiddleware",
    "jingwei.registry.middleware.ActorMiddleware",
    "jingwei.web.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "jingwei.config.urls"
WSGI_APPLICATION = "jingwei.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "jingwei.config.menu.frame",
            ],
        },
    }
]

PROCESS = process_kind()
DATABASES = {"default": database_settings("app", PROCESS)}
if PROCESS == "command":
    # Used by `migrate` alone: the application's own role owns no table, and what serves pages cannot become the owner.
    DATABASES["owner"] = database_settings("owner")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "platform.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "jingwei.demonstration.backends.PublishedPasswordBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "jingwei.demonstration.backends.PublishedPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registry/locked.html"
AXES_ENABLE_ADMIN = False
SESSION_COOKIE_AGE = 30 * 60 * 16
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _flag("JINGWEI_HTTPS")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "jingwei.web.views.forbidden"
DJANGO_TABLES2_TEMPLATE = "django_tables2/jingwei.html"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
DATE_FORMAT, DATETIME_FORMAT = "Y-m-d", "Y-m-d H:i"

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # Files are served from where they lie; nothing is collected.
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = Path(os.environ.get("JINGWEI_FILES", VAR / "files"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # Each area keeps its jobs in jobs.py.
SUBSCRIPTIONS = subscriptions.SUBSCRIPTIONS
SLOTS = slots.SLOTS
# Who may open a declared door: the answer belongs to an area above the one that asks.
GUARD = "jingwei.registry.doors.member_required"
BEFORE_SERVING = "jingwei.config.starting.check_before_serving"
IMPORTERS = imports.IMPORTERS

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"masking": {"()": "jingwei.platform.masking.MaskingFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "masking"}},
    "root": {"handlers": ["console"], "level": os.environ.get("JINGWEI_LOG", "WARNING")},
    # Whoever asks under a wrong name is answered 400. That is no fault of ours, and scanners do it all day.
    "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}},
}
