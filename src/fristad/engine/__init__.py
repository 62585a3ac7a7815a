"""What an indicator set means: truth values, rules, determinations, explanations and questions.

Pure Python, standard library only, immutable values. Start reading at `truth`, then `instrument`, then `evaluation`.
"""
