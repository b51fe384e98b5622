"""Memory: what we know. Alone speaks SQL and vectors.

One noun, one file: tables and the questions asked of them. Nobody here commits; the edge does.
"""
