# ruff: noqa: S608  # the names in the SQL are our own
"""Full text: titles, bodies, list items and comments, indexed by triggers.

SQLite has FTS5 tables over the texts where they stand; PostgreSQL keeps a `tsvector` beside
each, in a table of its own, so that a visit that only moves `last_seen_at` does not write it
again. Either is found under the same name and indexes the same words: PostgreSQL's own parser
goes by the locale, so it is not asked; `search_words` follows the rules of SQLite's tokeniser,
which `boredcrawl.db.search.letters` holds and which are frozen.

A later migration that makes one of the three tables anew (alembic's batch mode does, on SQLite)
drops its triggers with it, and has to make them again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from boredcrawl.db.search.letters import CAPITALS, LETTERS, MARKS, SEPARATORS, SMALL, ranges

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEXES = {
    "article_search": ("articles", "title", "body_text"),
    "list_item_search": ("list_items", "title", "text"),
    "comment_search": ("comments", None, "text"),
}
"""Each index, and what it indexes: the table, its heading and its text."""

EVENTS = {
    "added": "INSERT ON {table} REFERENCING NEW TABLE AS added FOR EACH STATEMENT",
    "changed": "UPDATE OF {columns} ON {table} FOR EACH ROW WHEN ({differ})",
    "removed": "DELETE ON {table} REFERENCING OLD TABLE AS removed FOR EACH STATEMENT",
    "emptied": "TRUNCATE ON {table} FOR EACH STATEMENT",
}
"""When PostgreSQL's triggers fire; SQLite's are named alike, and it knows no TRUNCATE."""


def upgrade() -> None:
    # Searches within dates; the index holds what has none as well.
    op.create_index("ix_comments_posted_at", "comments", ["posted_at"])
    if op.get_context().dialect.name == "postgresql":
        add_functions()
        for index, source in INDEXES.items():
            add_postgresql(index, *source)
        return
    for index, source in INDEXES.items():
        add_sqlite(index, *source)


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        for index, (table, _, _) in INDEXES.items():
            for event in EVENTS:
                op.execute(f"DROP TRIGGER {index}_{event} ON {table}")
                op.execute(f"DROP FUNCTION {index}_{event}()")
            op.drop_table(index)
        op.execute("DROP FUNCTION search_vector(text, text)")
        op.execute("DROP FUNCTION search_words(text)")
    else:
        for index in INDEXES:
            for event in ("added", "changed", "removed"):
                op.execute(f"DROP TRIGGER {index}_{event}")
            op.execute(f"DROP TABLE {index}")
    op.drop_index("ix_comments_posted_at", "comments")


def add_sqlite(index: str, table: str, heading: str | None, text: str) -> None:
    columns = [column for column in (heading, text) if column]
    separators = "".join(
        chr(point) for first, last in ranges(SEPARATORS) for point in range(first, last + 1)
    )
    op.execute(
        f"CREATE VIRTUAL TABLE {index} USING fts5({', '.join(columns)}, "
        f"content='{table}', content_rowid='id', "
        # Without it a search for cat* merges the places of every word that begins so: of a
        # million comments 260 ms instead of 10 (November 2026), for 2.5 times the index.
        f"prefix='3 4', "
        f"tokenize=\"unicode61 remove_diacritics 2 separators '{separators}'\")"
    )
    names = ", ".join(columns)
    new = ", ".join(f"new.{column}" for column in columns)
    old = ", ".join(f"old.{column}" for column in columns)
    differ = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
    add = f"INSERT INTO {index} (rowid, {names}) VALUES (new.id, {new});"
    remove = f"INSERT INTO {index} ({index}, rowid, {names}) VALUES ('delete', old.id, {old});"
    op.execute(f"CREATE TRIGGER {index}_added AFTER INSERT ON {table} BEGIN {add} END")
    op.execute(
        f"CREATE TRIGGER {index}_changed AFTER UPDATE OF {names} ON {table} "
        f"WHEN {differ} BEGIN {remove} {add} END"
    )
    op.execute(f"CREATE TRIGGER {index}_removed AFTER DELETE ON {table} BEGIN {remove} END")
    op.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    # Else the first crawl afterwards has to merge it all: storing took ten times as long.
    op.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")


def add_functions() -> None:
    letters = "".join(
        f"\\U{first:08x}-\\U{last:08x}" if last > first else f"\\U{first:08x}"
        for first, last in ranges(LETTERS)
    )
    op.execute(SEARCH_WORDS.format(letters=letters, capitals=CAPITALS + MARKS, small=SMALL))
    op.execute(SEARCH_VECTOR)


def add_postgresql(index: str, table: str, heading: str | None, text: str) -> None:
    op.create_table(
        index,
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        # It never changes, and spares most filters a look at the row.
        sa.Column("article_id", sa.BigInteger(), nullable=False),
        sa.Column("vector", TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{index}"),
    )
    columns = [column for column in (heading, text) if column]
    owner = "id" if table == "articles" else "article_id"
    plain = f"search_vector({heading or 'NULL'}, {text})"
    new = f"search_vector({f'new.{heading}' if heading else 'NULL'}, new.{text})"
    # Bodies are too long for a row; out of line, but not compressed, they are read faster.
    op.execute(f"ALTER TABLE {index} ALTER COLUMN vector SET STORAGE EXTERNAL")
    op.execute(f"INSERT INTO {index} SELECT id, {owner}, {plain} FROM {table}")
    op.execute(f"CREATE INDEX ix_{index}_vector ON {index} USING gin (vector)")
    acts = {
        "added": f"INSERT INTO {index} SELECT id, {owner}, {plain} FROM added;",
        "changed": f"UPDATE {index} SET vector = {new} WHERE id = new.id;",
        "removed": f"DELETE FROM {index} WHERE id IN (SELECT id FROM removed);",
        "emptied": f"TRUNCATE {index};",
    }
    differ = " OR ".join(f"old.{column} IS DISTINCT FROM new.{column}" for column in columns)
    for event, when in EVENTS.items():
        op.execute(
            f"CREATE FUNCTION {index}_{event}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$do$ BEGIN {acts[event]} RETURN NULL; END $do$"
        )
        told = when.format(table=table, columns=", ".join(columns), differ=differ)
        op.execute(
            f"CREATE TRIGGER {index}_{event} AFTER {told} EXECUTE FUNCTION {index}_{event}()"
        )


SEARCH_WORDS = """
CREATE FUNCTION search_words(text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $do$
    SELECT coalesce(array_agg(word ORDER BY place), '{{}}')
    FROM (
        SELECT left(
            CASE
                WHEN octet_length(word) = char_length(word) THEN word
                ELSE translate(word, '{capitals}', '{small}')
            END,
            500
        ) AS word, place
        FROM unnest(string_to_array(regexp_replace(
            lower(left($1, 200000) COLLATE "C"), '[^{letters}]+', ' ', 'g'
        ), ' ')) WITH ORDINALITY AS split (word, place)
    ) folded
    WHERE word <> ''
$do$
"""

# A heading's words are there twice, the second time behind a !, for searches of headings alone:
# GIN does not know the labels, and every row with the word would have to be looked into.
# The lexeme ? says that places of words are lost: a vector keeps 255 of one word, and none
# beyond the 16,383rd.
SEARCH_VECTOR = """
CREATE FUNCTION search_vector(heading text, body text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $do$
DECLARE
    heads text[] := search_words(coalesce(heading, ''));
    words text[] := search_words(coalesce(body, ''));
    vector tsvector := (
        SELECT coalesce(string_agg(word, ' '), '') FROM (
            SELECT mark || word || ':' || place || 'A' AS word
            FROM unnest(heads) WITH ORDINALITY AS head (word, place),
                (VALUES (''), ('!')) AS marks (mark)
            UNION ALL
            SELECT word || ':' || place + cardinality(heads) + 1 || 'B'
            FROM unnest(words) WITH ORDINALITY AS other (word, place)
        ) placed
    )::tsvector;
    total integer := 2 * cardinality(heads) + cardinality(words);
BEGIN
    IF total > 255 AND total > (SELECT sum(cardinality(positions)) FROM unnest(vector)) THEN
        RETURN vector || '''?'''::tsvector;
    END IF;
    RETURN vector;
END
$do$
"""
