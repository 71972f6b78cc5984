"""A year in which the demo's people have learnt: taken courses, answered questions, been certified, and been watched
at work. Chance comes from seeds, so that every portal has the same year; days are counted back from its first start.

Where a door takes a day that has passed, it is used. The others stamp what they do with now: there rows are written, as
the door would have written them then, and the module says so.
"""
