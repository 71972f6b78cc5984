"""The language of print templates: what HTML, CSS, files and fields may say, and what may stand in a field. No ORM."""
