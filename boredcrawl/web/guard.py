"""What stands before every page: who may ask, and what a browser may do with the answer."""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "boredcrawl"

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-robots-tag": "noindex, nofollow",
}


class Guard:
    """Lets in who has the token, if there is one; adds the headers to every answer."""

    def __init__(self, app: ASGIApp, token: str | None) -> None:
        self.app = app
        self.token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "private, no-cache")
            await send(message)

        app = self.app if self.token is None else self.turnstile(scope, self.token)
        await app(scope, receive, sent)

    def turnstile(self, scope: Scope, token: str) -> ASGIApp:
        """Give the app to those who know the token; a token in the address becomes a cookie."""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        told = dict(query).get("token")
        if told is not None and same(told, token):
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            # To this same page and nowhere else: // would begin another host's name.
            path = "/" + quote(scope["path"].lstrip("/\\"), safe="/")
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")
            return answer
        if any(same(one, token) for one in offered(Headers(scope=scope))):
            return self.app
        refusal = "This reader asks for its token: open /?token=… once.\n"
        return PlainTextResponse(refusal, 401, {"www-authenticate": "Bearer"})


def offered(headers: Headers) -> list[str]:
    """Give the tokens a request carries."""
    scheme, _, bearer = headers.get("authorization", "").partition(" ")
    found = [bearer] if scheme.lower() == "bearer" else []
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return found
    return [*found, cookies[COOKIE].value] if COOKIE in cookies else found


def same(told: str, token: str) -> bool:
    """Compare without telling by the time it takes."""
    return hmac.compare_digest(told.encode(), token.encode())
