"""The door of enrolment.

`begin` and `forecast` for rules, `enrol_person` when somebody's place in the network changed, `register_finder` for the
room that keeps technician ids. Registering itself is the business of courses.
"""

from training.enrolment.identifying import Finder, register_finder
from training.enrolment.matching import Forecast, forecast
from training.enrolment.models import EnrolmentRule, RuleRun
from training.enrolment.running import RunRefused, begin, enrol_person

__all__ = [
    "EnrolmentRule",
    "Finder",
    "Forecast",
    "RuleRun",
    "RunRefused",
    "begin",
    "enrol_person",
    "forecast",
    "register_finder",
]
