"""A stranger's file, a shared computer, a full disk: only a clear error leaves, or nothing happens."""
