"""The looks in which pictures of the window are taken, shared by the scripts that do."""
import subprocess

LOOKS = [
    # name, width, what is set, size of text
    ("360-light", 360, {}, 1),
    ("730-dark", 730, {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}, 1),
    ("1180-high-contrast", 1180, {"ADW_DEBUG_HIGH_CONTRAST": "1"}, 1),
    ("1180-large-text", 1180, {}, 2),
]

NARROWEST = {1: 360, 2: 400}  # what a window may ask for, by the size of text


def size_of(path):
    words = subprocess.run(["identify", "-format", "%w %h", path], capture_output=True, text=True, check=True)
    return [int(word) for word in words.stdout.split()]
