"""Page classes that every site starts from; each reads and never crawls."""
