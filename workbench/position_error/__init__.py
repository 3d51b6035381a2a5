"""How wrong a fix may be: the model, its mixture, what calibration learned, jumps and bursts, chance inside a place."""
