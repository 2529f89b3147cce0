package dev.edgewise.lab;

import com.google.gson.JsonObject;
import dev.edgewise.lab.generation.Kind;
import dev.edgewise.lab.generation.Watched;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.sdk.api.Edgewise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is generated while nodes die: by the SDK and through the gateway, each in its own size. */
interface KilledSubject {
  /** Which it is. */
  Kind kind();

  /** Why this machine cannot do it; empty when it can. */
  Optional<String> missing();

  /** How an agent is started that can. */
  List<String> agentFlags(LabFleet fleet) throws IOException;

  /** The same in a size that suits this machine. */
  KilledSubject fitted(Edgewise eco);

  /** Asks by the SDK, and tells each chunk; blocks until the end. */
  void bySdk(Edgewise eco, Watched watched);

  /** How many seconds that takes here. */
  default double seconds(Edgewise eco) {
    long begun = System.nanoTime();
    bySdk(eco, new Watched(System::nanoTime));
    return (System.nanoTime() - begun) / 1e9;
  }

  /** Of the gateway: {@code /v1/call/…}. */
  String path();

  /** What the gateway is asked. */
  JsonObject request();

  /** Tells a chunk of the gateway. */
  void take(JsonObject item, Watched watched);

  /** In a log line of a node that goes on: how far that was, of how much. */
  Pattern goesOn();

  /** Steps or tokens of the generation that is asked for by the SDK. */
  long sdkTotal();

  /**
   * Of the one that the gateway is asked for; another number, so that log lines can be told apart.
   */
  long gatewayTotal();

  /** Steps or tokens of that generation that may be made twice. */
  long mostRepeated();

  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String digest(String text) {
    return digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
