"""One router per noun: it calls tools and renders a template. Listed in `api/web/site.py`."""
