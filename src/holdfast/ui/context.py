"""What every template may know. It must never read a cookie, a session or a person: public pages use it too."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from holdfast import __version__


def shell(request: HttpRequest) -> dict[str, Any]:
    """The constant frame of a page: neutral name, who hosts, how it is reached. The same for every request."""
    return {
        "app_name": settings.APP_NAME,
        "host_name": settings.HOST_NAME,
        "behind_tls": settings.BEHIND_TLS,
        "sign_up": settings.SIGN_UP,
        "version": __version__,
    }
