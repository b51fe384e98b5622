"""The Slack app as it is described to Slack: `manifest.yaml` is made by `refleqt slack manifest`.

To change it: `domain/slack_manifest.py`; a test compares both.
"""
