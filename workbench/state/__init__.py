"""What is chosen now: one object behind every board and desk; the only caller of compute for the widgets."""
