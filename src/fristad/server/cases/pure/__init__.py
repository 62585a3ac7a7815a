"""What cases needs and no database: codes, names, phones, dates, ages, journeys, places, texts.

Nothing here imports Django. What a person reads is a `wording.Sentence`, translated where it is shown.
"""
