"""Taking in a folder of manuals: parse what describes it, plan, apply. `plan` is pure; `apply` performs."""
