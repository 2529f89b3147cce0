package dev.edgewise.serving.pipeline;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokenizer of CLIP (Radford et al. 2021): byte pairs (Sennrich, Haddow and Birch 2016) over
 * lower-cased words, the end of a word marked. Reads {@code tokenizer/vocab.json} and {@code
 * tokenizer/merges.txt}. Pure; thread-safe.
 */
final class ClipTokenizer {
  private static final String START = "<|startoftext|>";
  private static final String END = "<|endoftext|>";
  private static final String WORD_END = "</w>";
  private static final int MAX_TOKENS = 4_096;

  /** Longer words are cut here: no vocabulary has them, and merging takes time by their square. */
  private static final int MAX_WORD = 256;

  private static final Pattern WORDS =
      Pattern.compile(
          "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d"
              + "|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

  private final Map<String, Integer> vocabulary;
  private final Map<Pair, Integer> ranks;
  private final String[] letters = letters();
  private final int length;
  private final int start;
  private final int end;
  private final int pad;

  private ClipTokenizer(
      Map<String, Integer> vocabulary,
      Map<Pair, Integer> ranks,
      int length,
      int start,
      int end,
      int pad) {
    this.vocabulary = vocabulary;
    this.ranks = ranks;
    this.length = length;
    this.start = start;
    this.end = end;
    this.pad = pad;
  }

  private record Pair(String left, String right) {}

  static ClipTokenizer open(ModelFiles files) {
    JsonObject written =
        Folders.requireJson(files, "tokenizer/vocab.json", "the tokenizer's vocabulary");
    Map<String, Integer> vocabulary = new HashMap<>();
    try {
      written
          .entrySet()
          .forEach(entry -> vocabulary.put(entry.getKey(), entry.getValue().getAsInt()));
    } catch (RuntimeException e) {
      throw bad(
          files, "tokenizer/vocab.json has something that is not a number: " + e.getMessage());
    }
    Map<Pair, Integer> ranks = new HashMap<>();
    String merges =
        Folders.text(files, "tokenizer/merges.txt")
            .orElseThrow(() -> bad(files, "tokenizer/merges.txt is missing"));
    for (String line : merges.lines().toList()) {
      if (line.startsWith("#version") || line.isBlank()) {
        continue;
      }
      int space = line.indexOf(' ');
      if (space < 1) {
        throw bad(files, "tokenizer/merges.txt has a line that is no pair: " + line);
      }
      ranks.putIfAbsent(
          new Pair(line.substring(0, space), line.substring(space + 1).strip()), ranks.size());
    }
    JsonObject config =
        Folders.json(files, "tokenizer/tokenizer_config.json").orElseGet(JsonObject::new);
    JsonObject special =
        Folders.json(files, "tokenizer/special_tokens_map.json").orElseGet(JsonObject::new);
    return new ClipTokenizer(
        vocabulary,
        ranks,
        length(files, config),
        id(files, vocabulary, START),
        id(files, vocabulary, END),
        id(files, vocabulary, pad(config, special)));
  }

  private static int length(ModelFiles files, JsonObject config) {
    JsonElement length = config.get("model_max_length");
    if (length == null || !length.isJsonPrimitive()) {
      return 77;
    }
    double value = length.getAsDouble();
    if (!(value >= 2 && value <= MAX_TOKENS)) {
      throw bad(files, "model_max_length is " + value + " (expected: 2 to " + MAX_TOKENS + ")");
    }
    return (int) value;
  }

  /** Exports name it in one of two files, plainly or with its properties. */
  private static String pad(JsonObject config, JsonObject special) {
    for (JsonElement token : Arrays.asList(special.get("pad_token"), config.get("pad_token"))) {
      if (token != null && token.isJsonPrimitive()) {
        return token.getAsString();
      }
      if (token instanceof JsonObject object && object.has("content")) {
        return object.get("content").getAsString();
      }
    }
    return END;
  }

  private static int id(ModelFiles files, Map<String, Integer> vocabulary, String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw bad(files, "tokenizer/vocab.json lacks " + token);
    }
    return id;
  }

  private static RuntimeException bad(ModelFiles files, String problem) {
    return Folders.bad(files, problem, "The tokenizer must be one of CLIP; export it again.");
  }

  /** The numbers of a text: start, tokens, end, padding; what is too long is cut at its end. */
  int[] encode(String text) {
    List<Integer> ids = new ArrayList<>();
    String clean = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    Matcher words = WORDS.matcher(clean);
    while (words.find() && ids.size() < length - 2) {
      String word = words.group();
      if (word.equals(START) || word.equals(END)) {
        ids.add(word.equals(START) ? start : end);
      } else {
        for (String token : merge(word)) {
          ids.add(vocabulary.getOrDefault(token, end));
        }
      }
    }
    int[] all = new int[length];
    Arrays.fill(all, pad);
    int kept = Math.min(ids.size(), length - 2);
    all[0] = start;
    for (int i = 0; i < kept; i++) {
      all[i + 1] = ids.get(i);
    }
    all[kept + 1] = end;
    return all;
  }

  private List<String> merge(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < Math.min(bytes.length, MAX_WORD); i++) {
      parts.add(letters[bytes[i] & 0xff]);
    }
    parts.set(parts.size() - 1, parts.getLast() + WORD_END);
    while (parts.size() > 1) {
      int best = Integer.MAX_VALUE;
      Pair first = new Pair("", "");
      for (int i = 0; i + 1 < parts.size(); i++) {
        Pair pair = new Pair(parts.get(i), parts.get(i + 1));
        int rank = ranks.getOrDefault(pair, Integer.MAX_VALUE);
        if (rank < best) {
          best = rank;
          first = pair;
        }
      }
      if (best == Integer.MAX_VALUE) {
        return parts;
      }
      List<String> merged = new ArrayList<>(parts.size());
      for (int i = 0; i < parts.size(); i++) {
        boolean both =
            i + 1 < parts.size()
                && parts.get(i).equals(first.left())
                && parts.get(i + 1).equals(first.right());
        merged.add(both ? first.left() + first.right() : parts.get(i));
        i += both ? 1 : 0;
      }
      parts = merged;
    }
    return parts;
  }

  /** A printable letter for each byte: itself where it is printable, else from 256 on. */
  private static String[] letters() {
    String[] letters = new String[256];
    int next = 256;
    for (int value = 0; value < 256; value++) {
      boolean printable =
          (value >= '!' && value <= '~')
              || (value >= 0xA1 && value <= 0xAC)
              || (value >= 0xAE && value <= 0xFF);
      letters[value] = Character.toString(printable ? value : next);
      next += printable ? 0 : 1;
    }
    return letters;
  }
}
