"""Rules of reading: cues, hedges, charge, entities, spans.

Lexicons are versioned data files beside the rules.
"""
