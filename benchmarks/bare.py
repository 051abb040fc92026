"""The floor our pages are held against: a bare Django view with session and user, on SQLite with the same PRAGMAs.

`GET /` reads the session and the user and answers one line. `POST /` does the same and commits one INSERT.

    BARE_FOLDER=DIR python -m benchmarks.bare PORT      makes a user, prints the session key, serves
"""

import os
import sys
from pathlib import Path

from holdfast.web.database import PRAGMAS

FOLDER = Path(os.environ.get("BARE_FOLDER", "."))


def configure() -> None:
    """Settings with the least that has a session and a user."""
    from django.conf import settings

    if settings.configured:
        return
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS}
    settings.configure(
        SECRET_KEY="for-a-measurement-only-" + "0" * 40,
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": FOLDER / "bare.sqlite3",
                "OPTIONS": options,
            }
        },
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        ROOT_URLCONF="benchmarks.bare",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LOGGING_CONFIG=None,
    )
    import django

    django.setup()


def view(request):
    """One line for who is signed in; a POST keeps one row first."""
    from django.db import connection
    from django.http import HttpResponse

    name = request.user.username
    if request.method == "POST":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO note (body) VALUES (%s)", [request.POST["body"]])
    return HttpResponse(f"Hello {name}")


def prepare() -> str:
    """Tables, a user and a session; the session's key."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    user = User.objects.create_user("ana")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


configure()

from django.core.wsgi import get_wsgi_application  # noqa: E402  settings come first
from django.urls import path  # noqa: E402  settings come first

urlpatterns = [path("", view)]
application = get_wsgi_application()


def serve(port: int) -> None:
    """Serve with the same server, processes and threads as `holdfast serve`."""
    from granian import Granian
    from granian.constants import Interfaces

    from holdfast.cli.serve import THREADS, WORKERS

    Granian(
        "benchmarks.bare:application",
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        log_enabled=False,
        websockets=False,
    ).serve()


if __name__ == "__main__":
    print(prepare(), flush=True)
    serve(int(sys.argv[1]))
