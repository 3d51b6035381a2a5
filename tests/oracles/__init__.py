"""The rules again in plain numpy: slow, short, to read, and what the compiled loops are held against."""
