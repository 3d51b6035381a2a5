"""What somebody's weeks look like: home."""
