package org.aihf.torch.safetensors;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Element types of the format that can be read, each widened (or, above 24 bits, rounded) to float.
 */
public enum Dtype {
  F64(8) {
    @Override
    float next(ByteBuffer bytes) {
      return (float) bytes.getDouble();
    }
  },
  F32(4) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getFloat();
    }

    @Override
    void append(float value, ByteBuffer bytes) {
      bytes.putFloat(value);
    }

    @Override
    void widen(ByteBuffer bytes, FloatBuffer into) {
      into.put(bytes.asFloatBuffer());
      bytes.position(bytes.limit());
    }
  },
  F16(2) {
    @Override
    float next(ByteBuffer bytes) {
      return HalfPrecision.fromFloat16(bytes.getShort());
    }

    @Override
    void append(float value, ByteBuffer bytes) {
      bytes.putShort(HalfPrecision.toFloat16(value));
    }
  },
  BF16(2) {
    @Override
    float next(ByteBuffer bytes) {
      return HalfPrecision.fromBfloat16(bytes.getShort());
    }

    @Override
    void append(float value, ByteBuffer bytes) {
      bytes.putShort(HalfPrecision.toBfloat16(value));
    }
  },
  I64(8) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getLong();
    }
  },
  I32(4) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getInt();
    }
  },
  I16(2) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getShort();
    }
  },
  I8(1) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.get();
    }
  },
  U8(1) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.get() & 0xFF;
    }
  },
  BOOL(1) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.get() == 0 ? 0 : 1;
    }
  };

  private final int bytes;

  Dtype(int bytes) {
    this.bytes = bytes;
  }

  /** Size of one element. */
  public int bytes() {
    return bytes;
  }

  abstract float next(ByteBuffer bytes);

  /** Appends one value, rounded to nearest even. */
  void append(float value, ByteBuffer bytes) {
    throw new IllegalArgumentException("tensors are written as F32, F16 or BF16, not " + this);
  }

  /** Converts all remaining bytes. */
  void widen(ByteBuffer bytes, FloatBuffer into) {
    while (bytes.hasRemaining()) {
      into.put(next(bytes));
    }
  }
}
