"""Side by side with the peers: run ``python -m benchmarks``, or one of its parts such as ``python -m benchmarks.bench_stays``."""
