"""HTML: the one place where marks of the web are written, as templates with escaping on; they show plain data.

``kit`` fills the templates of ``templates/``. This room knows no other, so every room may draw with it.
"""
