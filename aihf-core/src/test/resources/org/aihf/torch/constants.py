def f(self, x: Tensor) -> Tensor:
  return x * $HEADS + $EPS
