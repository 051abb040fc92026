"""The door for an application server. Each worker hardens itself, and none starts where the host must not serve."""

import os

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from holdfast.vault.hardening import harden

harden()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
application = get_wsgi_application()

if _refused := run_checks(tags=["start"]):
    raise ImproperlyConfigured(" ".join(f"{message.msg} {message.hint}" for message in _refused))
