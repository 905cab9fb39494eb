package org.aihf.torch.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aihf.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  @TempDir Path directory;

  @Test
  void readsWhatPythonWrote() throws IOException {
    Path file = directory.resolve("python.safetensors");
    try (InputStream in = getClass().getResourceAsStream("/org/aihf/torch/python.safetensors")) {
      Files.copy(in, file);
    }
    JsonNode expected;
    try (InputStream in = getClass().getResourceAsStream("/org/aihf/torch/python.json")) {
      expected = new ObjectMapper().readTree(in);
    }
    try (Safetensors tensors = Safetensors.open(file)) {
      assertThat(tensors.metadata()).containsEntry("format", "pt");
      assertThat(tensors.names()).hasSize(expected.size()).contains("bfloat16", "scalar", "empty");
      for (String name : tensors.names()) {
        JsonNode tensor = expected.get(name);
        assertThat(tensors.info(name).shape().toString().replace(" ", ""))
            .isEqualTo(tensor.get("shape").toString());
        float[] values = tensors.floats(name);
        assertThat(values).hasSize(tensor.get("values").size());
        for (int i = 0; i < values.length; i++) {
          assertThat(values[i]).as(name).isEqualTo((float) tensor.get("values").get(i).asDouble());
        }
      }
      FloatBuffer middle = FloatBuffer.allocate(2);
      tensors.read("float32", 5, middle);
      assertThat(middle.get(0)).isEqualTo((float) expected.at("/float32/values/5").asDouble());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                        | the header must be an object",
        "{'a':1}                                   | tensor 'a' must be an object",
        "{'a':                                     | the header is not JSON",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} x | the header is not JSON",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} {} | goes on after its closing",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[0],'data_offsets':[4,4]}} | tensor 'a' appears twice",
        "{'a':{'shape':[1],'data_offsets':[0,4]}}  | tensor 'a' lacks dtype",
        "{'a':{'dtype':'F32','dtype':'F32','shape':[1],'data_offsets':[0,4]}} | has two dtypes",
        "{'a':{'dtype':'F31','shape':[1],'data_offsets':[0,4]}} | tensor 'a' has dtype 'F31'; known are [F64",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | tensor 'a' shape holds '-1'",
        "{'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}} | holds '1.0'",
        "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,4]}} | holds '9999",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,4]}} | more bytes than any file",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | needs 8 bytes, its data_offsets span 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} | has data_offsets [4, 0]",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}} | has data_offsets [0, 4, 8]",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | tensor 'a' ends at byte 8 of the data, the file has 4",
        "{'a':{'dtype':'U8','shape':[3],'data_offsets':[1,4]}} | tensor 'a' begins at byte 1",
        "{'a':{'dtype':'U8','shape':[3],'data_offsets':[0,3]},'b':{'dtype':'U8','shape':[2],'data_offsets':[2,4]}} | tensor 'b' begins at byte 2 of the data, the one before ends at 3",
        "{'a':{'dtype':'U8','shape':[3],'data_offsets':[0,3]}} | the tensors end at byte 3 of the data, the file has 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'x':1}} | unknown field 'x'",
        "{'__metadata__':{'format':1}}             | __metadata__.format must be a string",
      })
  void refusesADamagedHeader(String header, String complaint) throws IOException {
    Path file = file("bad.safetensors", header.replace('\'', '"').strip(), 4);
    assertThatThrownBy(() -> Safetensors.open(file).close())
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(complaint);
  }

  @Test
  void refusesImpossibleHeaderLengths() throws IOException {
    for (long length : new long[] {0, 1, 100_000_001, Long.MAX_VALUE, -1}) {
      Path file = directory.resolve("length.safetensors");
      ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      Files.write(file, bytes.array());
      assertThatThrownBy(() -> Safetensors.open(file).close())
          .isInstanceOf(UserError.class)
          .hasMessageContaining("claims a header of " + Long.toUnsignedString(length) + " bytes");
    }
    Path file = directory.resolve("cut.safetensors");
    Files.write(file, ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(99).array());
    assertThatThrownBy(() -> Safetensors.open(file).close())
        .hasMessageContaining("header of 99 bytes but has only 56");
    Files.write(file, new byte[3]);
    assertThatThrownBy(() -> Safetensors.open(file).close()).hasMessageContaining("has 3 bytes");
    assertThatThrownBy(() -> Safetensors.open(directory.resolve("absent")).close())
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("absent: no such file");
  }

  @Test
  void refusesPickledWeights() throws IOException {
    Path bin = Files.write(directory.resolve("pytorch_model.bin"), new byte[100]);
    Path zip =
        Files.write(
            directory.resolve("renamed.safetensors"),
            "PK\3\4    ".getBytes(StandardCharsets.UTF_8));
    for (Path path : List.of(bin, zip, directory)) {
      assertThatThrownBy(() -> Safetensors.open(path).close())
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith(path + ": ")
          .hasMessageContaining("pickled weights")
          .hasMessageContaining("safe_serialization=True");
    }
  }

  @Test
  void readsShardsThroughTheirIndex() throws IOException {
    SafetensorsWriter.write(directory.resolve("x.safetensors"), List.of(tensor("a")), Dtype.F32);
    SafetensorsWriter.write(
        directory.resolve("y.safetensors"), List.of(tensor("b"), tensor("c")), Dtype.F32);
    index(
        "{\"metadata\":{\"total_size\":24},\"weight_map\":{\"b\":\"y.safetensors\",\"a\":\"x.safetensors\"}}");
    try (Safetensors tensors = Safetensors.open(directory)) {
      assertThat(tensors.names()).containsExactly("b", "a");
      assertThat(tensors.floats("a")).containsExactly(1, 2);
      tensors.requireShape("a", 2);
      assertThatThrownBy(() -> tensors.requireShape("a", 2, 1))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("x.safetensors: tensor 'a' has shape [2], the model needs [2, 1]");
      assertThatThrownBy(() -> tensors.floats("c"))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("has no tensor 'c'");
    }
    index("{\"weight_map\":{\"d\":\"y.safetensors\"}}");
    assertThatThrownBy(() -> Safetensors.open(directory).close())
        .hasMessageContaining("y.safetensors: has no tensor 'd'");
    index("{\"weight_map\":{\"d\":\"z.safetensors\"}}");
    assertThatThrownBy(() -> Safetensors.open(directory).close())
        .hasMessageContaining("z.safetensors: no such file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x.safetensors",
        "sub/x.safetensors",
        "/etc/x.safetensors",
        "C:\\\\x.safetensors",
        "..\\\\x.safetensors",
        "a..safetensors",
        ".safetensors",
        "x.bin",
        ""
      })
  void refusesShardsOutsideTheirDirectory(String shard) throws IOException {
    index("{\"weight_map\":{\"d\":\"" + shard + "\"}}");
    assertThatThrownBy(() -> Safetensors.open(directory).close())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("index.json: tensor 'd' is said to be in");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                              | is not JSON",
        "[]                             | must be an object with a weight_map",
        "{'weight_map':[]}              | has no weight_map",
        "{'weight_map':{'a':1}}         | tensor 'a' must map to a file name",
        "{'weight_map':{'a':'x.safetensors','a':'x.safetensors'}} | tensor 'a' appears twice",
      })
  void refusesADamagedIndex(String json, String complaint) throws IOException {
    index(json.replace('\'', '"').strip());
    assertThatThrownBy(() -> Safetensors.open(directory).close())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("index.json")
        .hasMessageContaining(complaint);
  }

  @Test
  void aFileThatShrinksWhileItIsReadIsReported() throws IOException {
    Path file = directory.resolve("x.safetensors");
    SafetensorsWriter.write(file, List.of(tensor("a")), Dtype.F32);
    try (Safetensors tensors = Safetensors.open(file)) {
      try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
        raw.setLength(raw.length() - 1);
      }
      assertThatThrownBy(() -> tensors.floats("a"))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("became shorter");
    }
  }

  private static TensorSource tensor(String name) {
    return TensorSource.of(name, new float[] {1, 2}, 2);
  }

  private void index(String json) throws IOException {
    Files.writeString(directory.resolve(ShardIndex.FILE), json);
  }

  private Path file(String name, String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    return Files.write(directory.resolve(name), bytes.array());
  }
}
