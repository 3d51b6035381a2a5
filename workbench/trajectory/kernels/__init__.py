"""Compiled loops of this room: arrays in, arrays out, no policy. The same rules in plain numpy stand in `tests/oracles`."""
