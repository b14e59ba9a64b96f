"""How a batch of visits becomes rows: one file a subject, in the order `batch` calls them."""
