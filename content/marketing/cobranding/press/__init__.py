"""Printing what others wrote: in a short-lived process with limits of time, memory and pages, which reads nothing but
what it is handed."""
