"""Seeded random numbers: the same words give the same generator in every process and on every machine."""

from hashlib import blake2b

from numpy.random import PCG64, Generator


def generator(*parts: object) -> Generator:
    """A generator that depends on the text of `parts` alone."""
    text = "\x1f".join(str(part) for part in parts)
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return Generator(PCG64(int.from_bytes(digest, "little")))
