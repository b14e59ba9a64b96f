"""What is said to the archive by those who do not know it."""

page_made_whole = object()
"""A page stands as it was never sent: with what its buttons loaded in place. `url`, `body`."""
