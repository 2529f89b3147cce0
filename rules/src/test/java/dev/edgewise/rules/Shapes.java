package dev.edgewise.rules;

import dev.edgewise.core.rules.FieldShape;
import dev.edgewise.core.rules.FieldType;
import dev.edgewise.core.rules.MethodShape;
import java.util.List;

/** A service as rules know it. */
final class Shapes {
  static final String DETECT = "shop.v1.Vision/detect";
  static final String INDEX = "shop.v1.Vision/index";

  static final List<MethodShape> VISION =
      List.of(
          new MethodShape(
              DETECT,
              false,
              List.of(
                  field("frame.width", FieldType.VARINT, 1, 1),
                  field("frame.height", FieldType.VARINT, 1, 2),
                  field("door", FieldType.TEXT, 2)),
              List.of(
                  field("score", FieldType.FLOAT, 1),
                  field("number", FieldType.TEXT, 2),
                  field("faces.count", FieldType.COUNT, 3))),
          new MethodShape(INDEX, false, List.of(field("door", FieldType.TEXT, 1)), List.of()),
          new MethodShape("shop.v1.Vision/watch", true, List.of(), List.of()));

  private Shapes() {}

  private static FieldShape field(String path, FieldType type, Integer... numbers) {
    return new FieldShape(path, List.of(numbers), type);
  }
}
