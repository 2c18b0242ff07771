"""Claims as annotations of other tools: Label Studio, doccano, spaCy, CoNLL, UIMA (INCEpTION) and brat."""
