package dev.edgewise.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.TextFormat;
import dev.edgewise.proto.externalscaler.ExternalScalerProto;
import dev.edgewise.proto.v1.AgentOuterClass;
import dev.edgewise.proto.v1.CacheOuterClass;
import dev.edgewise.proto.v1.ControlOuterClass;
import dev.edgewise.proto.v1.FleetOuterClass;
import dev.edgewise.proto.v1.GenerationsOuterClass;
import dev.edgewise.proto.v1.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Parts of one fleet are upgraded one after the other, so what they say to each other is frozen:
 * whoever changes it has to look at the difference, and to ask what a peer of yesterday makes of
 * it. Adding a field is well; renumbering, retyping or taking one away wants another version of the
 * protocol. {@code mvn -pl proto test -Dgolden=rewrite} writes the files anew.
 */
final class FrozenProtocolTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  static Stream<FileDescriptor> protocols() {
    return Stream.of(
        AgentOuterClass.getDescriptor(),
        CacheOuterClass.getDescriptor(),
        ControlOuterClass.getDescriptor(),
        // Its numbers are KEDA's.
        ExternalScalerProto.getDescriptor(),
        FleetOuterClass.getDescriptor(),
        GenerationsOuterClass.getDescriptor(),
        Models.getDescriptor());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void the_protocol_is_what_peers_of_yesterday_know(FileDescriptor protocol) throws IOException {
    String name = Path.of(protocol.getName()).getFileName().toString();
    Path file = FOLDER.resolve(name.replace(".proto", ".txt"));
    String text = TextFormat.printer().printToString(protocol.toProto());
    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.writeString(file, text);
    }
    assertThat(text).as(name).isEqualTo(Files.readString(file));
  }
}
