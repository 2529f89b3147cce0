package rich;

import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Field;
import dev.edgewise.annotations.Reserved;
import dev.edgewise.core.model.Tensor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has a field of every kind. */
@EdgeService
public interface Rich {
  Everything same(Everything value);

  List<String> mix(
      int number, Integer maybe, String in, Optional<Colour> tag, double[] size, Map<String, Small> out, boolean[] value);

  byte tiny(byte value);

  char letter(char value);

  Optional<Small> find(long id);

  Map<Integer, String> names();

  Colour colour();

  Tensor turned(Tensor value, Map<String, Tensor> more);

  void nothing();

  enum Colour {
    RED,
    GREEN,
    @Field(1_000_000)
    BLUE
  }

  record Small(String text, int number) {}

  record Empty() {}

  record Tree(String name, List<Tree> children, Optional<Tree> other) {}

  record Scalars(
      boolean bool,
      byte int8,
      short int16,
      char letter,
      int int32,
      long int64,
      float float32,
      double float64,
      String string,
      byte[] bytes,
      Colour colour,
      Small small,
      Empty empty,
      Instant instant,
      Duration duration,
      Tensor tensor) {}

  record Nullables(
      Boolean bool, Byte int8, Short int16, Character letter, Integer int32, Long int64, Float float32, Double float64) {}

  record Optionals(
      Optional<Boolean> bool,
      Optional<Byte> int8,
      Optional<Integer> int32,
      Optional<Long> int64,
      Optional<Double> float64,
      Optional<String> string,
      Optional<byte[]> bytes,
      Optional<Colour> colour,
      Optional<Small> small,
      Optional<Instant> instant,
      Optional<Duration> duration,
      Optional<Tensor> tensor) {}

  record Lists(
      List<Boolean> bool,
      List<Byte> int8,
      List<Short> int16,
      List<Character> letter,
      List<Integer> int32,
      List<Long> int64,
      List<Float> float32,
      List<Double> float64,
      List<String> string,
      List<byte[]> bytes,
      List<Colour> colour,
      List<Small> small,
      List<Instant> instant,
      List<Duration> duration,
      List<Tensor> tensor) {}

  record Arrays(boolean[] bool, int[] int32, long[] int64, float[] float32, double[] float64) {}

  record Maps(
      Map<String, String> string,
      Map<Integer, Boolean> bool,
      Map<Long, Double> float64,
      Map<Boolean, Small> small,
      Map<String, Colour> colour,
      Map<String, byte[]> bytes,
      Map<String, Instant> instant,
      Map<Integer, Short> int16,
      Map<Integer, Empty> empty,
      Map<String, Tensor> tensor) {}

  /** Names that generated code uses itself, and numbers whose tags take one to five bytes. */
  @Reserved(numbers = {3, 4, 5, 9}, names = {"old", "older"})
  record Everything(
      @Field(1) Scalars value,
      @Field(2) Nullables in,
      @Field(15) Optionals out,
      @Field(16) Lists tag,
      @Field(3_000) Arrays size,
      @Field(300_000) Maps sizes,
      @Field(40_000_000) Tree element,
      @Field(536_870_911) int slot,
      @Field(17) int e) {}
}
