"""The reader: an archive in a browser. It reads, and changes nothing."""
