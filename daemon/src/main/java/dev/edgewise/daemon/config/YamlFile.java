package dev.edgewise.daemon.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A configuration file, read as far as YAML goes: names with their texts and lines. What the names
 * mean is not known here.
 */
final class YamlFile {
  private static final int MAX_BYTES = 1 << 20;

  private YamlFile() {}

  /**
   * What stands behind a name.
   *
   * @param texts one for a plain value, all of a list
   * @param list whether it was written as a list
   * @param line counted from 1
   */
  record Entry(List<String> texts, boolean list, int line) {
    Entry {
      texts = List.copyOf(texts);
    }
  }

  /**
   * Reads a file.
   *
   * @param problems told, with file and line, of everything that is not a mapping of names to plain
   *     values or lists of them
   */
  static Map<String, Entry> read(Path file, Consumer<String> problems) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    try {
      Optional<Node> root =
          new Compose(LoadSettings.builder().setLabel(file.toString()).build())
              .composeString(text(file));
      if (root.isPresent()) {
        mapping(file, root.get(), entries, problems);
      }
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      problems.accept(notYaml(file, line, e.getProblem()));
    } catch (YamlEngineException e) {
      problems.accept(notYaml(file, 1, String.valueOf(e.getMessage())));
    } catch (CharacterCodingException e) {
      problems.accept(file + ":1: this is not text in UTF-8. Save the file as UTF-8.");
    } catch (IOException e) {
      problems.accept(
          file
              + ": cannot be read: "
              + e
              + ". Name a file that is there and that this user may read.");
    }
    return entries;
  }

  private static String notYaml(Path file, int line, String why) {
    return file
        + ":"
        + line
        + ": this is not YAML: "
        + why.replaceAll("\\s+", " ")
        + ". Write lines of the form \"name: value\", without tabs.";
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it has more than " + MAX_BYTES + " bytes, so it is something else");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private static void mapping(
      Path file, Node root, Map<String, Entry> entries, Consumer<String> problems) {
    if (!(root instanceof MappingNode mapping)) {
      problems.accept(
          at(file, root) + "expected lines of the form \"name: value\" at the top level.");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
        problems.accept(at(file, tuple.getKeyNode()) + "a name must be a plain word.");
        continue;
      }
      Optional<Entry> entry = entry(file, name, tuple.getValueNode(), problems);
      if (entry.isPresent()) {
        Entry before = entries.putIfAbsent(name.getValue(), entry.get());
        if (before != null) {
          problems.accept(
              at(file, name)
                  + "\""
                  + name.getValue()
                  + "\" stands here and in line "
                  + before.line()
                  + ". Keep one of them.");
        }
      }
    }
  }

  private static Optional<Entry> entry(
      Path file, ScalarNode name, Node value, Consumer<String> problems) {
    List<String> texts = new ArrayList<>();
    List<Node> nodes = value instanceof SequenceNode list ? list.getValue() : List.of(value);
    for (Node node : nodes) {
      if (node.getAnchor().isPresent() || value.getAnchor().isPresent()) {
        problems.accept(
            at(file, name)
                + "\""
                + name.getValue()
                + "\" uses an anchor (&) or alias (*), which are not read here. Write the value"
                + " out.");
        return Optional.empty();
      }
      if (!(node instanceof ScalarNode scalar)) {
        problems.accept(
            at(file, node)
                + "\""
                + name.getValue()
                + "\" takes a plain value or a list of them, nothing nested.");
        return Optional.empty();
      }
      texts.add(scalar.getValue());
    }
    return Optional.of(new Entry(texts, value instanceof SequenceNode, line(name)));
  }

  private static String at(Path file, Node node) {
    return file + ":" + line(node) + ": ";
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
