"""Twelve plain words for 96 bits, to be written down at home or read out over the telephone.

A list of our own: short names of things, no two alike in their first four letters, none about people or violence.
"""

from __future__ import annotations

_LIST = """
acorn almond anchor apple apron arch arrow attic autumn badge bagel balloon bamboo banjo barley basket
beach bean beetle bell bench berry bicycle birch biscuit blanket blossom boat bonnet book boot bottle
bowl branch bread brick bridge broom brush bucket button cabbage cactus camel candle canoe carpet
carrot castle cedar cello chair chalk cherry chimney cinnamon circle clay cliff cloud clover coal cocoa
coffee comb compass copper coral corn cotton cradle crayon cricket crystal cup curtain cushion daisy desk
dolphin donkey door dove dragon drum duck eagle easel elbow elm engine envelope falcon fan feather fence
fern fiddle field fig flag flask flour flute forest fork fountain fox frog garden garlic gate ginger
giraffe glass globe glove goat goose grape grass guitar hammer harbour harp hat hazel hedge heron
hill honey horse house ice igloo ink island ivory ivy jacket jam jar jasmine jug juniper kettle
kite kiwi ladder lake lamp lantern lavender leaf lemon lentil lettuce lily lime linen lion lizard
loom magnet mango maple marble meadow melon mill mint mirror mitten moon moss mountain muffin mushroom
napkin needle nest noodle nutmeg oak oasis oat ocean olive onion orange orchid otter oven owl
paddle paint palm panda paper parrot pasta peach pear pebble pencil pepper piano pigeon pillow pine
plate plum pocket pond poppy potato pumpkin quill rabbit radish rain raisin ribbon rice river
robin rocket roof rope rose ruler saddle salt sand saucer scarf seed sesame shell ship shoe
silver sky snow sofa spoon squirrel star stone sugar sun table tea thread tiger tree
"""
WORDS = tuple(_LIST.split())
_NUMBERS = {word: number for number, word in enumerate(WORDS)}

#: How many bytes, and so how many words.
LENGTH = 12


def to_words(start: bytes) -> str:
    """Return one word for each of the first twelve bytes."""
    return " ".join(WORDS[byte] for byte in start[:LENGTH])


def from_words(text: str) -> bytes:
    """Return the twelve bytes. Raises ValueError for a word that is not in the list, or another number of words."""
    words = text.lower().split()
    unknown = [word for word in words if word not in _NUMBERS]
    if unknown or len(words) != LENGTH:
        raise ValueError(f"twelve words of the list are needed; not in it: {', '.join(unknown) or 'none'}")
    return bytes(_NUMBERS[word] for word in words)
