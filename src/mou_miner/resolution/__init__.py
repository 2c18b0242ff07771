"""Partnerships across documents: what each document tells of the same two governments, joined to one."""

from mou_miner.resolution.resolve import resolve

__all__ = ["resolve"]
