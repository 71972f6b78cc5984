"""Training in the demo: a question bank, assessments and courses that follow the demo's own manuals."""
