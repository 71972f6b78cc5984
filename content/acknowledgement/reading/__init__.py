"""What pages show of duties. Reads alone; each takes the viewer."""
