package dev.edgewise.lab.hostile;

/**
 * Where an offender knocks.
 *
 * @param protocol that is spoken there
 * @param port of this machine
 * @param path a gRPC method or HTTP path that is there
 */
record Door(Protocol protocol, int port, String path) {
  enum Protocol {
    GRPC,
    HTTP
  }

  /** As it is handed to the attacker's process: {@code grpc:7501/hello.Hello/greet}. */
  static Door parse(String text) {
    int colon = text.indexOf(':');
    int slash = text.indexOf('/');
    return new Door(
        Protocol.valueOf(text.substring(0, colon).toUpperCase(java.util.Locale.ROOT)),
        Integer.parseInt(text.substring(colon + 1, slash)),
        text.substring(slash));
  }
}
