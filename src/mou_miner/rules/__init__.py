"""What to look for, as data: fields of cooperation, activities, cues for assertion and stage, spelling."""

from mou_miner.rules.load import load_rules
from mou_miner.rules.schema import Rules

__all__ = ["Rules", "load_rules"]
