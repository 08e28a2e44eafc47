"""Writes the round constants of SHA-256 and SHA-512 (FIPS 180-4 section 4.2) as a C header."""


def cube_root(number: int) -> int:
    low, high = 0, 1 << (number.bit_length() // 3 + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**3 <= number else (low, middle - 1)
    return low


primes = [p for p in range(2, 410) if all(p % d for d in range(2, p))]
fractions = [cube_root(p << 192) % (1 << 64) for p in primes]
print("static const uint64_t ROUND[80] = {" + ", ".join(f"UINT64_C({f:#x})" for f in fractions) + "};")
