"""Information exchange at the desk: reports, requests, joint assessments, and what is kept at home."""
