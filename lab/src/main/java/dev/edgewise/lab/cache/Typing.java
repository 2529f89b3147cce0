package dev.edgewise.lab.cache;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** How people type what they ask: with or without capitals, question marks and politeness. */
final class Typing {
  private static final List<String> BEFORE =
      List.of("Hi, ", "Hello! ", "Please help: ", "Quick question: ", "Hey, ", "I wonder, ");
  private static final List<String> AFTER =
      List.of(" Thanks", " Thank you!", " please", " Thanks in advance.", "?");

  private Typing() {}

  static String of(String way, Meaning meaning, RandomGenerator random) {
    String text = way;
    List<Family.Slot> slots = meaning.family().slots();
    for (int slot = 0; slot < slots.size(); slot++) {
      text = text.replace("{" + slots.get(slot).name() + "}", meaning.form(slot, random));
    }
    text = capital(text);
    if (random.nextInt(4) == 0) {
      text = contracted(text, random.nextBoolean());
    }
    if (random.nextInt(4) == 0 && (text.endsWith("?") || text.endsWith("."))) {
      text = text.substring(0, text.length() - 1);
    }
    if (random.nextInt(8) == 0) {
      text = BEFORE.get(random.nextInt(BEFORE.size())) + text;
    }
    if (random.nextInt(8) == 0) {
      text = text + AFTER.get(random.nextInt(AFTER.size()));
    }
    return random.nextInt(4) == 0 ? text.toLowerCase(Locale.ROOT) : text;
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String contracted(String text, boolean shorter) {
    return shorter
        ? text.replace("What is ", "What's ").replace("I would ", "I'd ")
        : text.replace("What's ", "What is ").replace("I'd ", "I would ");
  }
}
