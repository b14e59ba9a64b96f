"""Articles handed on in the forms other tools read: one file a form."""
