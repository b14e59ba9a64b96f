"""Small article sites that no card knows, served from this process."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = (
    "The harbour was quiet, and the goat stood on the fence as if it had been built for that. "
    "Nobody in the village could say who had let it out, and nobody minded much, because the "
    "ferry was late again and there was little else to look at."
)


class Paper:
    """Serves `pages` (path to content type and text) until its end; counts what is asked for."""

    def __init__(self):
        self.pages = {}
        self.asked = []

    def __enter__(self):
        paper = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                paper.asked.append(self.path)
                kind, text = paper.pages.get(self.path, ("", ""))
                body = text.replace("{origin}", paper.origin).encode()
                self.send_response(200 if kind else 404)
                self.send_header("Content-Type", kind or "text/plain")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


MENU = "<a href='/news/'>News</a> <a href='/about/'>About us</a>"
FOOT = "<footer><a href='/imprint/'>Imprint of this paper of ours</a></footer>"


def page(title, main, head=""):
    top = f"<head><title>{title} | The Harbour Paper</title>{head}</head>"
    body = f"<body><header><nav>{MENU}</nav></header><main>{main}</main>{FOOT}</body>"
    return "text/html; charset=utf-8", f"<!DOCTYPE html><html lang='en'>{top}{body}</html>"


def story(number):
    text = "".join(f"<p>{part}. {WORDS}</p>" for part in range(5))
    head = "<meta property='og:type' content='article'>"
    return page(
        f"A goat on fence number {number}",
        f"<article><h1>A goat on fence number {number}</h1>"
        f"<p class='byline'>By <a rel='author' href='/by/ann/'>Ann Ferry</a></p>"
        f"<time datetime='2026-10-{number:02}T08:00:00Z'>October {number}</time>{text}</article>",
        head,
    )


def plain_paper(paper):
    """A paper with nothing but pages: lists of linked headlines, two pages of each, a section."""

    def front(numbers, after):
        items = "".join(
            f"<div class='teaser'><h3><a href='/2026/fence-{n}.html'>A goat on fence number {n}"
            "</a></h3><p>What it did there.</p></div>"
            for n in numbers
        )
        more = f"<a class='pager' href='{after}'>Older stories</a>" if after else ""
        return page("All the news", f"<h1>All the news</h1>{items}{more}")

    paper.pages["/"] = front(range(1, 6), "/?page=2")
    paper.pages["/?page=2"] = front(range(6, 9), None)
    paper.pages["/news/"] = front(range(9, 14), None)
    paper.pages["/about/"] = page("About", f"<h1>About us</h1><p>{WORDS}</p>")
    for number in range(1, 14):
        paper.pages[f"/2026/fence-{number}.html"] = story(number)
    return paper


def mapped_paper(paper):
    """A paper whose robots.txt names a sitemap and forbids a part; a feed beside it."""
    plain_paper(paper)
    urls = "".join(f"<url><loc>{{origin}}/2026/fence-{n}.html</loc></url>" for n in range(1, 16))
    extra = (
        "<url><loc>{origin}/secret/fence-99.html</loc></url><url><loc>{origin}/news/</loc></url>"
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    paper.pages["/map.xml"] = ("text/xml", f"<urlset xmlns='{space}'>{urls}{extra}</urlset>")
    paper.pages["/robots.txt"] = (
        "text/plain",
        "User-agent: *\nDisallow: /secret/\nSitemap: {origin}/map.xml\n",
    )
    feed = "<item><title>New</title><link>{origin}/2026/fence-20.html</link></item>"
    paper.pages["/rss"] = ("application/rss+xml", f"<rss><channel>{feed}</channel></rss>")
    kind, front = paper.pages["/"]
    link = "<link rel='alternate' type='application/rss+xml' href='/rss'>"
    paper.pages["/"] = kind, front.replace("</head>", f"{link}</head>")
    for number in (14, 15, 20):
        paper.pages[f"/2026/fence-{number}.html"] = story(number)
    return paper
