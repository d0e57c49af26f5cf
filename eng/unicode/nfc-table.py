#!/usr/bin/env python3
"""Prints src/Mutx.Core/Primitives/NfcTable.cs, and with --digests what NfcTests expects, from ICU 72 (Unicode 15).

The table is made once. Locks on servers are named by what it gives, so another one would give other names: see NfcText.
"""
import base64
import ctypes
import hashlib
import sys

icu = ctypes.CDLL("libicuuc.so.72")
icu.unorm2_getNFCInstance_72.restype = ctypes.c_void_p
error = ctypes.c_int(0)
nfc = ctypes.c_void_p(icu.unorm2_getNFCInstance_72(ctypes.byref(error)))
# Letters and marks that compose, reorder and block each other: what mixtures are made of.
RANGES = [
    (0x41, 0x5A), (0xC0, 0xFF), (0x300, 0x34F), (0x591, 0x5BD), (0x622, 0x65F), (0x915, 0x94D), (0x958, 0x95F),
    (0x9BE, 0x9DD), (0xB47, 0xB57), (0xF40, 0xF84), (0x1100, 0x1112), (0x1161, 0x1175), (0x11A7, 0x11C2), (0x1E00, 0x1E9B),
    (0x1F00, 0x1F70), (0x3099, 0x309E), (0xAC00, 0xAC20), (0xF900, 0xF910), (0xFB1D, 0xFB4E), (0x11099, 0x110BA),
    (0x1D15E, 0x1D172), (0x2F800, 0x2F810),
]
SCALARS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def normalized(text):
    source = text.encode("utf-16-le")
    room = ctypes.create_string_buffer(len(source) * 8 + 64)
    status = ctypes.c_int(0)
    length = icu.unorm2_normalize_72(nfc, source, len(source) // 2, room, len(room) // 2, ctypes.byref(status))
    assert status.value <= 0
    return room.raw[:2 * length].decode("utf-16-le")


def decomposition(code):
    room, status = ctypes.create_string_buffer(64), ctypes.c_int(0)
    length = icu.unorm2_getRawDecomposition_72(nfc, code, room, 16, ctypes.byref(status))
    return None if length < 0 else [ord(c) for c in room.raw[:2 * length].decode("utf-16-le")]


def number(out, value):
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)


def signed(out, value):
    number(out, value * 2 if value >= 0 else -value * 2 - 1)


def mappings():
    """Each: distance from the one before times 3, plus 0 for one character, 1 for two, 2 for two that compose again;
    then the characters, as distances from those of the one before."""
    out, last, first, second = bytearray(), 0, 0, 0
    for code in SCALARS:
        parts = None if 0xAC00 <= code <= 0xD7A3 else decomposition(code)
        if parts is None:
            continue
        kind = 0 if len(parts) == 1 else 2 if icu.unorm2_composePair_72(nfc, parts[0], parts[1]) == code else 1
        number(out, (code - last) * 3 + kind)
        signed(out, parts[0] - first)
        if kind:
            signed(out, parts[1] - second)
            second = parts[1]
        last, first = code, parts[0]
    return out


def classes():
    """Runs of one combining class: distance from the end of the run before, length, class."""
    runs = []
    for code in SCALARS:
        value = icu.u_getCombiningClass_72(code) & 255
        if value and runs and runs[-1][0] + runs[-1][1] == code and runs[-1][2] == value:
            runs[-1][1] += 1
        elif value:
            runs.append([code, 1, value])
    out, last = bytearray(), 0
    for start, length, value in runs:
        number(out, start - last)
        number(out, length)
        number(out, value)
        last = start + length
    return out


def literal(data):
    text = base64.b64encode(data).decode()
    rows = [text[i:i + 110] for i in range(0, len(text), 110)]
    return "\n".join(f'        "{row}"' + (" +" if i + 1 < len(rows) else ";") for i, row in enumerate(rows))


def digests():
    every = hashlib.sha256()
    for code in SCALARS:
        every.update((normalized(chr(code)) + "\n").encode())
    print("each scalar value:", every.hexdigest())

    # The same numbers as in the test: Knuth's MMIX generator, the upper half of each.
    pieces = [c for first, last in RANGES for c in range(first, last + 1)]
    state, mixed = 1, hashlib.sha256()
    for _ in range(100_000):
        text = ""
        for _ in range(6):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            text += chr(pieces[(state >> 33) % len(pieces)])
        mixed.update((normalized(text) + "\n").encode())
    print("mixtures:", mixed.hexdigest())


if "--digests" in sys.argv:
    digests()
else:
    print(f"""namespace Mutx.Primitives;

/// <summary>What <see cref="NfcText"/> knows of Unicode 15, as eng/unicode/nfc-table.py prints it. Never changed.</summary>
internal static class NfcTable
{{
    /// <summary>Canonical decompositions and compositions, without Hangul.</summary>
    public const string Mappings =
{literal(mappings())}

    /// <summary>Canonical combining classes other than zero.</summary>
    public const string Classes =
{literal(classes())}
}}""")
