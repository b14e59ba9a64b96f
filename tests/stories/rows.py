"""A whole database as plain rows, apart from ids and what crawls note for themselves."""

from sqlalchemy import select

from boredcrawl.db.models import Base

BOOKKEEPING = {
    "crawls": None,
    # Discovery: what sources said, and when to look again.
    "frontier": None,
    "erasures": {"erased_at"},
    "sites": {f"lease_{what}" for what in ("token", "host", "pid", "birth", "acquired_at")}
    | {"lease_expires_at"},
    "visits": {"crawl_id"},
    "articles": {"next_visit_at"},
    "changes": {"noted_at"},
}
"""Columns, or whole tables, of a crawl and not of what it read."""


def whole(engine):
    """Give every table's rows, sorted, each id replaced by the row it means."""
    tables = Base.metadata.sorted_tables
    meant: dict[tuple[str, int], tuple] = {}
    found = {}
    with engine.connect() as connection:
        for table in tables:
            left_out = BOOKKEEPING.get(table.name, set())
            if left_out is None:
                continue
            rows = connection.execute(select(table).order_by(*table.primary_key)).mappings().all()
            kept = []
            for row in rows:
                plain = tuple(
                    (column.name, told(column, row, meant))
                    for column in table.columns
                    if column.name != "id" and column.name not in left_out
                )
                if "id" in row:
                    meant[table.name, row["id"]] = short(table.name, plain)
                kept.append(plain)
            found[table.name] = sorted(kept, key=repr)
    return found


def told(column, row, meant):
    value = row[column.name]
    if value is None:
        return None
    for key in column.foreign_keys:
        return meant.get((key.column.table.name, value), f"no {key.column.table.name}")
    if (column.table.name, column.name) == ("comments", "path"):
        steps = [int(step, 16) for step in value.split("/")]
        return tuple(meant.get(("comments", step), "itself") for step in steps)
    if (column.table.name, column.name) == ("article_field_sources", "source"):
        # A thread that had to be fetched bit by bit comes out of the archive whole.
        return value.replace("+endpoint", "+archive").replace("+browser", "+archive")
    return value


KEYS = {
    "articles": ("url",),
    "comments": ("article_id", "identity"),
    "commenters": ("key",),
    "authors": ("key",),
    "images": ("url",),
    "sites": ("name",),
    "tags": ("name",),
    "list_items": ("article_id", "site_item_id", "position", "title"),
    "polls": ("article_id", "position"),
}


def short(table, plain):
    """Name a row by what tells it from the others."""
    facts = dict(plain)
    return tuple(facts[name] for name in KEYS[table]) if table in KEYS else plain


def unlike(one, other):
    """Give the rows that only one of two databases has, by table."""
    return {
        f"{side} {name}": rows
        for name in one
        for side, rows in (
            ("only here", minus(one[name], other[name])),
            ("only there", minus(other[name], one[name])),
        )
        if rows
    }


def minus(some, others):
    left = list(others)
    only = []
    for row in some:
        if row in left:
            left.remove(row)
        else:
            only.append(row)
    return only
