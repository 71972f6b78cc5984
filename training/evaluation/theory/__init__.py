"""Classical test theory: pure, with numpy. What is undefined is None, never NaN.

Sources, by the names under which docstrings cite them:

- Crocker & Algina: L. Crocker, J. Algina, *Introduction to Classical and Modern Test Theory*, 1986 (reprint 2008).
- Ebel & Frisbie: R. L. Ebel, D. A. Frisbie, *Essentials of Educational Measurement*, 5th ed., 1991.
- Kelley: T. L. Kelley, "The selection of upper and lower groups for the validation of test items",
  *Journal of Educational Psychology* 30 (1939), 17-24.
- Moodle: "Quiz statistics calculations", Moodle developer documentation.
- Cronbach: L. J. Cronbach, "Coefficient alpha and the internal structure of tests", *Psychometrika* 16 (1951), 297-334.
- Bonett: D. G. Bonett, "Sample size requirements for testing and estimating coefficient alpha",
  *Journal of Educational and Behavioral Statistics* 27 (2002), 335-340.
- Wilson: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
  *Journal of the American Statistical Association* 22 (1927), 209-212.
- Haladyna & Downing: T. M. Haladyna, S. M. Downing, "How many options is enough for a multiple-choice test item?",
  *Educational and Psychological Measurement* 53 (1993), 999-1010.
"""
