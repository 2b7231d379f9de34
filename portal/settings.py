"""The one settings file. Every variable it reads stands in the table of README.md.

LOCAL=1 is for one's own computer: a generated secret in an ignored file, plain http cookies and mail on the
console. Without it the site refuses to start until SECRET_KEY and ALLOWED_HOSTS are given.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portal.http.local import local_secret
from portal.http.production import unsafe

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str) -> bool:
    """Whether environment variable `name` is switched on (1, true, ja, yes, on)."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "ja", "yes", "on"}


def needed(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"{name} is missing: set it, or set LOCAL=1 on your own computer (see README.md)."
        )
    return value


LOCAL = flag("LOCAL")
DEBUG = flag("DEBUG")
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

if LOCAL:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    SECRET_KEY = os.environ.get("SECRET_KEY") or local_secret(VAR_DIR / "secret")
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
else:
    SECRET_KEY = needed("SECRET_KEY")
    ALLOWED_HOSTS = [host.strip() for host in needed("ALLOWED_HOSTS").split(",") if host.strip()]

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "portal",
    "catalogue",
    "matching",
    "django_tasks_db",  # after portal, whose db_worker goes before
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.http.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.http.replica.ReplicaMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.http.limits.LimitsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.sessions.SessionEndMiddleware",
    "portal.http.access.LoginUnlessPublicMiddleware",
    "portal.accounts.second_factor.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "catalogue.lists.my_municipality.MyMunicipalityMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.http.context.site",
            ],
            "builtins": ["catalogue.templatetags.trajectwijzer"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'trajectwijzer.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
# A second database for reading only: a copy that follows the first (portal/http/replica.py).
DATABASE_REPLICA_URL = os.environ.get("DATABASE_REPLICA_URL", "").strip()
if DATABASE_REPLICA_URL:
    DATABASES["replica"] = dj_database_url.parse(
        DATABASE_REPLICA_URL, conn_max_age=60, conn_health_checks=True
    )
    for database in DATABASES.values():
        if database["ENGINE"] == "django.db.backends.postgresql":
            database.setdefault("OPTIONS", {})["connect_timeout"] = 3
    if DATABASES["replica"]["ENGINE"] == "django.db.backends.sqlite3":
        DATABASES["replica"] |= {"CONN_MAX_AGE": 0, "OPTIONS": {"init_command": "PRAGMA query_only=ON;"}}
# SQLite leaves the covering columns of the search index out, as Django warns; PostgreSQL uses them.
# Lock-out is by account: axes counts per browser only when asked to, and here no browser is kept.
SILENCED_SYSTEM_CHECKS = ["models.W040", "axes.W006"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "portal.accounts.forms.ChangeAddressForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "login": "portal.accounts.forms.LoginForm",
    "reauthenticate": "portal.accounts.forms.ReauthenticateForm",
    "reset_password": "portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "portal.accounts.forms.NewPasswordForm",
    "set_password": "portal.accounts.forms.SetPasswordForm",
    "signup": "portal.accounts.forms.SignupForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to an address that never asked for anything here
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True  # no box to tick: a session ends by SESSION_COOKIE_AGE and SESSION_LIFETIME
PASSWORD_RESET_TIMEOUT = 60 * 60 * 3
# Sized for 200 people behind one address: the address itself is never a reason to refuse a normal morning.
ACCOUNT_RATE_LIMITS = {
    "change_password": "5/m/user",
    "confirm_email": "1/3m/key",
    "login": "200/m/ip",
    "login_failed": None,  # counted by account: see AXES_FAILURE_LIMIT
    "manage_email": "5/m/user,20/d/user",
    "reauthenticate": "10/m/user",
    "reset_password": "100/m/ip",  # by address: portal.http.limits.MAILS_TO
    "reset_password_from_key": "100/m/ip",
    "signup": "100/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("BEHIND_PROXY") and not LOCAL else 0

MFA_ADAPTER = "portal.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "portal.accounts.forms.ActivateAppForm",
    "authenticate": "portal.accounts.forms.CodeForm",
    "reauthenticate": "portal.accounts.forms.CodeAgainForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an editor may change address; without a confirmed one nobody logs in
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Trajectwijzer"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
SECOND_FACTOR_ROLES = [
    role.strip() for role in os.environ.get("SECOND_FACTOR_ROLES", "redacteur").split(",") if role.strip()
]

SOCIALACCOUNT_ADAPTER = "portal.accounts.oidc.MunicipalityLoginAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
# Logging in at the municipality: all of these are needed before the button appears.
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "").strip().rstrip("/")
OIDC_NAME = os.environ.get("OIDC_NAME", "").strip() or "je gemeente"
OIDC_ROLE = os.environ.get("OIDC_ROLE", "").strip()
OIDC_EMAIL_DOMAINS = [
    domain.strip().lower() for domain in os.environ.get("OIDC_EMAIL_DOMAINS", "").split(",") if domain.strip()
]
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "gemeente",
                    "name": OIDC_NAME,
                    "client_id": needed("OIDC_CLIENT_ID"),
                    "secret": needed("OIDC_CLIENT_SECRET"),
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ],
        }
    }
    if not OIDC_EMAIL_DOMAINS:
        raise ImproperlyConfigured(
            "OIDC_EMAIL_DOMAINS is missing: whose addresses may the provider vouch for?"
        )

