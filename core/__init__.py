"""Core: errors, settings, clock, ids, security, telemetry. No business word lives here.

Anybody may import core; core imports nothing of ours. To add a part: one noun, one file.
"""
