"""The laws of the house as small checks: each takes the project's folder and gives the lines that break it.

``python -m tests.laws`` runs those that only read the source. Laws 2 and 4 are import-linter's (``pyproject.toml``);
laws 5, 7 and 8 run code and stand in the tests beside these files, where each check is also seen to fail.
"""