AXES_HANDLER = "portal.accounts.lockout.LockoutHandler"
AXES_LOCKOUT_PARAMETERS = ["username"]  # by account: one address serves a whole town hall
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "portal.accounts.lockout.account_name"
AXES_CLIENT_IP_CALLABLE = "portal.accounts.lockout.no_address"
AXES_LOCKOUT_CALLABLE = "portal.accounts.lockout.response"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "portal.accounts.passwords.LongEnoughValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", BASE_DIR / "build" / "vendor")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CACHES = {
    # Of all processes, in the database: used one-time codes and the counts of ACCOUNT_RATE_LIMITS.
    "default": {"BACKEND": "portal.http.shared_cache.SharedCache"},
    # Per process: public pages, some 13 KB each (catalogue/rendering/page_cache.py), and manuals as PDF.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
    # Per process: how much each visitor searched and matched this minute (portal/http/limits.py).
    "limits": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
LIMITS_ON = not LOCAL

# Work that may wait is a row, written in the transaction that asks for it; `manage.py db_worker` does it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# The address of the site as it stands in a mail, and who it is from.
SITE_URL = os.environ.get("SITE_URL", "").strip().rstrip("/") or (
    f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    if LOCAL
    else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
)
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "").strip() or (
    f"Trajectwijzer <noreply@{urlsplit(SITE_URL).hostname}>"
)
EMAIL_HOST = os.environ.get("EMAIL_HOST", "").strip() or "localhost"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "").strip() or 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "").strip()
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
_smtp = not LOCAL or bool(os.environ.get("EMAIL_HOST", "").strip())
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _smtp else 'console'}.EmailBackend"

# An item that nobody confirmed for so many days is overdue.
VERIFY_EVERY_DAYS = int(os.environ.get("VERIFY_EVERY_DAYS", "").strip() or 180)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 60 * 60 * 2  # without a request; moved on at most once per SESSION_RENEWED_EVERY
SESSION_RENEWED_EVERY = timedelta(minutes=5)
SESSION_LIFETIME = timedelta(hours=12)  # since logging in, whatever happens
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
CSRF_FAILURE_VIEW = "portal.http.errors.csrf_failure"
if not LOCAL:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
    SECURE_REDIRECT_EXEMPT = [r"^gezond/$", r"^gereed/$"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# A client leaves no trace: error reports hold no form data, no query string, no local
# variables and no message that may repeat what was typed.
DEFAULT_EXCEPTION_REPORTER_FILTER = "portal.http.privacy.RequestFreeReporterFilter"
if not DEBUG:
    DEFAULT_EXCEPTION_REPORTER = "portal.http.privacy.RedactedExceptionReporter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_trace"]}},
    "filters": {"no_trace": {"()": "portal.http.privacy.RedactingLogFilter"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "axes": {"handlers": [], "level": "ERROR", "propagate": True},  # its lines name accounts
        "weasyprint": {"handlers": [], "level": "WARNING", "propagate": True},
        "fontTools": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}

SITE_VERSION = "0.1.0"
MUNICIPALITY_NAME = os.environ.get("MUNICIPALITY_NAME", "").strip()
LOGO = os.environ.get("LOGO", "").strip()
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "").strip()
FIXTURES_DIR = BASE_DIR / "fixtures"

if not LOCAL and (faults := unsafe(globals())):
    raise ImproperlyConfigured("\n".join(faults))
