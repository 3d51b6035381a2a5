"""Changed inputs for every reader: ``python -m tests.fuzz --minutes 60`` for an hour, a few seconds of it in the tests."""
