"""Routes, made from the one table in `paths`. A number says nothing about what is behind it."""

from django.urls import path

from holdfast.web.paths import TABLE, WORDS

urlpatterns = [path(word, view, name=name) for word, view, name in WORDS]
urlpatterns += [path(f"p/{number}{rest}", view, name=name) for number, rest, view, name in TABLE]

handler400 = "holdfast.web.errors.bad_request"
handler403 = "holdfast.web.errors.refused"
handler404 = "holdfast.web.errors.missing"
handler500 = "holdfast.web.errors.broken"
