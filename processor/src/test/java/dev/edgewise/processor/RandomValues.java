package dev.edgewise.processor;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes random values of records, and the protobuf message that stands for a value, by reflection
 * and apart from the generated codecs.
 */
final class RandomValues {
  private static final int[] INTS = {0, 1, -1, 127, 128, 300, Integer.MAX_VALUE, Integer.MIN_VALUE};
  private static final long[] LONGS = {0, 1, -1, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE};
  private static final double[] DOUBLES = {
    0, -0.0, 1.5, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE
  };
  private static final String[] TEXTS = {"", "a", "grüße", "\u0000", "日本", "🙂🙃", "x".repeat(200)};

  private final Random random;

  RandomValues(long seed) {
    random = new Random(seed);
  }

  Object of(Type type, int depth) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType generic) {
      return container(generic, depth);
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isRecord()) {
      return record(raw, depth);
    }
    if (raw.isEnum()) {
      Object[] constants = raw.getEnumConstants();
      return constants[random.nextInt(constants.length)];
    }
    if (raw.isArray()) {
      Object array = Array.newInstance(raw.getComponentType(), random.nextInt(4));
      for (int i = 0; i < Array.getLength(array); i++) {
        Array.set(array, i, scalar(raw.getComponentType()));
      }
      return array;
    }
    return scalar(raw);
  }

  private Object record(Class<?> type, int depth) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      boolean boxed =
          types[i].getPackageName().equals("java.lang")
              && types[i] != String.class
              && !types[i].isPrimitive()
              && !types[i].isArray();
      values[i] =
          boxed && random.nextBoolean() ? null : of(components[i].getGenericType(), depth + 1);
    }
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    return constructor.newInstance(values);
  }

  private Object container(ParameterizedType type, int depth) throws ReflectiveOperationException {
    Type[] arguments = type.getActualTypeArguments();
    int count = depth > 4 ? 0 : random.nextInt(4);
    if (type.getRawType() == Optional.class) {
      return count == 0 ? Optional.empty() : Optional.of(of(arguments[0], depth + 1));
    }
    if (type.getRawType() == List.class) {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        list.add(of(arguments[0], depth + 1));
      }
      return list;
    }
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      map.put(of(arguments[0], depth + 1), of(arguments[1], depth + 1));
    }
    return map;
  }

  private Object scalar(Class<?> type) {
    int r = random.nextInt(1000);
    return switch (type.getSimpleName()) {
      case "boolean", "Boolean" -> random.nextBoolean();
      case "byte", "Byte" -> (byte) INTS[r % INTS.length];
      case "short", "Short" -> (short) INTS[r % INTS.length];
      case "char", "Character" -> (char) INTS[r % INTS.length];
      case "int", "Integer" -> INTS[r % INTS.length];
      case "long", "Long" -> LONGS[r % LONGS.length];
      case "float", "Float" -> (float) DOUBLES[r % DOUBLES.length];
      case "double", "Double" -> DOUBLES[r % DOUBLES.length];
      case "String" -> TEXTS[r % TEXTS.length];
      case "Instant" ->
          Instant.ofEpochSecond(random.nextInt(), r % 2 == 0 ? 0 : random.nextInt(1_000_000_000));
      case "Duration" ->
          Duration.ofSeconds(random.nextInt(), r % 2 == 0 ? 0 : random.nextInt(1_000_000_000));
      case "Tensor" -> tensor();
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  private Tensor tensor() {
    ElementType[] types = ElementType.values();
    List<Integer> shape = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      shape.add(random.nextInt(4));
    }
    ElementType type = types[random.nextInt(types.length)];
    if (type == ElementType.BYTES) {
      List<byte[]> texts = new ArrayList<>();
      for (int i = shape.stream().reduce(1, (a, b) -> a * b); i > 0; i--) {
        byte[] text = new byte[random.nextInt(5)];
        random.nextBytes(text);
        texts.add(text);
      }
      return Tensor.ofTexts(shape, texts);
    }
    Tensor tensor = Tensor.allocate(type, shape);
    byte[] elements = new byte[tensor.data().remaining()];
    random.nextBytes(elements);
    tensor.data().put(elements);
    return tensor;
  }

  /**
   * A value as lists and maps, which are equal when all in it is: arrays by their elements, and
   * numbers by their bits.
   */
  static @Nullable Object plain(@Nullable Object value) throws ReflectiveOperationException {
    List<@Nullable Object> plain = new ArrayList<>();
    if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        plain.add(plain(component.getAccessor().invoke(value)));
      }
    } else if (value != null && value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        plain.add(plain(Array.get(value, i)));
      }
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        plain.add(plain(element));
      }
    } else if (value instanceof Optional<?> optional) {
      plain.add(Optional.class);
      plain.add(plain(optional.orElse(null)));
    } else if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> entries = new HashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        entries.put(plain(entry.getKey()), plain(entry.getValue()));
      }
      return entries;
    } else if (value instanceof Tensor tensor) {
      return List.of(tensor.type(), tensor.shape(), tensor.data());
    } else {
      return value;
    }
    return plain;
  }

  /** The message of a record. */
  static DynamicMessage message(Descriptor type, Object record)
      throws ReflectiveOperationException {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      set(message, component.getName(), component.getAccessor().invoke(record));
    }
    return message.build();
  }

  /** Puts a Java value into a field. */
  static void set(DynamicMessage.Builder message, String name, @Nullable Object value)
      throws ReflectiveOperationException {
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
    Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    if (present == null) {
      return;
    }
    if (field.isMapField()) {
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) present).entrySet()) {
        DynamicMessage.Builder pair = DynamicMessage.newBuilder(field.getMessageType());
        set(pair, "key", entry.getKey());
        set(pair, "value", entry.getValue());
        message.addRepeatedField(field, pair.build());
      }
    } else if (field.isRepeated()) {
      List<Object> elements = new ArrayList<>();
      if (present.getClass().isArray()) {
        for (int i = 0; i < Array.getLength(present); i++) {
          elements.add(Array.get(present, i));
        }
      } else {
        elements.addAll((List<?>) present);
      }
      for (Object element : elements) {
        message.addRepeatedField(field, element(field, element));
      }
    } else {
      message.setField(field, element(field, present));
    }
  }

  private static Object element(FieldDescriptor field, Object value)
      throws ReflectiveOperationException {
    if (value instanceof Byte || value instanceof Short) {
      return ((Number) value).intValue();
    }
    if (value instanceof Character letter) {
      return (int) letter;
    }
    if (value instanceof byte[] bytes) {
      return ByteString.copyFrom(bytes);
    }
    if (value instanceof Enum<?> constant) {
      String suffix = "_" + constant.name();
      EnumValueDescriptor found =
          field.getEnumType().getValues().stream()
              .filter(v -> v.getName().endsWith(suffix))
              .findFirst()
              .orElseThrow();
      return found;
    }
    if (value instanceof Instant instant) {
      return parts(field, instant.getEpochSecond(), instant.getNano());
    }
    if (value instanceof Duration duration) {
      long seconds = duration.toSeconds();
      int nanos = duration.toNanosPart();
      return seconds < 0 && nanos > 0
          ? parts(field, seconds + 1, nanos - 1_000_000_000)
          : parts(field, seconds, nanos);
    }
    if (value instanceof Tensor tensor) {
      return message(field.getMessageType(), tensor);
    }
    return value instanceof Record ? message(field.getMessageType(), value) : value;
  }

  private static DynamicMessage message(Descriptor type, Tensor tensor) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    FieldDescriptor element = type.findFieldByName("type");
    message.setField(
        element, element.getEnumType().findValueByName("ELEMENT_TYPE_" + tensor.type()));
    for (int size : tensor.shape()) {
      message.addRepeatedField(type.findFieldByName("shape"), (long) size);
    }
    // The machines that the tests run on have the byte order of the wire.
    return message
        .setField(type.findFieldByName("data"), ByteString.copyFrom(tensor.data()))
        .build();
  }

  private static DynamicMessage parts(FieldDescriptor field, long seconds, int nanos) {
    Descriptor type = field.getMessageType();
    return DynamicMessage.newBuilder(type)
        .setField(type.findFieldByName("seconds"), seconds)
        .setField(type.findFieldByName("nanos"), nanos)
        .build();
  }
}
