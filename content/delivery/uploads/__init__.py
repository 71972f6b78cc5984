"""Large files on their way in: in parts, resumable, from OEM staff only."""
