"""Annotations of other tools as corrections: Label Studio, doccano, spaCy, CoNLL and UIMA (INCEpTION)."""
