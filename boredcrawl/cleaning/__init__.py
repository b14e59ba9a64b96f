"""Text in, text out: pure functions over text, times, URLs and element trees."""
