package dev.edgewise.engines.tflite;

import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.Reporter_Pointer_BytePointer_Pointer;

/**
 * Collects what TensorFlow Lite says when something fails, instead of letting it write to standard
 * error. There is one for the class loader, because the bindings have room for ten callbacks of a
 * kind; what is said belongs to the thread that made the native call, since it is said during that
 * call.
 */
final class Complaints extends Reporter_Pointer_BytePointer_Pointer {
  static final Complaints REPORTER = new Complaints();

  private static final int MAX_CHARS = 1000;

  /** What printf fills in. */
  private static final Pattern PLACEHOLDER = Pattern.compile("%[-+ #0-9.*]*[hlzjt]*[a-zA-Z]");

  private final ThreadLocal<StringBuilder> said = ThreadLocal.withInitial(StringBuilder::new);

  private Complaints() {}

  @Override
  public void call(Pointer userData, BytePointer format, Pointer arguments) {
    StringBuilder text = said.get();
    if (text.length() < MAX_CHARS) {
      // The arguments are a va_list, whose layout differs by platform: the format alone must do.
      String pattern =
          PLACEHOLDER.matcher(format.getString()).replaceAll("…").replaceAll("\\S+/", "").strip();
      String sentence =
          pattern.endsWith(".") ? pattern.substring(0, pattern.length() - 1) : pattern;
      text.append(text.isEmpty() ? "" : "; ").append(sentence);
    }
  }

  /** Returns what was said on this thread since the last call, and forgets it. */
  String take() {
    String text = said.get().toString();
    said.remove();
    return text.isEmpty() ? "no reason given" : text;
  }
}
