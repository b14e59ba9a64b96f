"""What is kept, for years: tables, and the few ways to write and read them.

`open_database` gives a migrated engine, `Store` saves visits, `frontier` says what is
due, `crawls` and `lease` say who is at work. The models' docstrings are the
documentation of the tables (docs/data.md is made from them).
"""
