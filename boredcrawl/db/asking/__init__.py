"""What readers ask of an archive, each answer in one piece; knows no web."""
