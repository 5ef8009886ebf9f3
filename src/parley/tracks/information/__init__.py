"""Information exchange: graded and marked reports, requests for information, joint assessments. Pure."""
