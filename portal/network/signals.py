"""What the network tells the layers above. Sent inside the transaction that made the change."""

from django.dispatch import Signal

department_created = Signal()
"""department: a new Department, whose authors need a place of their own in the page tree."""
