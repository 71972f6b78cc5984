"""What an answer is worth. Pure: no database, no clock, no chance; the same question and answer give the same grade."""

from training.assessments.grading.grade import Grade, State, grade, grade_rubric
from training.assessments.grading.score import Item, Policy, Score, score

__all__ = ["Grade", "Item", "Policy", "Score", "State", "grade", "grade_rubric", "score"]
