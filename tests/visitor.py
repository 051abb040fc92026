"""A visitor without script and without a browser: opens pages of a running server, fills in forms, keeps cookies."""

import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookiejar import CookieJar, DefaultCookiePolicy


@dataclass(frozen=True)
class Answer:
    """What came back, after following redirects."""

    status: int
    path: str
    text: str
    headers: dict[str, str]
    size: int


class Hidden(HTMLParser):
    """Collects the hidden fields of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a hidden input."""
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.fields[given["name"]] = given.get("value") or ""


class Visitor:
    """One browser's worth of cookies at one address."""

    def __init__(self, address: str) -> None:
        """Nothing is asked yet."""
        self.address = address
        self.jar = CookieJar(DefaultCookiePolicy(rfc2965=False))
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, path: str, data: bytes | None = None, kind: str = "application/x-www-form-urlencoded") -> Answer:
        """One request; an error page is an answer like any other."""
        request = urllib.request.Request(self.address + path, data=data)
        if data is not None:
            request.add_header("Content-Type", kind)
            request.add_header("Origin", self.address)
        try:
            with self.opener.open(request, timeout=60) as got:
                return self._answer(got)
        except urllib.error.HTTPError as refused:
            with refused:
                return self._answer(refused)

    def _answer(self, got) -> Answer:
        body = got.read()
        where = urllib.parse.urlsplit(got.geturl()).path
        return Answer(got.status, where, body.decode("utf-8", "replace"), dict(got.headers), len(body))

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self.ask(path)

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields on a page."""
        parser = Hidden()
        parser.feed(self.get(path).text)
        return parser.fields

    def send(self, path: str, to: str | None = None, **fields: str) -> Answer:
        """Open a page, fill its form in and send it, to the page itself or to another address."""
        told = self.hidden(path) | fields
        return self.ask(to or path, urllib.parse.urlencode(told).encode())

    def sign_up(self, name: str, words: str) -> Answer:
        """From the front door to one's own space: own words, own phone, no PIN, no spare key."""
        new = {"name": name, "mode": "own", "words": words, "again": words, "do": "go", "adult": "yes"}
        steps = [
            ("/p/13", "/p/14", new),
            ("/p/14", "/p/15", {"who": "mine"}),
            ("/p/16", "/p/47", {"choice": "none"}),
        ]
        for page, next_page, told in steps:
            answer = self.send(page, **told)
            assert answer.path == next_page, f"{page} led to {answer.path}, {answer.status}: {answer.text}"
        return self.get("/p/1")

    def sign_in(self, name: str, words: str) -> Answer:
        """Through the sign-in page."""
        return self.send("/p/10/o", name=name, words=words, who="mine")
