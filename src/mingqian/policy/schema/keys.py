"""Every parameter a pack must state, silence included; a key that is not here cannot stand in a pack."""

from collections.abc import Mapping
from types import MappingProxyType

from mingqian.policy.schema import keys_draw, keys_people, keys_process, keys_publicity
from mingqian.policy.schema.key import Key

ALL: tuple[Key, ...] = keys_draw.KEYS + keys_people.KEYS + keys_process.KEYS + keys_publicity.KEYS
BY_NAME: Mapping[str, Key] = MappingProxyType({key.name: key for key in ALL})
