"""org.aihf.random.RandomStream (SplitMix64) and java.util.random.RandomGenerator.nextInt(bound), to replay an order."""
MASK = (1 << 64) - 1


class RandomStream:
    def __init__(self, seed):
        self.seed = self.state = seed

    @staticmethod
    def of(seed):
        return RandomStream(RandomStream.mix(seed ^ 0x5851F42D4C957F2D))

    @staticmethod
    def mix(z):
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
        return z ^ (z >> 31)

    def split(self, name):
        code = 0xCBF29CE484222325
        for byte in name.encode():
            code = (code ^ byte) * 0x100000001B3 & MASK
        return RandomStream(self.mix(self.seed + self.mix(code) & MASK))

    def next_int(self):
        self.state = self.state + 0x9E3779B97F4A7C15 & MASK
        return self.mix(self.state) >> 32

    def below(self, bound):
        if bound & (bound - 1) == 0:
            return self.next_int() & (bound - 1)
        while True:
            u = self.next_int() >> 1
            if u - u % bound + bound - 1 < 1 << 31:
                return u % bound

    def permutation(self, size):
        order = list(range(size))
        for i in range(size - 1, 0, -1):
            j = self.below(i + 1)
            order[i], order[j] = order[j], order[i]
        return order
