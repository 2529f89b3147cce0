package dev.edgewise.lab.hostile;

import dev.edgewise.lab.hostile.Door.Protocol;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What an offender does, and how soon a server has to have put an end to it. */
@SuppressWarnings("ImmutableEnumChecker") // Its scripts are methods without state.
public enum Offence {
  SLOW_PREFACE(Kind.SLOW, Protocol.GRPC, 10, 40, Scripts::slowPreface),
  SLOW_HEADERS(Kind.SLOW, Protocol.GRPC, 12, 40, Scripts::slowHeaders),
  SLOW_MESSAGE(Kind.SLOW, Protocol.GRPC, 70, 40, Scripts::slowMessage),
  SLOW_REQUEST(Kind.SLOW, Protocol.HTTP, 12, 20, Scripts::slowRequest),
  SLOW_BODY(Kind.SLOW, Protocol.HTTP, 65, 20, Scripts::slowBody),

  SILENT(Kind.HALF_OPEN, Protocol.GRPC, 10, 40, Scripts::nothing),
  VANISHED(Kind.HALF_OPEN, Protocol.GRPC, 45, 40, Scripts::hello),
  NO_WINDOW(Kind.HALF_OPEN, Protocol.GRPC, 70, 20, Scripts::noWindow),
  SILENT_HTTP(Kind.HALF_OPEN, Protocol.HTTP, 35, 20, Scripts::nothing),
  ASKED_ONCE(Kind.HALF_OPEN, Protocol.HTTP, 65, 20, Scripts::askOnce),

  LARGE_MESSAGE(Kind.OVERSIZE, Protocol.GRPC, 5, 4, Scripts::largeMessage),
  LARGE_CLAIM(Kind.OVERSIZE, Protocol.GRPC, 5, 8, Scripts::largeClaim),
  ENDLESS_DATA(Kind.OVERSIZE, Protocol.GRPC, 5, 4, Scripts::endlessData),
  ENDLESS_MESSAGES(Kind.OVERSIZE, Protocol.GRPC, 5, 8, Scripts::endlessMessages),
  LARGE_BODY(Kind.OVERSIZE, Protocol.HTTP, 10, 4, Scripts::largeBody),
  ENDLESS_CHUNKS(Kind.OVERSIZE, Protocol.HTTP, 10, 4, Scripts::endlessChunks),

  HEADER_OF_8K(Kind.HEADERS, Protocol.GRPC, 5, 8, Scripts::headerOf8k),
  HEADER_OF_1M(Kind.HEADERS, Protocol.GRPC, 5, 4, Scripts::headerOf1m),
  HEADERS_10K(Kind.HEADERS, Protocol.GRPC, 5, 4, Scripts::headers10k),
  REQUEST_HEADER_OF_8K(Kind.HEADERS, Protocol.HTTP, 5, 8, Scripts::requestHeaderOf8k),
  REQUEST_HEADER_OF_1M(Kind.HEADERS, Protocol.HTTP, 5, 4, Scripts::requestHeaderOf1m),
  REQUEST_HEADERS_10K(Kind.HEADERS, Protocol.HTTP, 5, 4, Scripts::requestHeaders10k),
  REQUEST_LINE_OF_1M(Kind.HEADERS, Protocol.HTTP, 5, 4, Scripts::requestLineOf1m),

  RESET_AT_ONCE(Kind.FLOOD, Protocol.GRPC, 5, 1, Scripts::resetAtOnce),
  RESET_SOON(Kind.FLOOD, Protocol.GRPC, 10, 1, Scripts::resetSoon),
  RESET_BY_SERVER(Kind.FLOOD, Protocol.GRPC, 5, 1, Scripts::resetByServer),
  PINGS(Kind.FLOOD, Protocol.GRPC, 5, 1, Scripts::pings),
  SETTINGS(Kind.FLOOD, Protocol.GRPC, 5, 1, Scripts::settings),
  EMPTY_DATA(Kind.FLOOD, Protocol.GRPC, 5, 1, Scripts::emptyData),
  CONTINUATIONS(Kind.FLOOD, Protocol.GRPC, 5, 1, Scripts::continuations),
  UNREAD_ANSWERS(Kind.FLOOD, Protocol.HTTP, 70, 2, Scripts::unreadAnswers);

  /** Families of offences. */
  public enum Kind {
    /** Slower than any honest client, a byte a second. */
    SLOW,
    /** There, and silent. */
    HALF_OPEN,
    /** Larger than what is allowed, or without an end. */
    OVERSIZE,
    /** More headers than any honest client has. */
    HEADERS,
    /** As much as possible of what costs the sender little and the receiver much. */
    FLOOD
  }

  private final Kind kind;
  private final Protocol protocol;
  private final Duration within;
  private final int connections;
  private final Script script;

  Offence(Kind kind, Protocol protocol, int withinSeconds, int connections, Script script) {
    this.kind = kind;
    this.protocol = protocol;
    this.within = Duration.ofSeconds(withinSeconds);
    this.connections = connections;
    this.script = script;
  }

  /** Those of a family. */
  public static List<Offence> of(Kind kind) {
    return Arrays.stream(values()).filter(offence -> offence.kind == kind).toList();
  }

  /** As it stands in reports. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How soon a server must have ended it. */
  public Duration within() {
    return within;
  }

  /** Whether it is one against this door. */
  public boolean fits(String door) {
    return Door.parse(door).protocol() == protocol;
  }

  int connections() {
    return connections;
  }

  /**
   * Whether settings and pings are acknowledged: those who vanish, or are in the middle of a word,
   * do not.
   */
  boolean answers() {
    return this != VANISHED && this != SILENT && this != SLOW_PREFACE && this != SLOW_HEADERS;
  }

  /** Whether anything that the server says is read. */
  boolean reads() {
    return this != UNREAD_ANSWERS;
  }

  /** Whether only the end of the connection is an end: a flood goes on after an answer. */
  boolean endsWithTheConnection() {
    return kind == Kind.FLOOD || this == ASKED_ONCE;
  }

  void play(Peer peer, Door door) throws IOException, InterruptedException {
    script.play(peer, door);
  }

  /** What is sent on one connection. When it returns, the server still has to end it. */
  @FunctionalInterface
  interface Script {
    void play(Peer peer, Door door) throws IOException, InterruptedException;
  }
}
