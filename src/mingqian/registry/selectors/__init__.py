"""Reads of the registries: every one takes the actor first and shows nothing beyond that actor's scope."""

from mingqian.registry.selectors import inspectors, items, pools, rule_documents, subjects, universe

__all__ = ["inspectors", "items", "pools", "rule_documents", "subjects", "universe"]
