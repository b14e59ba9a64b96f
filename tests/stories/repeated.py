"""Crawls of one replica again and again, and what the database noted of each."""

import subprocess
import sys
from collections import Counter

from compare import squashed

from boredcrawl.db.changes import follow

DUE = "UPDATE frontier SET next_visit_at = discovered_at WHERE next_visit_at > discovered_at"
PEOPLE = """
SELECT comments.id, coalesce(commenters.url, commenters.name) AS who FROM comments
LEFT JOIN commenters ON commenters.id = comments.commenter_id
"""
VOTES = """
SELECT articles.url, comments.id, comment_scores.score FROM comment_scores
JOIN comments ON comments.id = comment_scores.comment_id
JOIN articles ON articles.id = comments.article_id
WHERE comment_scores.seen_at > comments.first_seen_at
ORDER BY comment_scores.seen_at
"""


class Crawler:
    """Crawls a replica round by round, and says what the database noted of each."""

    def __init__(self, archive, replica, root):
        self.archive, self.origin = archive, replica.origin
        self.cursor, self.votes_known = 0, 0
        self.process = subprocess.Popen(
            [sys.executable, str(root / "tests/stories/rounds.py")],
            cwd=root,
            env=archive.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def crawl(self):
        if self.cursor:
            self.archive.change(DUE)
        self.process.stdin.write(f"{self.origin}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "crawled\n"

    def noted(self):
        who = {row["id"]: row["who"] for row in self.archive.rows(PEOPLE)}
        engine = self.archive.engine()
        entries = list(follow(engine, cursor=self.cursor))
        engine.dispose()
        self.cursor = entries[-1].cursor if entries else self.cursor
        return Counter(
            (e.change, e.url, e.title, None)
            if e.comment_id is None
            else (e.change, e.url, squashed(e.text), who[e.comment_id])
            for e in entries
        )

    def voted(self):
        who = {row["id"]: row["who"] for row in self.archive.rows(PEOPLE)}
        rows = self.archive.rows(VOTES)
        fresh, self.votes_known = rows[self.votes_known :], len(rows)
        return Counter((row["url"], who[row["id"]], row["score"]) for row in fresh)

    def stop(self):
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()
