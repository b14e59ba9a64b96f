"""The record: everything downloaded is written as WARC, and read again from it."""
