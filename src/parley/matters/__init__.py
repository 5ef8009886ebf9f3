"""Matter, duty, instrument: canonical order, fold, verdicts, clocks. Pure."""
