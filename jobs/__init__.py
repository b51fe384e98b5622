"""Jobs: durable work, one file per job, named as the work in domain/work.py.

To add one: a class in domain/work.py, a line in domain/loop.py, and the file of the same words.
"""
