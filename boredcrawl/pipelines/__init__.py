"""Item pipelines, one act a file; their order stands in settings.py. They carry visits."""
