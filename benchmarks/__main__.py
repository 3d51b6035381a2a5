"""Run every benchmark of this folder, one after the other; exit status 1 if one of them misses what it needs."""

import importlib
import pkgutil
import sys
import warnings

import benchmarks

if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    names = sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name.startswith("bench_"))
    failed = []
    for name in names:
        sys.stdout.write(f"\n{name}\n")
        sys.stdout.flush()
        if importlib.import_module(f"benchmarks.{name}").main():
            failed.append(name)
    sys.stdout.write(f"\nbelow what is needed: {', '.join(failed)}\n" if failed else "\nall as needed\n")
    sys.exit(1 if failed else 0)
