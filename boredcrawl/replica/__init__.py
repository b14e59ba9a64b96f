"""A miniature Bored Panda, served over real sockets on loopback.

It speaks the markup of the real site's two layouts, with everything that makes those pages
hard, and it knows the truth about what it publishes. Every text on it was made for it.

By hand:

    python -m boredcrawl.replica --articles 60 --port 8000
    python -m boredcrawl.replica --articles 100000 --seed 7 --layout classic
    python -m boredcrawl.replica --now 2026-11-22T12:00:00Z --plain --variant replies=list

prints `replica at http://127.0.0.1:8000` when ready. The same seed and the same `--now` give
the same bytes; without `--now` the clock runs and the world is made for today. Nothing but
changes is kept in memory: each page is made from its number when it is asked for.

From a test, with the truth at hand:

    with Replica(articles=60, seed=1, now="2026-11-22T12:00:00Z") as replica:
        replica.truth(7)["comments"]                       what article 7 publishes
        replica.change("paragraph", article=7)             edit it; also: title, delete, restore,
                                                           add, replace, layout, add_comment,
                                                           edit_comment, delete_comment,
                                                           restore_comment, vote, ads, related,
                                                           random
        replica.events()                                   what changed, and when
        replica.fault("503", pattern="/page/", count=2)    misbehave; see `faults.py`
        replica.advance(timedelta(hours=3))                let time pass
        replica.log()                                      the requests it got

The same over HTTP, in JSON: GET `/__replica__/about`, `truth?number=7`, `numbers`, `log`,
`events`, `faults`; POST `edit` (`{"kind": …}`), `faults`, `clock` (`{"seconds": …}`); DELETE
`log`, `faults`.

Where nothing is known of the real markup, `variants.py` answers each open question in
several ways, chosen by article. One article in six prints only its first comments and leaves
the others to its buttons (`--partial`); `--thread 1000` adds one long thread.

Unlike the real site, all hosts are paths of one origin: uploads under `/blog/wp-content/`,
the image proxy under `/unsafe/`. `http://localhost:PORT` plays the bare host and redirects.
"""

from boredcrawl.replica.client import Replica, ReplicaTrouble

__all__ = ["Replica", "ReplicaTrouble"]
